//! Two control planes, two acme-dns and two edges on one PostgreSQL, as they run in production; the DNS, the authority and the
//! application around them.
#![expect(clippy::disallowed_methods, reason = "tests learn from the environment which database to use")]

use crate::dns::{Dns, Host, Place};
use crate::pebble::Pebble;
use crate::process::{LOOK_EVERY, PATIENCE, Process};
use crate::visitor::{Visitor, application, is_refused};
use reqwest::Method;
use serde_json::{Value, json};
use std::io::Write as _;
use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What authorities give these days.
pub(crate) const NINETY_DAYS: Duration = Duration::from_hours(90 * 24);

const PLANES: [Host; 2] = [Host::FirstPlane, Host::SecondPlane];
const ACME_DNS: [Host; 2] = [Host::FirstAcmeDns, Host::SecondAcmeDns];
const EDGES: [Host; 2] = [Host::FirstEdge, Host::SecondEdge];

/// One of two, wherever there are two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    First,
    Second,
}

impl Which {
    pub(crate) const BOTH: [Self; 2] = [Self::First, Self::Second];

    pub(crate) fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }

    fn of<T>(self, two: &[T; 2]) -> &T {
        &two[self as usize]
    }
}

/// Everything that runs.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) place: Place,
    pub(crate) dns: Dns,
    pub(crate) pebble: Pebble,
    planes: [Process; 2],
    acme_dns: [Process; 2],
    edges: [Process; 2],
    pub(crate) database_url: String,
    settings: Vec<(&'static str, String)>,
    key: String,
    application: String,
    http: reqwest::Client,
    folder: TempDir,
}

/// The server that `scripts/postgres run` started for all tests.
pub(crate) fn shared_postgres() -> String {
    std::env::var("NAMEPLATE_TEST_POSTGRES").expect("run `make test`, which starts a PostgreSQL for this test")
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::start_with(&shared_postgres(), NINETY_DAYS).await
    }

    /// On that PostgreSQL server, with an authority whose certificates live for so long.
    pub(crate) async fn start_with(postgres: &str, validity: Duration) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new();
        let database_url = nameplate_testkit::postgres::fresh_database_url(postgres);
        let dns = Dns::start(place, folder.path()).await;
        let pebble = Pebble::start(place, validity, folder.path()).await;
        let settings = settings(place, &database_url, &pebble);
        // All at once on an empty database: one of them makes the tables.
        let start = |role: &'static str, host: Host| {
            Process::start(
                &format!("{role}-{host:?}"),
                nameplate(&[role], &of_host(place, host, &settings), &folder),
                "none",
                folder.path(),
            )
        };
        let mut planes = PLANES.map(|host| start("serve", host));
        for plane in &mut planes {
            plane.says("The control plane is up").await;
        }
        let mut acme_dns = ACME_DNS.map(|host| start("acme-dns", host));
        let mut edges = EDGES.map(|host| start("edge", host));
        for one in &mut acme_dns {
            one.says("The ACME zone is served").await;
        }
        for edge in &mut edges {
            edge.says("The edge is up").await;
        }
        let tenant = nameplate(&["admin", "tenant", "create", "--name", "Acme", "--json"], &settings, &folder).output();
        let tenant = tenant.unwrap();
        assert!(tenant.status.success(), "{}", String::from_utf8_lossy(&tenant.stderr));
        let tenant: Value = serde_json::from_slice(&tenant.stdout).unwrap();
        let mut world = Self {
            place,
            dns,
            pebble,
            planes,
            acme_dns,
            edges,
            database_url,
            settings,
            key: text(&tenant["key"]["secret"]).to_owned(),
            application: String::new(),
            http: reqwest::Client::new(),
            folder,
        };
        let new = json!({ "name": "Acme Sites" });
        let (status, made) = world.call(Which::First, Method::POST, "/v1/applications", Some(new)).await;
        assert_eq!(status, 201, "{made}");
        text(&made["id"]).clone_into(&mut world.application);
        world
    }

    /// A request to one of the control planes.
    pub(crate) async fn call(&self, plane: Which, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let at = self.place.at(*plane.of(&PLANES), self.place.api_port);
        let mut request = self.http.request(method, format!("http://{at}{path}")).bearer_auth(&self.key);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let body = response.text().await.unwrap();
        (status, if body.is_empty() { Value::Null } else { serde_json::from_str(&body).unwrap() })
    }

    /// A customer's name is entered.
    pub(crate) async fn connect(&self, plane: Which, hostname: &str) -> Value {
        let new = json!({ "application_id": self.application, "hostname": hostname });
        let (status, connection) = self.call(plane, Method::POST, "/v1/connections", Some(new)).await;
        assert_eq!(status, 201, "{connection}");
        connection
    }

    /// Waits until a connection looks as `is_right` wants it, seen from one control plane.
    pub(crate) async fn becomes(
        &self,
        plane: Which,
        connection: &Value,
        what: &str,
        is_right: impl Fn(&Value) -> bool,
    ) -> Value {
        let path = format!("/v1/connections/{}", text(&connection["id"]));
        let mut last = Value::Null;
        self.until(what, PATIENCE, async || {
            let (status, connection) = self.call(plane, Method::GET, &path, None).await;
            let is_there = status == 200 && is_right(&connection);
            last = connection.clone();
            is_there.then_some(connection)
        })
        .await
        .unwrap_or_else(|words| panic!("{words}\n{last}"))
    }

    pub(crate) async fn goes_live(&self, plane: Which, connection: &Value) -> Value {
        self.becomes(plane, connection, "live", |connection| connection["state"] == "live").await
    }

    /// The customer takes a name away.
    pub(crate) async fn archive(&self, plane: Which, connection: &Value) {
        let path = format!("/v1/connections/{}", text(&connection["id"]));
        let (status, answer) = self.call(plane, Method::DELETE, &path, None).await;
        assert!((200..300).contains(&status), "{status} {answer}");
    }

    /// Takes a name away that is served at both edges, and waits until neither serves it: changes are told in order, so that both
    /// have then heard of everything before.
    pub(crate) async fn all_is_told(&self, connection: &Value) {
        self.archive(Which::First, connection).await;
        let visitor = self.visitor().await;
        let host = text(&connection["hostname"]);
        for edge in Which::BOTH {
            let refused = async || is_refused(&visitor.visit(self.edge_at(edge), host).await).then_some(());
            self.until("refused", PATIENCE, refused).await.unwrap_or_else(|words| panic!("{edge:?}: {words}"));
        }
    }

    /// Publishes the proof by that method.
    pub(crate) fn publish_proof(&mut self, connection: &Value, method: &str) {
        let proof = proof(connection, method);
        self.dns.customer.publish(&[(text(&proof["name"]), text(&proof["type"]), text(&proof["value"]))]);
    }

    /// Publishes what moves the visitors.
    pub(crate) fn publish_traffic(&mut self, connection: &Value) {
        let records = connection["dns_records"].as_array().unwrap();
        let records: Vec<_> = records
            .iter()
            .map(|record| (text(&record["host"]), text(&record["type"]), text(&record["value"])))
            .collect();
        self.dns.customer.publish(&records);
    }

    /// A new visitor.
    pub(crate) async fn visitor(&self) -> Visitor {
        Visitor::new(self.pebble.root().await)
    }

    /// Where an edge speaks TLS.
    pub(crate) fn edge_at(&self, which: Which) -> SocketAddr {
        self.place.at(*which.of(&EDGES), self.place.tls_port)
    }

    pub(crate) fn edge(&self, which: Which) -> &Process {
        which.of(&self.edges)
    }

    pub(crate) fn edge_mut(&mut self, which: Which) -> &mut Process {
        &mut self.edges[which as usize]
    }

    pub(crate) fn acme_dns_mut(&mut self, which: Which) -> &mut Process {
        &mut self.acme_dns[which as usize]
    }

    pub(crate) fn plane_mut(&mut self, which: Which) -> &mut Process {
        &mut self.planes[which as usize]
    }

    /// What an edge calls itself.
    pub(crate) fn edge_id(which: Which) -> String {
        format!("{:?}", which.of(&EDGES))
    }

    /// One of the numbers that an edge counts.
    pub(crate) async fn metric(&self, which: Which, name: &str) -> u64 {
        let at = self.place.at(*which.of(&EDGES), self.place.http_port);
        let page = self.http.get(format!("http://{at}/metrics")).header("host", "localhost").send().await.unwrap();
        let page = page.text().await.unwrap();
        let line = page.lines().find(|line| line.split([' ', '{']).next() == Some(name));
        let number = line.and_then(|line| line.rsplit(' ').next()?.parse().ok());
        number.unwrap_or_else(|| panic!("no {name} in {page}"))
    }

    /// Ends what was there and starts an edge anew, with its folder as it was.
    pub(crate) async fn restart_edge(&mut self, which: Which) {
        self.edge_mut(which).kill();
        let edge = self.again("edge", *which.of(&EDGES));
        *self.edge_mut(which) = edge;
        self.edge_mut(which).says("The edge is up").await;
    }

    /// Ends what was there and starts a control plane anew.
    pub(crate) async fn restart_plane(&mut self, which: Which) {
        self.plane_mut(which).kill();
        let plane = self.again("serve", *which.of(&PLANES));
        *self.plane_mut(which) = plane;
        self.plane_mut(which).says("The control plane is up").await;
    }

    /// Ends what was there and starts a server of the ACME zone anew.
    pub(crate) async fn restart_acme_dns(&mut self, which: Which) {
        self.acme_dns_mut(which).kill();
        let server = self.again("acme-dns", *which.of(&ACME_DNS));
        *self.acme_dns_mut(which) = server;
        self.acme_dns_mut(which).says("The ACME zone is served").await;
    }

    fn again(&self, role: &str, host: Host) -> Process {
        let command = nameplate(&[role], &of_host(self.place, host, &self.settings), &self.folder);
        Process::start(&format!("{role}-{host:?}"), command, "none", self.folder.path())
    }

    /// What PostgreSQL answers to a statement, columns separated by `|`.
    pub(crate) fn sql(&self, statement: &str) -> String {
        let output = Command::new("psql")
            .args([&self.database_url, "-XAtqc", statement])
            .output()
            .expect("`make test` installs psql (Debian's package postgresql)");
        assert!(output.status.success(), "{statement}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Everything in the database, as SQL.
    pub(crate) fn dump(&self) -> String {
        let schema = self.database_url.rsplit("search_path%3D").next().unwrap();
        let output = Command::new("pg_dump")
            .args(["--data-only", "--inserts", "--schema", schema, &self.database_url])
            .output()
            .expect("`make test` installs pg_dump (Debian's package postgresql)");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Looks again and again until something is there.
    ///
    /// # Errors
    /// It never was: what everybody said at last.
    pub(crate) async fn until<T>(
        &self,
        what: &str,
        patience: Duration,
        mut look: impl AsyncFnMut() -> Option<T>,
    ) -> Result<T, String> {
        let start = Instant::now();
        loop {
            if let Some(found) = look().await {
                return Ok(found);
            }
            if start.elapsed() > patience {
                return Err(format!("never {what} within {patience:?}\n{}", self.last_words()));
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// What everybody said at last.
    pub(crate) fn last_words(&self) -> String {
        let ours = self.planes.iter().chain(&self.acme_dns).chain(&self.edges);
        ours.chain(&self.dns.programs).chain([&self.pebble.process]).map(Process::last_words).collect()
    }
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

/// One of the proofs that a connection offers.
pub(crate) fn proof<'c>(connection: &'c Value, method: &str) -> &'c Value {
    let offered = connection["ownership_proofs"].as_array().unwrap();
    offered.iter().find(|offered| offered["method"] == method).unwrap_or_else(|| panic!("{method} in {connection}"))
}

pub(crate) fn is_issued(connection: &Value) -> bool {
    connection["certificate"]["status"] == "issued"
}

/// Tells whoever reads the test's output how long something took.
pub(crate) fn measured(what: &str, took: Duration) {
    // Who does not want to read it closes the stream.
    let _ = writeln!(std::io::stderr(), "measured: {what}: {} ms", took.as_millis());
}

fn nameplate(arguments: &[&str], settings: &[(&'static str, String)], folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nameplate"));
    command.args(arguments).current_dir(folder.path()).env_clear();
    command.envs(settings.iter().map(|(name, value)| (*name, value)));
    command
}

/// What all of them are told.
fn settings(place: Place, database_url: &str, pebble: &Pebble) -> Vec<(&'static str, String)> {
    let ips = |hosts: [Host; 2]| hosts.map(|host| place.ip(host).to_string()).join(",");
    let mut settings = vec![
        ("CD_ENV", "production".to_owned()),
        ("DATABASE_URL", database_url.to_owned()),
        ("BASE_DOMAIN", "platform.test".to_owned()),
        ("PORT", place.api_port.to_string()),
        ("INTERNAL_PORT", place.internal_port.to_string()),
        ("WORKER_ENABLED", "1".to_owned()),
        ("EDGE_TOKEN", "a token for the edges of this test".to_owned()),
        ("TOKEN_HMAC_SECRET", "a secret for the widgets of this test".to_owned()),
        ("EDGE_ORIGIN_DEFAULT", application()),
        ("EDGE_IPV4", ips(EDGES)),
        ("EDGE_TLS_PORT", place.tls_port.to_string()),
        ("EDGE_HTTP_PORT", place.http_port.to_string()),
        ("EDGE_WORKERS", "1".to_owned()),
        ("EDGE_DATABASE_URL", database_url.to_owned()),
        ("CREDENTIAL_ENC_KEY", "0123456789abcdef".repeat(4)),
        ("DNS_RESOLVERS", place.at(Host::Resolver, place.dns_port).to_string()),
        ("DNS_AUTHORITATIVE_PORT", place.dns_port.to_string()),
        ("ACME_DNS_PORT", place.dns_port.to_string()),
        ("ACME_DNS_API_PORT", place.api_port.to_string()),
        ("ACME_DNS_NAMESERVERS", "ns1.acme.platform.test,ns2.acme.platform.test".to_owned()),
        ("ACME_DNS_IPV4", ips(ACME_DNS)),
    ];
    settings.extend(pebble.settings());
    settings
}

/// The same, and what one of them is told: where it listens, and for an edge which control plane is its own.
fn of_host(place: Place, host: Host, settings: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
    let plane = if matches!(host, Host::SecondEdge) { Host::SecondPlane } else { Host::FirstPlane };
    let mut settings = settings.to_vec();
    settings.extend([
        ("LISTEN", place.ip(host).to_string()),
        ("CONTROLPLANE_URL", format!("http://{}", place.at(plane, place.internal_port))),
        ("EDGE_ID", format!("{host:?}")),
        ("EDGE_STORAGE_DIR", format!("./{host:?}")),
    ]);
    settings
}
