//! Starts a real pebble, Let's Encrypt's test authority, and stops it. Stands on `rcgen`, `reqwest`, `rustls`, `serde_json`, `tempfile`,
//! `tokio` and our test ports only, so that other crates can include it by `#[path]`.

pub(crate) mod roots;

use nameplate_test_ports::free_port;
use roots::{ApiCertificate, trusting};
use rustls::pki_types::CertificateDer;
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::net::UdpSocket;
use tokio::time::timeout;

/// How long programs may take to start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// Which pebble.
#[derive(Clone, Debug)]
pub(crate) struct Programs {
    /// Where `pebble` and `pebble-challtestsrv` lie.
    pub(crate) folder: PathBuf,
    /// How the DNS server is told its address: `-dns01` up to 2.4, `-dnsserver` later.
    pub(crate) dns_option: &'static str,
    /// Further arguments of the DNS server.
    pub(crate) dns_arguments: &'static [&'static str],
}

/// What pebble is started with.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    pub(crate) programs: Programs,
    /// Where it asks for HTTP-01, on 127.0.0.1.
    pub(crate) http_port: u16,
    /// Where it asks for TLS-ALPN-01, on 127.0.0.1.
    pub(crate) tls_port: u16,
    /// Further environment, e.g. `PEBBLE_WFE_NONCEREJECT`.
    pub(crate) environment: Vec<(&'static str, String)>,
    /// Key identifiers and MAC keys (base64url); accounts must be bound when there are any.
    pub(crate) external_accounts: Vec<(&'static str, &'static str)>,
    /// Names it does not issue for.
    pub(crate) blocked: Vec<&'static str>,
}

/// A running pebble with its DNS server.
pub(crate) struct Pebble {
    /// Of the directory object.
    pub(crate) url: String,
    /// What its API is verified against.
    pub(crate) root: CertificateDer<'static>,
    /// Of its management interface, without a trailing slash.
    pub(crate) management: String,
    dns_management: String,
    dns: SocketAddr,
    http: reqwest::Client,
    children: Mutex<Vec<Child>>,
    _folder: TempDir,
}

impl Setup {
    /// As it starts by itself: 5 % of good nonces refused, half of valid authorizations reused.
    pub(crate) fn new(programs: Programs, http_port: u16, tls_port: u16) -> Self {
        let (environment, external_accounts, blocked) = (Vec::new(), Vec::new(), Vec::new());
        Self { programs, http_port, tls_port, environment, external_accounts, blocked }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    fn config(&self, api: u16, management: u16) -> Value {
        let keys: serde_json::Map<String, Value> =
            self.external_accounts.iter().map(|(kid, key)| ((*kid).to_owned(), json!(key))).collect();
        json!({ "pebble": {
            "listenAddress": format!("127.0.0.1:{api}"),
            "managementListenAddress": format!("127.0.0.1:{management}"),
            "certificate": "api.pem", "privateKey": "api.key",
            "httpPort": self.http_port, "tlsPort": self.tls_port,
            "ocspResponderURL": "",
            "externalAccountBindingRequired": !keys.is_empty(), "externalAccountMACKeys": keys,
            "domainBlocklist": self.blocked,
            "retryAfter": { "authz": 1, "order": 1 },
            "keyAlgorithm": "ecdsa",
            "profiles": {
                "default": { "description": "ninety days", "validityPeriod": 7_776_000 },
                "shortlived": { "description": "six days", "validityPeriod": 518_400 },
            },
        }})
    }
}

impl Programs {
    fn command(&self, name: &str) -> Command {
        Command::new(self.folder.join(name))
    }

    fn dns_server(&self, dns: u16, management: u16) -> Command {
        let mut command = self.command("pebble-challtestsrv");
        command.args([
            "-defaultIPv6",
            "",
            "-defaultIPv4",
            "127.0.0.1",
            "-http01",
            "",
            "-https01",
            "",
            "-tlsalpn01",
            "",
        ]);
        command.args(self.dns_arguments).arg("-management").arg(format!("127.0.0.1:{management}"));
        command.arg(self.dns_option).arg(format!("127.0.0.1:{dns}"));
        command
    }
}

impl Pebble {
    /// Starts it and waits until it answers. A port that somebody else took meanwhile is no reason to give up.
    pub(crate) async fn start(setup: &Setup) -> Self {
        for _ in 0..5 {
            if let Some(pebble) = Self::try_start(setup).await {
                return pebble;
            }
        }
        panic!("pebble does not start; run {:?} by hand to see why", setup.programs);
    }

    async fn try_start(setup: &Setup) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let certificate = ApiCertificate::new();
        let [api, management, dns, dns_management] = std::array::from_fn(|_| free_port());
        std::fs::write(folder.path().join("api.pem"), &certificate.chain_pem).unwrap();
        std::fs::write(folder.path().join("api.key"), &certificate.key_pem).unwrap();
        std::fs::write(folder.path().join("pebble.json"), setup.config(api, management).to_string()).unwrap();
        let mut pebble = setup.programs.command("pebble");
        pebble.args(["-config", "pebble.json", "-dnsserver"]).arg(format!("127.0.0.1:{dns}"));
        pebble.env("PEBBLE_VA_NOSLEEP", "1").envs(setup.environment.iter().cloned());
        let children =
            vec![start(pebble, folder.path()), start(setup.programs.dns_server(dns, dns_management), folder.path())];
        let mut started = Self {
            url: format!("https://localhost:{api}/dir"),
            root: certificate.root.clone(),
            management: format!("https://localhost:{management}"),
            dns_management: format!("http://127.0.0.1:{dns_management}"),
            dns: (Ipv4Addr::LOCALHOST, dns).into(),
            http: trusting(&certificate.root),
            children: Mutex::new(children),
            _folder: folder,
        };
        started.is_up().await.then_some(started)
    }

    async fn is_up(&mut self) -> bool {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let is_gone = |child: &mut Child| child.try_wait().unwrap().is_some();
            if self.children.get_mut().unwrap().iter_mut().any(is_gone) {
                return false;
            }
            if self.answers().await {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        false
    }

    /// Whether each of its servers does. They start beside each other: that one answers says nothing of the others.
    async fn answers(&self) -> bool {
        let roots = self.http.get(format!("{}/roots/0", self.management)).send();
        let records =
            self.http.post(format!("{}/clear-txt", self.dns_management)).body(r#"{"host":"up.test."}"#).send();
        let directory = self.http.get(&self.url).send();
        roots.await.is_ok() && records.await.is_ok() && directory.await.is_ok() && self.answers_dns().await
    }

    async fn answers_dns(&self) -> bool {
        let soa_of_test = b"\0\x07\x01\0\0\x01\0\0\0\0\0\0\x04test\0\0\x06\0\x01";
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        socket.connect(self.dns).await.unwrap();
        // What nobody listens for is refused, here or when the answer is read.
        let _ = socket.send(soa_of_test).await;
        matches!(timeout(Duration::from_secs(1), socket.recv(&mut [0; 512])).await, Ok(Ok(_)))
    }

    /// Ends it, as a crash would.
    pub(crate) fn kill(&self) {
        for mut child in self.children.lock().unwrap().drain(..) {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Adds a TXT value. Names are without a trailing dot.
    pub(crate) async fn set_txt(&self, name: &str, value: &str) {
        self.tell_dns("set-txt", json!({ "host": format!("{name}."), "value": value })).await;
    }

    /// Removes all TXT values of a name.
    pub(crate) async fn clear_txt(&self, name: &str) {
        self.tell_dns("clear-txt", json!({ "host": format!("{name}.") })).await;
    }

    pub(crate) async fn set_cname(&self, name: &str, target: &str) {
        self.tell_dns("set-cname", json!({ "host": format!("{name}."), "target": format!("{target}.") })).await;
    }

    async fn tell_dns(&self, what: &str, body: Value) {
        self.tell(&format!("{}/{what}", self.dns_management), &body).await;
    }

    /// Sends an order to one of the management interfaces.
    pub(crate) async fn tell(&self, url: &str, body: &Value) {
        let answer = self.http.post(url).body(body.to_string()).send().await.unwrap();
        let status = answer.status();
        assert!(status.is_success(), "{url}: {status}: {}", answer.text().await.unwrap());
    }

    /// The root that certificates are issued under, PEM; another one at each start.
    pub(crate) async fn issuing_root(&self) -> String {
        self.http.get(format!("{}/roots/0", self.management)).send().await.unwrap().text().await.unwrap()
    }

    /// `Valid` or `Revoked`, and what else pebble knows of a certificate; the serial number in lower-case hex.
    pub(crate) async fn certificate_status(&self, serial: &str) -> Value {
        let url = format!("{}/cert-status-by-serial/{serial}", self.management);
        let text = self.http.get(url).send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("no status of {serial}: {text}"))
    }
}

impl Drop for Pebble {
    fn drop(&mut self) {
        self.kill();
    }
}

fn start(mut command: Command, folder: &Path) -> Child {
    let program = command.get_program().to_owned();
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap_or_else(
        |error| panic!("{program:?} cannot be started ({error}): install it with `apt-get install pebble`"),
    )
}
