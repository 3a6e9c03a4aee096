//! A PowerDNS of a test's own: started in the foreground on free ports, and gone when its value is dropped.

use nameplate_domain::time::{Clock, Timestamp};
use nameplate_domain::zone::{Change, RrData, RrSet, RrType, Wish};
use nameplate_domain::zone::{ZoneContents, plan};
use nameplate_providers::{Access, CredentialText, Part, Zone, ZoneWriter, by_key};
use nameplate_test_ports::free_port;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub(crate) const KEY: &str = "the-key-of-this-test";
const SCHEMA: &str = "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql";
/// How long the server may take until it answers.
const START_MAX: Duration = Duration::from_secs(20);
const LOOK_UP: Duration = Duration::from_millis(10);

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(1_782_993_600_000)
    }
}

pub(crate) struct Server {
    child: Child,
    folder: TempDir,
    pub(crate) url: String,
    pub(crate) dns_port: u16,
    http: reqwest::Client,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Debian puts servers where the PATH of an ordinary user does not look.
fn installed(name: &str) -> PathBuf {
    let usual = Path::new("/usr/sbin").join(name);
    if usual.is_file() { usual } else { PathBuf::from(name) }
}

fn make_database(at: &Path) {
    let schema = File::open(SCHEMA)
        .unwrap_or_else(|error| panic!("{SCHEMA}: {error}; on Debian it is in the package pdns-backend-sqlite3"));
    let made = Command::new("sqlite3").arg(at).stdin(schema).status();
    match made {
        Ok(status) => assert!(status.success(), "sqlite3 could not make the database"),
        Err(error) => panic!("sqlite3 cannot be started ({error}); on Debian it is in the package sqlite3"),
    }
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::start_with("expand-alias=yes\nresolver=127.0.0.1:9\n").await
    }

    pub(crate) async fn start_with(settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (here, port, dns_port) = (folder.path().display(), free_port(), free_port());
        make_database(&folder.path().join("zones"));
        let configuration = format!(
            "launch=gsqlite3
gsqlite3-database={here}/zones
local-address=127.0.0.1
local-port={dns_port}
api=yes
api-key={KEY}
webserver=yes
webserver-address=127.0.0.1
webserver-port={port}
webserver-allow-from=127.0.0.1
socket-dir={here}
daemon=no
guardian=no
setuid=
setgid=
security-poll-suffix=
cache-ttl=0
query-cache-ttl=0
negquery-cache-ttl=0
{settings}"
        );
        fs::write(folder.path().join("pdns.conf"), configuration).unwrap();
        let log = File::create(folder.path().join("log")).unwrap();
        let mut command = Command::new(installed("pdns_server"));
        command.arg(format!("--config-dir={here}")).stdin(Stdio::null()).stderr(log.try_clone().unwrap()).stdout(log);
        let child = command.spawn().unwrap_or_else(|error| {
            panic!("pdns_server cannot be started ({error}); on Debian it is in the package pdns-server")
        });
        let url = format!("http://127.0.0.1:{port}");
        let server = Self { child, folder, url, dns_port, http: reqwest::Client::new() };
        server.wait().await;
        server
    }

    async fn wait(&self) {
        let started = Instant::now();
        while self.http.get(&self.url).send().await.is_err() {
            let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            assert!(started.elapsed() < START_MAX, "pdns_server does not answer: {log}");
            tokio::time::sleep(LOOK_UP).await;
        }
    }

    pub(crate) fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// What the API answers to a request that the adapter has no part in.
    async fn raw(&self, request: reqwest::RequestBuilder) -> Value {
        let response = request.header("x-api-key", KEY).send().await.unwrap();
        let (status, text) = (response.status(), response.text().await.unwrap());
        assert!(status.is_success(), "{status}: {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    pub(crate) async fn add_zone(&self, name: &str, kind: &str) {
        let masters = if kind == "Slave" { json!(["192.0.2.53"]) } else { json!([]) };
        let zone = json!({"name": format!("{name}."), "kind": kind, "masters": masters,
            "nameservers": if kind == "Slave" { json!([]) } else { json!(["ns1.host.example."]) }});
        let url = format!("{}/api/v1/servers/localhost/zones", self.url);
        self.raw(self.http.post(url).header("content-type", "application/json").body(zone.to_string())).await;
    }

    /// Writes sets as somebody else would.
    pub(crate) async fn put(&self, zone: &str, rrsets: Value) {
        let url = format!("{}/api/v1/servers/localhost/zones/{zone}.", self.url);
        let body = json!({"rrsets": rrsets}).to_string();
        self.raw(self.http.patch(url).header("content-type", "application/json").body(body)).await;
    }

    /// The sets of the zone as they are shown, without SOA, by name and type.
    pub(crate) async fn rrsets(&self, zone: &str) -> BTreeMap<(String, String), Value> {
        let url = format!("{}/api/v1/servers/localhost/zones/{zone}.", self.url);
        let shown = self.raw(self.http.get(url)).await;
        let text = |set: &Value, field: &str| set[field].as_str().unwrap().to_owned();
        let sets = shown["rrsets"].as_array().unwrap().iter().filter(|set| set["type"] != "SOA");
        sets.map(|set| ((text(set, "name"), text(set, "type")), set.clone())).collect()
    }

    /// What the server answers over DNS.
    pub(crate) fn dig(&self, name: &str, rtype: &str) -> String {
        let port = self.dns_port.to_string();
        let asked = ["+short", "+norecurse", "+tries=2", "+time=2", "-p", &port, "@127.0.0.1", "-t", rtype, "-q", name];
        let output = Command::new("dig").args(asked).output();
        let output =
            output.unwrap_or_else(|error| panic!("dig cannot be started ({error}); it is in the package dnsutils"));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    pub(crate) fn writer(&self) -> Box<dyn ZoneWriter> {
        let pasted = json!({"url": self.url, "api_key": KEY});
        writer(&pasted.to_string(), &access(&[], true))
    }

    pub(crate) async fn customer(&self) -> (Box<dyn ZoneWriter>, Zone) {
        self.add_zone("customer.example", "Native").await;
        let writer = self.writer();
        let zone = writer.zone("customer.example").await.unwrap().unwrap();
        (writer, zone)
    }
}

pub(crate) fn access(base_urls: &[(&str, &str)], allow_private: bool) -> Access {
    let base_urls = base_urls.iter().map(|(key, url)| ((*key).to_owned(), (*url).to_owned())).collect();
    Access::new(base_urls, allow_private, Arc::new(Noon)).unwrap()
}

pub(crate) fn writer(credential: &str, access: &Access) -> Box<dyn ZoneWriter> {
    let open = by_key("powerdns").unwrap().open.unwrap();
    open(&CredentialText::new(credential), access).unwrap()
}

pub(crate) fn set(name: &str, rtype: &str, values: &[&str]) -> RrSet {
    let rtype = RrType::from(rtype);
    let data = values.iter().map(|value| RrData::parse(&rtype, value).unwrap()).collect();
    RrSet::new(name, rtype, 60, data)
}

/// The changes that make the zone say `sets`, as the planner finds them.
pub(crate) fn planned(contents: &ZoneContents, sets: &[RrSet]) -> Vec<Change> {
    let wishes: Vec<Wish> = sets.iter().cloned().map(Wish::Exactly).collect();
    plan(contents, &wishes, &by_key("powerdns").unwrap().abilities()).unwrap()
}

pub(crate) async fn whole(writer: &dyn ZoneWriter, zone: &Zone) -> ZoneContents {
    writer.read(zone, Part::Whole).await.unwrap()
}
