//! Pebble, the ACME server that Let's Encrypt's authors test with, from Debian.
#![expect(clippy::disallowed_methods, reason = "tests learn from the environment which pebble to use")]

use crate::stack::{PATIENCE, free_port};
use serde_json::json;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// A pebble that looks names up at one DNS server and visits hosts on given ports.
pub(crate) struct Pebble {
    child: Child,
    port: u16,
    management: u16,
    folder: PathBuf,
}

/// What it is to be.
pub(crate) struct PebbleSettings {
    pub(crate) dns: SocketAddr,
    pub(crate) http_port: u16,
    pub(crate) tls_port: u16,
    /// In percent, as text: nonces refused, and authorizations used again.
    pub(crate) nonces_refused: &'static str,
    /// Key identifier and MAC key (base64url) that accounts need.
    pub(crate) external_account: Option<(&'static str, &'static str)>,
}

impl PebbleSettings {
    pub(crate) fn new(dns: SocketAddr, http_port: u16, tls_port: u16) -> Self {
        Self { dns, http_port, tls_port, nonces_refused: "5", external_account: None }
    }
}

impl Pebble {
    pub(crate) async fn start(folder: &Path, settings: &PebbleSettings) -> Self {
        let folder = folder.join(format!("pebble-{}", free_port()));
        std::fs::create_dir_all(&folder).unwrap();
        let (port, management) = (free_port(), free_port());
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = rcgen::CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()])
            .unwrap()
            .self_signed(&key)
            .unwrap();
        std::fs::write(folder.join("api.pem"), certificate.pem()).unwrap();
        std::fs::write(folder.join("api.key"), key.serialize_pem()).unwrap();
        let mut config = json!({ "pebble": {
            "listenAddress": format!("127.0.0.1:{port}"),
            "managementListenAddress": format!("127.0.0.1:{management}"),
            "certificate": folder.join("api.pem"),
            "privateKey": folder.join("api.key"),
            "httpPort": settings.http_port,
            "tlsPort": settings.tls_port,
            "ocspResponderURL": "",
            "externalAccountBindingRequired": settings.external_account.is_some(),
            "domainBlocklist": ["blocked.test"],
            "retryAfter": { "authz": 1, "order": 1 },
            "keyAlgorithm": "ecdsa",
            "profiles": {
                "default": { "description": "ninety days", "validityPeriod": 7_776_000 },
                "shortlived": { "description": "six days", "validityPeriod": 518_400 },
            },
        }});
        if let Some((kid, key)) = settings.external_account {
            config["pebble"]["externalAccountMACKeys"] = json!({ kid: key });
        }
        let config_file = folder.join("pebble.json");
        std::fs::write(&config_file, config.to_string()).unwrap();
        let log = std::fs::File::create(folder.join("log")).unwrap();
        let program = std::env::var("NAMEPLATE_TEST_PEBBLE").unwrap_or_else(|_| "pebble".to_owned());
        let child = Command::new(&program)
            .args(["-config", config_file.to_str().unwrap(), "-dnsserver", &settings.dns.to_string()])
            .env("PEBBLE_VA_NOSLEEP", "1")
            .env("PEBBLE_WFE_NONCEREJECT", settings.nonces_refused)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{program} does not start ({error}); run `make test`, which installs Debian's package")
            });
        let pebble = Self { child, port, management, folder };
        let start = Instant::now();
        while !pebble.answers().await {
            assert!(start.elapsed() < PATIENCE, "pebble does not answer: {}", pebble.log());
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        pebble
    }

    pub(crate) fn directory(&self) -> String {
        format!("https://localhost:{}/dir", self.port)
    }

    /// The certificate of its own API, which is its own root.
    pub(crate) fn ca_file(&self) -> PathBuf {
        self.folder.join("api.pem")
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    fn client(&self) -> reqwest::Client {
        let root = reqwest::Certificate::from_pem(&std::fs::read(self.ca_file()).unwrap()).unwrap();
        reqwest::Client::builder().tls_certs_only([root]).build().unwrap()
    }

    /// Whether both of its servers do; they start beside each other.
    async fn answers(&self) -> bool {
        let client = self.client();
        client.get(self.directory()).send().await.is_ok() && client.get(self.roots()).send().await.is_ok()
    }

    fn roots(&self) -> String {
        format!("https://localhost:{}/roots/0", self.management)
    }

    /// The root that issued certificates chain to; new at each start.
    pub(crate) async fn root(&self) -> reqwest::Certificate {
        let pem = self.client().get(self.roots()).send().await.unwrap().bytes().await.unwrap();
        reqwest::Certificate::from_pem(&pem).unwrap()
    }

    /// What an edge needs to know of it.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("EDGE_ISSUER", "letsencrypt".to_owned()),
            ("EDGE_ACME_DIRECTORY", self.directory()),
            ("EDGE_ACME_CA_FILE", self.ca_file().display().to_string()),
            ("EDGE_ACME_PROFILE", "default".to_owned()),
            ("EDGE_ACME_EMAIL", "ops@nameplate-platform.com".to_owned()),
        ]
    }

    /// Dies in the middle of whatever it does.
    pub(crate) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Pebble {
    fn drop(&mut self) {
        self.kill();
    }
}
