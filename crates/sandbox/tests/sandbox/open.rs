//! A sandbox on free ports, and a client for it.

use nameplate_dns::observe::{Observer, ObserverSettings};
use nameplate_domain::evidence::{QueryType, Sighting};
use nameplate_domain::records::{Record, RecordType};
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_sandbox::{PlatformZone, RunningSandbox, Sandbox, SandboxSettings};
use serde_json::Value;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(1_782_993_600_000)
    }
}

pub(crate) fn settings(data_file: Option<PathBuf>) -> SandboxSettings {
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let platform = PlatformZone {
        apex: "nameplate.localhost".into(),
        records: vec![Record::new("edge.nameplate.localhost", RecordType::A, "127.0.0.1", 60)],
    };
    SandboxSettings {
        dns_addr: any,
        http_addr: any,
        platform: vec![platform],
        templates: vec![],
        also: vec![],
        data_file,
        first_records: vec![],
        clock: Arc::new(Noon),
    }
}

pub(crate) struct Open {
    pub(crate) sandbox: RunningSandbox,
    observer: Observer,
}

pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Status, code and message of a failure.
    pub(crate) fn failure(&self) -> (u16, String) {
        let error = &self.json()["error"];
        (self.status, format!("{}: {}", error["code"].as_str().unwrap(), error["message"].as_str().unwrap()))
    }
}

impl Open {
    pub(crate) async fn new() -> Self {
        Self::with(None).await
    }

    pub(crate) async fn with(data_file: Option<PathBuf>) -> Self {
        Self::of(settings(data_file)).await
    }

    pub(crate) async fn of(settings: SandboxSettings) -> Self {
        let sandbox = Sandbox::start(settings).await.unwrap();
        let settings = ObserverSettings {
            resolvers: vec![sandbox.dns_addr()],
            authoritative_port: sandbox.dns_addr().port(),
            allow_private_servers: true,
            query_timeout: Duration::from_millis(250),
            ..ObserverSettings::default()
        };
        Self { observer: Observer::new(settings, Arc::new(Noon)).unwrap(), sandbox }
    }

    pub(crate) async fn look(&self, name: &str, qtype: QueryType) -> Sighting {
        self.observer.follow(name, qtype, &[]).await
    }

    /// The only reply, in words.
    pub(crate) async fn dns(&self, name: &str, qtype: QueryType) -> String {
        let sighting = self.look(name, qtype).await;
        assert_eq!(sighting.replies.len(), 1, "{sighting:?}");
        match &sighting.replies[0].outcome {
            Ok(answer) if answer.no_such_name => "no such name".to_owned(),
            Ok(answer) => format!("{} > {}", answer.aliases.join(" "), answer.values.join(" ")),
            Err(why) => why.to_string(),
        }
    }

    pub(crate) async fn json(&self, method: &str, path: &str, body: &Value) -> Response {
        self.send(method, path, &["content-type: application/json"], &body.to_string()).await
    }

    pub(crate) async fn form(&self, path: &str, body: &str) -> Response {
        self.send("POST", path, &["content-type: application/x-www-form-urlencoded"], body).await
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.send("GET", path, &[], "").await
    }

    /// One HTTP/1.1 request on a stream of its own. A `host:` among the headers replaces the usual one.
    pub(crate) async fn send(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Response {
        let addr = self.sandbox.http_addr();
        let usual = format!("host: localhost:{}", addr.port());
        let host = if headers.iter().any(|header| header.starts_with("host:")) { None } else { Some(usual.as_str()) };
        let length = format!("content-length: {}", body.len());
        let lines: Vec<&str> =
            host.into_iter().chain(headers.iter().copied()).chain([length.as_str(), "connection: close"]).collect();
        let request = format!("{method} {path} HTTP/1.1\r\n{}\r\n\r\n{body}", lines.join("\r\n"));
        let mut stream = TcpStream::connect(addr).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split_whitespace().nth(1).unwrap().parse().unwrap();
        Response { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }
}
