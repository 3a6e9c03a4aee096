//! Parts that break while they are needed.

use crate::stack::{PATIENCE, Program, Stack, free_port, fresh_database};
use reqwest::{Client, Method};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_dns_server_that_fails_is_neither_proof_nor_drift() {
    let stack = Stack::start().await;
    let connection = stack.connect("shop.broken.test").await;
    let id = connection["id"].as_str().unwrap().to_owned();
    stack.publish_all("broken.test", &connection).await;
    stack.becomes(&id, "live").await;

    let pending = stack.connect("new.broken.test").await;
    let pending_id = pending["id"].as_str().unwrap();
    let challenge = pending["ownership_challenge"]["value"].as_str().unwrap();
    for mode in ["servfail", "refused", "lame", "wrong_question", "timeout"] {
        stack.break_zone("broken.test", mode).await;
        let (status, answer) = stack.call(Method::POST, &format!("/v1/connections/{id}/records:check"), None).await;
        assert_eq!((status.as_u16(), answer["state"].as_str()), (200, Some("live")), "{mode}: {answer}");
        assert_eq!(answer["records"][0]["status"], "unknown", "{mode}: {answer}");
        let (status, answer) = stack.call(Method::POST, &format!("/v1/connections/{pending_id}/verify"), None).await;
        assert_eq!(
            (status.as_u16(), answer["error"]["code"].as_str()),
            (503, Some("dns_unreachable")),
            "{mode}: {answer}"
        );
    }
    // A reply that does not fit into a datagram is fetched over TCP.
    stack.break_zone("broken.test", "truncate").await;
    stack.publish("broken.test", "_customdomain-challenge.new", "TXT", challenge).await;
    let (status, answer) = stack.call(Method::POST, &format!("/v1/connections/{pending_id}/verify"), None).await;
    assert_eq!(status, 200, "{answer}");
}

#[tokio::test]
async fn a_dead_zone_delays_nobody_else() {
    let stack = Stack::start().await;
    for number in 0..30 {
        let connection = stack.connect(&format!("c{number}.dead.test")).await;
        if number == 0 {
            stack.publish_all("dead.test", &connection).await;
        }
    }
    stack.break_zone("dead.test", "timeout").await;
    let connection = stack.connect("shop.alive.test").await;
    let id = connection["id"].as_str().unwrap().to_owned();
    let start = Instant::now();
    stack.publish_all("alive.test", &connection).await;
    stack.becomes(&id, "live").await;
    assert!(start.elapsed() < Duration::from_secs(15), "the living waited for the dead: {:?}", start.elapsed());
}

#[tokio::test]
async fn postgres_may_stop_and_start_while_workers_run() {
    let cluster = Cluster::start();
    let folder = std::sync::Arc::new(tempfile::tempdir().unwrap());
    let stack = Stack::start_in(folder, cluster.database_url()).await;
    let before = stack.connect("before.customer.test").await;

    cluster.postgres("halt");
    let (status, answer) = stack.call(Method::GET, "/v1/connections", None).await;
    assert_eq!((status.as_u16(), answer["error"]["code"].as_str()), (503, Some("unavailable")), "{answer}");
    assert!(answer["error"]["ref"].is_string() && !answer.to_string().to_lowercase().contains("sql"), "{answer}");
    let health = stack.http.get(format!("{}/healthz", stack.api)).send().await.unwrap();
    assert_eq!(health.status(), 503);
    stack.publish_all("customer.test", &before).await;

    cluster.postgres("resume");
    let start = Instant::now();
    loop {
        let id = before["id"].as_str().unwrap();
        let (status, connection) = stack.call(Method::GET, &format!("/v1/connections/{id}"), None).await;
        if status == 200 && connection["state"] == "live" {
            break;
        }
        assert!(start.elapsed() < PATIENCE, "{status} {connection}\n{}", stack.program.output());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn an_edge_of_its_own_serves_on_when_the_control_plane_is_dead() {
    let folder = tempfile::tempdir().unwrap();
    let edge_folder = tempfile::tempdir().unwrap();
    let (port, internal, tls, edge_http) = (free_port(), free_port(), free_port(), free_port());
    let sandbox = Stack::start().await;
    let dns = sandbox.program.output();
    let dns_port = dns.split("DNS server       127.0.0.1:").nth(1).unwrap().lines().next().unwrap().to_owned();
    let origin =
        sandbox.program.output().split("origin           ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let token = ("EDGE_TOKEN", "a-token-for-edges".to_owned());
    let mut control = Program::start(
        folder.path(),
        &["serve"],
        &[
            ("DATABASE_URL", fresh_database(folder.path())),
            ("PORT", port.to_string()),
            ("INTERNAL_PORT", internal.to_string()),
            ("WORKER_ENABLED", "1".to_owned()),
            ("DNS_RESOLVERS", format!("127.0.0.1:{dns_port}")),
            ("DNS_AUTHORITATIVE_PORT", dns_port),
            ("EDGE_ORIGIN_DEFAULT", origin),
            token.clone(),
        ],
    );
    control.says("that it is up", |text| text.contains("is up").then_some(())).await;
    let mut edge = Program::start(
        edge_folder.path(),
        &["edge"],
        &[
            ("CONTROLPLANE_URL", format!("http://127.0.0.1:{internal}")),
            ("EDGE_TLS_PORT", tls.to_string()),
            ("EDGE_HTTP_PORT", edge_http.to_string()),
            ("EDGE_ASK_POSITIVE_TTL", "1s".to_owned()),
            token,
        ],
    );
    edge.says("that it is up", |text| text.contains("is up").then_some(())).await;

    let http = Client::new();
    let public = http.get(format!("http://127.0.0.1:{port}/internal/ask?domain=a.b.test")).send().await.unwrap();
    assert_eq!(public.status(), 404, "the public port has no internal endpoints");
    let wanted = http.get(format!("http://127.0.0.1:{internal}/internal/certificates/wanted?edge_id=x&wait_ms=0"));
    assert_eq!(wanted.send().await.unwrap().status(), 401, "without the token");

    // The same steps as ever, against this control plane.
    let mut stack = sandbox;
    stack.api = format!("http://127.0.0.1:{port}");
    let connection = stack.connect("far.customer.test").await;
    let id = connection["id"].as_str().unwrap().to_owned();
    stack.publish_all("customer.test", &connection).await;
    stack.becomes(&id, "live").await;
    let root = std::fs::read(edge_folder.path().join("edge-data/ca/root.pem")).unwrap();
    let visit = || async {
        let visitor = Client::builder()
            .tls_certs_only([reqwest::Certificate::from_pem(&root).unwrap()])
            .resolve("far.customer.test", std::net::SocketAddr::from(([127, 0, 0, 1], tls)))
            .build()
            .unwrap();
        visitor.get(format!("https://far.customer.test:{tls}/")).send().await.unwrap().status()
    };
    assert_eq!(visit().await, 200);
    control.signal("-KILL");
    control.ends().await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(visit().await, 200, "served by what the edge knows");

    edge.signal("-TERM");
    assert_eq!(edge.ends().await, Some(0), "{}", edge.output());
}

/// A PostgreSQL of this test's own, to be stopped and started.
pub(crate) struct Cluster {
    folder: tempfile::TempDir,
    url: String,
}

impl Cluster {
    pub(crate) fn start() -> Self {
        // The server runs as somebody without rights, who must get in.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        let folder = tempfile::Builder::new().permissions(open).tempdir().unwrap();
        let output = Command::new(script()).arg("start").arg(folder.path().join("cluster")).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
        let url = text.lines().find(|line| line.starts_with("postgres://")).unwrap().trim().to_owned();
        Self { folder, url }
    }

    pub(crate) fn database_url(&self) -> String {
        nameplate_testkit::postgres::fresh_database_url(&self.url)
    }

    pub(crate) fn postgres(&self, verb: &str) {
        let status = Command::new(script()).arg(verb).arg(self.folder.path().join("cluster")).status().unwrap();
        assert!(status.success(), "scripts/postgres {verb}");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = Command::new(script()).arg("stop").arg(self.folder.path().join("cluster")).status();
    }
}

fn script() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/postgres"))
}
