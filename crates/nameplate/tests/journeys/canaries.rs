//! Secrets that must not be seen again: planted everywhere, then looked for in logs, metrics, error bodies, files and columns.
//!
//! A new secret is one line: in [`settings`] when it is configured, in [`Told::made`] when the API gives it out.

use crate::broken_parts::Cluster;
use crate::stack::{Program, Stack, free_port, fresh_postgres};
use nameplate_testkit::postgres;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

/// Something that must not be seen.
struct Canary {
    what: &'static str,
    text: String,
    /// Customers publish it for everybody to see: it may be in the database, in no log.
    is_published: bool,
}

impl Canary {
    fn new(what: &'static str, text: impl Into<String>) -> Self {
        Self { what, text: text.into(), is_published: false }
    }

    /// Its spellings: as it is, as lists of octets are printed, and as a database shows octets.
    fn is_in(&self, text: &str) -> bool {
        let octets: Vec<String> = self.text.bytes().map(|byte| byte.to_string()).collect();
        let digits: String = self.text.bytes().map(|byte| format!("{byte:02x}")).collect();
        [&self.text, &octets.join(", "), &octets.join(","), &digits].into_iter().any(|spelling| text.contains(spelling))
    }
}

/// What is configured.
fn settings() -> Vec<(&'static str, String)> {
    vec![
        ("TOKEN_HMAC_SECRET", "hmac-canary-7f3a9c51e2d84b06".to_owned()),
        ("EDGE_TOKEN", "edge-canary-0c9e7741ab35d2f8".to_owned()),
        ("CREDENTIAL_ENC_KEY", "c0ffee11".repeat(8)),
        ("DEMO_API_KEY", "sk_test_canary4f8b21c6de907a53".to_owned()),
        ("DEMO_PLATFORM_KEY", "pk_test_canary83d0e6a15bf2".to_owned()),
        ("STRIPE_SECRET_KEY", "sk_test_stripecanary61f07d3c".to_owned()),
        ("STRIPE_WEBHOOK_SECRET", "whsec_stripecanary94be02aa".to_owned()),
    ]
}

/// What the API gave out and was told.
struct Told {
    canaries: Vec<Canary>,
    errors: Vec<String>,
}

impl Told {
    /// Makes something whose answer has a secret at `pointer`.
    async fn made(&mut self, stack: &Stack, what: &'static str, path: &str, body: Value, pointer: &str) -> Value {
        let (status, made) = stack.call_as(&demo_key(), Method::POST, path, Some(body)).await;
        assert_eq!(status, StatusCode::CREATED, "{what}: {made}");
        let secret = made.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{what}: {made}"));
        self.canaries.push(Canary::new(what, secret));
        made
    }

    /// Sends something that is refused, and keeps what was said.
    async fn refused(&mut self, stack: &Stack, key: &str, method: Method, path: &str, body: Option<Value>) {
        let (status, told) = stack.call_as(key, method, path, body).await;
        assert!(status.is_client_error() || status.is_server_error(), "{path}: {status} {told}");
        self.errors.push(told.to_string());
    }
}

fn demo_key() -> String {
    settings().into_iter().find(|(name, _)| *name == "DEMO_API_KEY").unwrap().1
}

#[tokio::test]
async fn no_secret_is_in_text_logs_metrics_errors_or_files() {
    nothing_is_seen("text", None).await;
}

#[tokio::test]
async fn no_secret_is_in_json_logs() {
    nothing_is_seen("json", None).await;
}

#[tokio::test]
async fn no_secret_is_in_a_column_of_postgres() {
    nothing_is_seen("text", Some(fresh_postgres())).await;
}

/// On SQLite, unless there is a place in a PostgreSQL server.
async fn nothing_is_seen(format: &str, postgres_url: Option<String>) {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let sqlite_url = format!("sqlite://{}/nameplate.db", folder.path().display());
    let database = postgres_url.clone().unwrap_or(sqlite_url);
    let dead = format!("http://127.0.0.1:{}", free_port());
    let mut environment = settings();
    environment.extend([
        ("LOG", "trace".to_owned()),
        ("LOG_FORMAT", format.to_owned()),
        ("PROVIDER_BASE_URL_CLOUDFLARE", dead),
        ("STRIPE_PRICE_PRO", "price_pro".to_owned()),
    ]);
    let stack = Stack::start_with(folder, database, &environment).await;
    let mut told = Told { canaries: vec![], errors: vec![] };
    told.canaries.extend(settings().into_iter().map(|(name, value)| Canary::new(name, value)));
    use_and_misuse(&stack, &mut told).await;

    let metrics = stack.http.get(format!("{}/metrics", stack.api)).send().await.unwrap().text().await.unwrap();
    let edge = format!("http://127.0.0.1:{}/metrics", stack.edge_http);
    let edge_metrics = stack.http.get(edge).send().await.unwrap().text().await.unwrap();
    stack.program.signal("-TERM");
    let mut program = stack.program;
    let _ = program.ends().await;
    let logs = logs(&program);
    assert!(logs.contains("TRACE") && logs.contains("Answered a request."), "everything is logged: {logs}");
    // What is logged on behalf of a request says so, down to the connection to a DNS provider.
    let deep = logs.lines().find(|line| line.contains("reqwest::connect") && line.contains("credentials"));
    assert!(deep.is_some_and(|line| line.contains("request.id")), "{deep:?}");
    if format == "json" {
        let line = logs.lines().find(|line| line.contains("Answered a request.")).unwrap();
        assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}");
    }

    let rows = postgres_url.as_deref().map(postgres::rows).unwrap_or_default();
    let stored = |canary: &Canary| -> Vec<String> {
        let rows = rows.iter().filter(|(_, row)| canary.is_in(row));
        let rows = rows.map(|(table, row)| format!("{table}: {row}"));
        files(stack.folder.path(), canary).into_iter().chain(rows).collect()
    };
    for canary in &told.canaries {
        let what = canary.what;
        if canary.is_in(&logs) {
            panic!("{what} is in the log: {:?}", logs.lines().find(|line| canary.is_in(line)));
        }
        assert!(!canary.is_in(&metrics) && !canary.is_in(&edge_metrics), "{what} is in the metrics");
        if let Some(error) = told.errors.iter().find(|error| canary.is_in(error)) {
            panic!("{what} is in an error: {error}");
        }
        if !canary.is_published {
            let found = stored(canary);
            assert!(found.is_empty(), "{what} is in {found:?}");
        }
    }
    let name = stored(&Canary::new("a host name", "shop.customer.test"));
    let place = if postgres_url.is_some() { "connections: " } else { "nameplate.db" };
    assert!(name.iter().any(|found| found.contains(place)), "what is stored is found where it is stored: {name:?}");
    let octets = |table: &str, row: &str| table == "credentials" && row.contains("\\\\x");
    assert!(postgres_url.is_none() || rows.iter().any(|(table, row)| octets(table, row)), "sealed octets are searched");
}

/// A life with everything in it that has a secret, and everything that can go wrong with one.
async fn use_and_misuse(stack: &Stack, told: &mut Told) {
    let demo = demo_key();
    let application = format!("/v1/applications/{}", stack.application);
    let keys = format!("{application}/keys");
    let made = told.made(stack, "an API key", &keys, json!({"scopes": ["connections:read"]}), "/secret").await;
    let second = made["secret"].as_str().unwrap().to_owned();

    // A name that is proven by hand, goes live, and is visited.
    let body = json!({"application_id": stack.application, "hostname": "shop.customer.test", "setup_type": "manual"});
    let (status, connection) = stack.call_as(&demo, Method::POST, "/v1/connections", Some(body)).await;
    assert_eq!(status, 201, "{connection}");
    let id = connection["id"].as_str().unwrap().to_owned();
    let challenge = connection["ownership_challenge"]["value"].as_str().unwrap();
    told.canaries.push(Canary { is_published: true, ..Canary::new("a challenge", challenge) });
    told.refused(stack, &demo, Method::POST, &format!("/v1/connections/{id}/verify"), None).await;
    stack.publish_all("customer.test", &connection).await;
    stack.becomes_as(&demo, &id, "live").await;
    let visitor = ["visitor-canary-authorization-1", "visitor-canary-cookie-2", "visitor-canary-query-3"];
    told.canaries.extend(visitor.map(|text| Canary::new("something of a visitor's", text)));
    let url = stack.url("shop.customer.test", &format!("/login?token={}", visitor[2]));
    let visit = stack.visitor("shop.customer.test").get(url).bearer_auth(visitor[0]);
    assert!(visit.header("cookie", format!("session={}", visitor[1])).send().await.unwrap().status().as_u16() < 600);

    // A receiver of events, a browser, and a colleague.
    let hook = json!({"url": format!("http://127.0.0.1:{}/hook", free_port())});
    told.made(stack, "a webhook's secret", "/v1/webhook-endpoints", hook, "/signing_secret").await;
    let wanted = json!({"application_id": stack.application});
    let minted = told.made(stack, "a widget token", "/v1/tokens", wanted, "/auth_token").await;
    let browser = minted["auth_token"].as_str().unwrap();
    assert_eq!(stack.call_as(browser, Method::GET, "/v1/connections", None).await.0, 200);
    told.refused(stack, browser, Method::GET, "/v1/applications", None).await;
    told.refused(stack, &format!("{browser}x"), Method::GET, "/v1/connections", None).await;
    let links = format!("/v1/connections/{id}/share-links");
    let (status, link) = stack.call_as(&demo, Method::POST, &links, None).await;
    assert_eq!(status, 201, "{link}");
    let link = link["url"].as_str().unwrap().rsplit('/').next().unwrap();
    told.canaries.push(Canary::new("a share link", link));
    for path in ["/share", "/v1/share"] {
        let page = stack.http.get(format!("{}{path}/{link}", stack.api)).send().await.unwrap();
        assert_eq!(page.status(), 200);
        let wrong = stack.http.get(format!("{}{path}/{link}x", stack.api)).send().await.unwrap();
        assert_eq!(wrong.status(), 404);
        told.errors.push(wrong.text().await.unwrap());
    }

    // A credential that writes, one that is refused, one whose provider is not there.
    let tokens = ["sandbox-canary-token-81b3", "wrong-canary-token-3d2e", "cloudflare-canary-token-55aa"];
    told.canaries.extend(tokens.map(|token| Canary::new("a DNS credential", token)));
    for (provider, token) in ["sandbox", "sandbox", "cloudflare"].into_iter().zip(tokens) {
        let body = json!({"provider": provider, "token": token});
        let path = format!("{application}/credentials");
        let (status, credential) = stack.call_as(&demo, Method::POST, &path, Some(body)).await;
        assert_eq!(status, 201, "{credential}");
        let check = format!("{path}/{}/check", credential["id"].as_str().unwrap());
        assert!(stack.call_as(&demo, Method::POST, &check, None).await.0.is_success());
    }
    let apply = format!("/v1/connections/{id}/records:apply");
    let (status, applied) = stack.call_as(&demo, Method::POST, &apply, None).await;
    assert_eq!(status, 200, "{applied}");
    stack.break_zone("customer.test", "timeout").await;
    let _ = stack.call_as(&demo, Method::POST, &format!("/v1/connections/{id}/records:check"), None).await;
    stack.break_zone("customer.test", "none").await;

    // An account of the ACME zone.
    let register = stack.http.post(format!("http://127.0.0.1:{}/register", stack.acme_dns_api)).bearer_auth(&demo);
    let account = register.json(&json!({"connection_id": id})).send().await.unwrap().json::<Value>().await.unwrap();
    let password = account["password"].as_str().unwrap_or_else(|| panic!("{account}"));
    told.canaries.push(Canary::new("the password of an acme-dns account", password));

    // Secrets in wrong places.
    let guess = "sk_live_guessedcanary6a07f1b2";
    told.canaries.push(Canary::new("a key that is none", guess));
    told.refused(stack, guess, Method::GET, "/v1/applications", None).await;
    told.refused(stack, &second, Method::POST, "/v1/applications", Some(json!({"name": "a"}))).await;
    let stray = format!("stray-canary-{}", "5c".repeat(16));
    told.canaries.push(Canary::new("a secret in the wrong field", &stray));
    for (path, body) in [
        ("/v1/applications", json!({"name": "a", "allowed_origins": stray})),
        ("/v1/applications", json!({"name": {"x": stray}})),
        ("/v1/applications", json!({"name": "a", "environment": stray})),
        ("/v1/applications", json!({stray.as_str(): 1})),
        (&*format!("{application}/credentials"), json!({"provider": "sandbox", "tokens": stray})),
        (&*format!("{application}/credentials"), json!({"provider": "cloudflare", "token": [stray]})),
        (&*keys, json!({"scopes": stray})),
        ("/v1/connections", json!({"application_id": stray, "hostname": "a.customer.test"})),
    ] {
        told.refused(stack, &demo, Method::POST, path, Some(body)).await;
    }
    let torn = stack.http.post(format!("{}/v1/applications", stack.api)).bearer_auth(&demo);
    let torn = torn.header("content-type", "application/json").body(format!("{{\"name\":\"{stray}"));
    let torn = torn.send().await.unwrap();
    assert_eq!(torn.status(), 400);
    told.errors.push(torn.text().await.unwrap());
    for token in ["wrong-edge-canary-7711", guess] {
        told.canaries.push(Canary::new("an edge's token that is none", token));
        let wanted = format!("{}/internal/certificates/wanted?edge_id=e&wait_ms=0", stack.api);
        let answer = stack.http.get(wanted).bearer_auth(token).send().await.unwrap();
        assert_eq!(answer.status(), 401);
        told.errors.push(answer.text().await.unwrap());
    }
}

/// What was logged, without what a developer is told at the start on purpose.
fn logs(program: &Program) -> String {
    let is_logged = |line: &&str| line.starts_with('{') || line.starts_with("20");
    let said = program.output();
    let mut is_introduction = false;
    let mut logs = String::new();
    for line in said.lines() {
        is_introduction |= line.starts_with("Nameplate is up.");
        if !is_introduction || is_logged(&line) {
            logs.push_str(line);
            logs.push('\n');
        }
        is_introduction &= !line.starts_with("Ctrl-C ends");
    }
    logs
}

/// Every file below `folder` that has it, but for the customer's own zones.
fn files(folder: &Path, canary: &Canary) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.ends_with("data/sandbox.json") => {}
                false if canary.is_in(&String::from_utf8_lossy(&std::fs::read(&path).unwrap())) => {
                    found.push(path.display().to_string())
                }
                false => {}
            }
        }
    }
    found
}

#[tokio::test]
async fn the_databases_password_is_not_told_when_the_database_goes() {
    const PASSWORD: &str = "database-canary-2c9f";
    let cluster = Cluster::start();
    let folder = tempfile::tempdir().unwrap();
    let (scheme, rest) = cluster.database_url().split_once("://").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let (user, place) = rest.split_once('@').unwrap();
    let user = user.split(':').next().unwrap();
    let port = free_port();
    let environment = [
        ("DATABASE_URL", format!("{scheme}://{user}:{PASSWORD}@{place}")),
        ("PORT", port.to_string()),
        ("WORKER_ENABLED", "1".to_owned()),
        ("LOG", "trace".to_owned()),
    ];
    let mut program = Program::start(folder.path(), &["serve"], &environment);
    program.says("that it is up", |text| text.contains("is up").then_some(())).await;
    let http = reqwest::Client::new();
    let list = async || {
        let request = http.get(format!("http://127.0.0.1:{port}/v1/connections")).bearer_auth("sk_test_demo");
        let answer = request.header("x-request-id", "find-me").send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    };
    assert_eq!(list().await.0, 200);
    cluster.postgres("halt");
    let (status, told) = list().await;
    assert_eq!(status, 503, "{told}");
    assert!(told.contains("\"ref\":\"find-me\"") && !told.contains(PASSWORD) && !told.contains("postgres"), "{told}");
    program.signal("-TERM");
    let _ = program.ends().await;
    let said = program.output();
    assert!(!said.contains(PASSWORD), "{}", said.lines().find(|line| line.contains(PASSWORD)).unwrap());
    // The reason is found by the reference that the client was told.
    let failure = said.lines().find(|line| line.contains("nameplate_api::failure")).unwrap();
    assert!(failure.contains("request.id=\"find-me\""), "{failure}");
}
