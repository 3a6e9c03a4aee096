//! Pebble, the ACME server that Let's Encrypt's authors test with, from Debian.
#![expect(clippy::disallowed_methods, reason = "tests learn from the environment which pebble to use")]

use crate::dns::{Host, Place};
use crate::process::{LOOK_EVERY, PATIENCE, Process};
use nameplate_test_ports::free_port;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// A pebble that looks names up at the resolver of a place, and visits edges on its ports.
#[derive(Debug)]
pub(crate) struct Pebble {
    pub(crate) process: Process,
    port: u16,
    management: u16,
    folder: PathBuf,
}

impl Pebble {
    /// It accepts every nonce and validates every time, so that what is counted in its log is what was done.
    pub(crate) async fn start(place: Place, validity: Duration, folder: &Path) -> Self {
        let folder = folder.join("pebble");
        std::fs::create_dir_all(&folder).unwrap();
        let (port, management) = (free_port(), free_port());
        let key = rcgen::KeyPair::generate().unwrap();
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let certificate = rcgen::CertificateParams::new(names).unwrap().self_signed(&key).unwrap();
        std::fs::write(folder.join("api.pem"), certificate.pem()).unwrap();
        std::fs::write(folder.join("api.key"), key.serialize_pem()).unwrap();
        let config = json!({ "pebble": {
            "listenAddress": format!("127.0.0.1:{port}"),
            "managementListenAddress": format!("127.0.0.1:{management}"),
            "certificate": folder.join("api.pem"),
            "privateKey": folder.join("api.key"),
            "httpPort": place.http_port,
            "tlsPort": place.tls_port,
            "ocspResponderURL": "",
            "externalAccountBindingRequired": false,
            "retryAfter": { "authz": 1, "order": 1 },
            // Newer versions read the validity from the profile, older ones know no profiles.
            "certificateValidityPeriod": validity.as_secs(),
            "profiles": { "default": { "description": "the only one", "validityPeriod": validity.as_secs() } },
        }});
        let config_file = folder.join("pebble.json");
        std::fs::write(&config_file, config.to_string()).unwrap();
        let program = std::env::var("NAMEPLATE_TEST_PEBBLE").unwrap_or_else(|_| "pebble".to_owned());
        let mut command = Command::new(program);
        command
            .arg("-config")
            .arg(config_file)
            .args(["-dnsserver", &place.at(Host::Resolver, place.dns_port).to_string()])
            .env("PEBBLE_VA_NOSLEEP", "1")
            .env("PEBBLE_WFE_NONCEREJECT", "0")
            .env("PEBBLE_AUTHZREUSE", "0");
        let process = Process::start("pebble", command, "pebble", &folder);
        let pebble = Self { process, port, management, folder };
        let start = Instant::now();
        while !pebble.answers().await {
            assert!(start.elapsed() < PATIENCE, "pebble does not answer: {}", pebble.process.log());
            tokio::time::sleep(LOOK_EVERY).await;
        }
        pebble
    }

    fn directory(&self) -> String {
        format!("https://localhost:{}/dir", self.port)
    }

    fn client(&self) -> reqwest::Client {
        let root = std::fs::read(self.folder.join("api.pem")).unwrap();
        let root = reqwest::Certificate::from_pem(&root).unwrap();
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
    pub(crate) async fn root(&self) -> CertificateDer<'static> {
        let pem = self.client().get(self.roots()).send().await.unwrap().bytes().await.unwrap();
        CertificateDer::from_pem_slice(&pem).unwrap()
    }

    /// How many orders were made.
    pub(crate) fn orders(&self) -> usize {
        self.process.count("POST /order-plz")
    }

    /// What an edge needs to know of it.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("EDGE_ISSUER", "letsencrypt".to_owned()),
            ("EDGE_ACME_DIRECTORY", self.directory()),
            ("EDGE_ACME_CA_FILE", self.folder.join("api.pem").display().to_string()),
            ("EDGE_ACME_PROFILE", "default".to_owned()),
            ("EDGE_ACME_EMAIL", "ops@nameplate-platform.com".to_owned()),
            ("EDGE_ACME_CAA", "pebble.letsencrypt.org".to_owned()),
        ]
    }
}
