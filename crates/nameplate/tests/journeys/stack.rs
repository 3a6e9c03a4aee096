//! `nameplate` as a child process, and the person in front of it.
#![expect(clippy::disallowed_methods, reason = "tests learn from the environment which database to use")]

pub(crate) use nameplate_test_ports::free_port;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longest wait for anything that is expected to happen.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A child process that dies with the test, and what it says.
pub(crate) struct Program {
    pub(crate) child: Child,
    output: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
}

impl Program {
    pub(crate) fn start(folder: &Path, arguments: &[&str], environment: &[(&str, String)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nameplate"));
        command
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .envs(environment.iter().map(|(name, value)| (*name, value)))
            .stdin(Stdio::null());
        Self::of(command)
    }

    /// Any program.
    pub(crate) fn of(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let output = Arc::new(Mutex::new(String::new()));
        let mut readers = Vec::new();
        for stream in [
            Box::new(child.stdout.take().unwrap()) as Box<dyn std::io::Read + Send>,
            Box::new(child.stderr.take().unwrap()),
        ] {
            let output = Arc::clone(&output);
            readers.push(std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let mut output = output.lock().unwrap();
                    output.push_str(&line);
                    output.push('\n');
                }
            }));
        }
        Self { child, output, readers }
    }

    pub(crate) fn output(&self) -> String {
        self.output.lock().unwrap().clone()
    }

    /// Waits until the program has said something that `find` recognises.
    pub(crate) async fn says<T>(&mut self, what: &str, find: impl Fn(&str) -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(found) = find(&self.output()) {
                return found;
            }
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("the program ended ({status}) before it said {what}:\n{}", self.output());
            }
            assert!(start.elapsed() < PATIENCE, "the program never said {what}:\n{}", self.output());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub(crate) fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    /// The exit code, once it ends by itself and all that it said was read.
    pub(crate) async fn ends(&mut self) -> Option<i32> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap()
                && self.readers.iter().all(JoinHandle::is_finished)
            {
                return status.code();
            }
            assert!(start.elapsed() < PATIENCE, "the program never ended:\n{}", self.output());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command to its end.
pub(crate) fn run(folder: &Path, arguments: &[&str], environment: &[(&str, String)]) -> (Option<i32>, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_nameplate"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(environment.iter().map(|(name, value)| (*name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut out, mut err) = (String::new(), String::new());
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    (child.wait().unwrap().code(), out, err)
}

/// The number that follows `before` in `text`.
fn number_after(text: &str, before: &str) -> Option<u16> {
    let rest = &text[text.find(before)? + before.len()..];
    rest[..rest.find(|c: char| !c.is_ascii_digit())?].parse().ok()
}

/// Where tests keep their data: a fresh SQLite file, or a fresh schema of the PostgreSQL that `scripts/postgres` started.
pub(crate) fn fresh_database(folder: &Path) -> String {
    match std::env::var("NAMEPLATE_TEST_ENGINE").as_deref() {
        Ok("postgres") => fresh_postgres(),
        _ => format!("sqlite://{}/nameplate.db", folder.display()),
    }
}

/// A fresh database of the PostgreSQL that `scripts/postgres` started.
pub(crate) fn fresh_postgres() -> String {
    let server =
        std::env::var("NAMEPLATE_TEST_POSTGRES").expect("run `make test`, which starts a PostgreSQL for this test");
    nameplate_testkit::postgres::fresh_database_url(&server)
}

/// `nameplate dev` on ports of its own, and the customer and the developer in front of it.
pub(crate) struct Stack {
    pub(crate) program: Program,
    pub(crate) folder: Arc<TempDir>,
    pub(crate) database_url: String,
    pub(crate) api: String,
    pub(crate) panel: String,
    pub(crate) acme: String,
    pub(crate) tls: SocketAddr,
    pub(crate) edge_http: u16,
    pub(crate) acme_dns: u16,
    pub(crate) acme_dns_api: u16,
    pub(crate) dns: u16,
    pub(crate) ssh: u16,
    pub(crate) application: String,
    pub(crate) http: Client,
}

impl Stack {
    pub(crate) async fn start() -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let database_url = fresh_database(folder.path());
        Self::start_in(folder, database_url).await
    }

    /// The same data, files and database again.
    pub(crate) async fn start_in(folder: Arc<TempDir>, database_url: String) -> Self {
        Self::start_with(folder, database_url, &[]).await
    }

    /// With further settings, or others.
    pub(crate) async fn start_with(folder: Arc<TempDir>, database_url: String, also: &[(&str, String)]) -> Self {
        let zero = || "0".to_owned();
        let origin_port = free_port();
        let mut environment = vec![
            ("DATABASE_URL", database_url.clone()),
            ("PORT", zero()),
            ("EDGE_TLS_PORT", zero()),
            ("EDGE_HTTP_PORT", zero()),
            ("DEMO_PORT", zero()),
            ("SANDBOX_PORT", zero()),
            ("SANDBOX_DNS_PORT", zero()),
            ("ACME_DNS_PORT", zero()),
            ("ACME_DNS_API_PORT", zero()),
            ("SSH_PORT", zero()),
            ("EDGE_ORIGIN_DEFAULT", format!("http://localhost:{origin_port}")),
        ];
        environment.extend(also.iter().cloned());
        let mut program = Program::start(folder.path(), &["dev"], &environment);
        let text = program.says("that it is up", |text| text.contains("Ctrl-C ends").then(|| text.to_owned())).await;
        let port = |before: &str| number_after(&text, before).unwrap_or_else(|| panic!("{before:?} in\n{text}"));
        let application = text.split("demo application ").nth(1).unwrap().lines().next().unwrap().to_owned();
        Self {
            api: format!("http://127.0.0.1:{}", port("API              http://localhost:")),
            panel: format!("http://127.0.0.1:{}", port("DNS panel        http://localhost:")),
            acme: format!("http://127.0.0.1:{}", port("Acme Sites       http://localhost:")),
            tls: SocketAddr::from(([127, 0, 0, 1], port("edge             https://localhost:"))),
            edge_http: port("health http://localhost:"),
            acme_dns: port("ACME DNS         127.0.0.1:"),
            acme_dns_api: port("API http://localhost:"),
            dns: port("DNS server       127.0.0.1:"),
            ssh: port("SSH              localhost:"),
            application,
            program,
            folder,
            database_url,
            http: Client::new(),
        }
    }

    /// A request of the developer.
    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        self.call_as("sk_test_demo", method, path, body).await
    }

    pub(crate) async fn call_as(
        &self,
        key: &str,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let mut request = self.http.request(method, format!("{}{path}", self.api)).bearer_auth(key);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        (status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() })
    }

    pub(crate) async fn connect(&self, hostname: &str) -> Value {
        let body = json!({ "application_id": self.application, "hostname": hostname });
        let (status, connection) = self.call(Method::POST, "/v1/connections", Some(body)).await;
        assert_eq!(status, 201, "{connection}");
        connection
    }

    pub(crate) async fn connection(&self, id: &str) -> Value {
        let (status, connection) = self.call(Method::GET, &format!("/v1/connections/{id}"), None).await;
        assert_eq!(status, 200, "{connection}");
        connection
    }

    /// Waits until a connection is in `state`.
    pub(crate) async fn becomes(&self, id: &str, state: &str) -> Value {
        self.becomes_as("sk_test_demo", id, state).await
    }

    pub(crate) async fn becomes_as(&self, key: &str, id: &str, state: &str) -> Value {
        let start = Instant::now();
        loop {
            let (status, connection) = self.call_as(key, Method::GET, &format!("/v1/connections/{id}"), None).await;
            assert_eq!(status, 200, "{connection}");
            if connection["state"] == state {
                return connection;
            }
            assert!(start.elapsed() < PATIENCE, "never became {state}: {connection}\n{}", self.program.output());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The customer adds a record in the panel's API; gives its identifier.
    pub(crate) async fn publish(&self, zone: &str, name: &str, rtype: &str, value: &str) -> String {
        let body = json!({ "name": name, "type": rtype, "value": value, "ttl": 5 });
        let response =
            self.http.post(format!("{}/api/zones/{zone}/records", self.panel)).json(&body).send().await.unwrap();
        let (status, answer) = (response.status(), response.json::<Value>().await.unwrap());
        assert_eq!(status, 201, "{answer}");
        match &answer["id"] {
            Value::String(id) => id.clone(),
            id => id.to_string(),
        }
    }

    pub(crate) async fn unpublish(&self, zone: &str, record: &str) {
        let url = format!("{}/api/zones/{zone}/records/{record}", self.panel);
        assert_eq!(self.http.delete(url).send().await.unwrap().status(), 204);
    }

    pub(crate) async fn break_zone(&self, zone: &str, mode: &str) {
        let url = format!("{}/api/zones/{zone}/fault", self.panel);
        let status = self.http.post(url).json(&json!({ "mode": mode })).send().await.unwrap().status();
        assert!(status.is_success(), "{status}");
    }

    /// Publishes everything that a connection asks for; gives the identifier of the last record.
    pub(crate) async fn publish_all(&self, zone: &str, connection: &Value) -> String {
        let challenge = &connection["ownership_challenge"];
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        self.publish(zone, &text(&challenge["name"]), "TXT", &text(&challenge["value"])).await;
        let mut last = String::new();
        for record in connection["dns_records"].as_array().unwrap() {
            last = self.publish(zone, &text(&record["host"]), &text(&record["type"]), &text(&record["value"])).await;
        }
        last
    }

    /// As [`Self::publish_all`], where some of it may stand there already.
    pub(crate) async fn publish_missing(&self, zone: &str, connection: &Value) {
        let challenge = &connection["ownership_challenge"];
        let traffic = connection["dns_records"].as_array().unwrap().iter();
        let records = traffic.map(|record| (&record["host"], record)).chain([(&challenge["name"], challenge)]);
        for (name, record) in records.filter(|(name, _)| name.is_string()) {
            let body = json!({ "name": name, "type": record["type"], "value": record["value"], "ttl": 5 });
            let url = format!("{}/api/zones/{zone}/records", self.panel);
            let status = self.http.post(url).json(&body).send().await.unwrap().status();
            assert!([201, 409].contains(&status.as_u16()), "{name}: {status}");
        }
    }

    pub(crate) fn root_certificate(&self) -> PathBuf {
        self.folder.path().join("edge-data/ca/root.pem")
    }

    /// A visitor who trusts the edge's CA and finds the name at the edge.
    pub(crate) fn visitor(&self, hostname: &str) -> Client {
        let root = std::fs::read(self.root_certificate()).unwrap();
        Client::builder()
            .tls_certs_only([reqwest::Certificate::from_pem(&root).unwrap()])
            .resolve(hostname, self.tls)
            .build()
            .unwrap()
    }

    pub(crate) fn url(&self, hostname: &str, path: &str) -> String {
        format!("https://{hostname}:{}{path}", self.tls.port())
    }
}
