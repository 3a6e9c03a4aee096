//! Pebble with one more profile.
#![expect(clippy::disallowed_methods, reason = "tests learn from the environment which pebble to use")]

use crate::pebble::{Pebble, PebbleSettings};
use crate::stack::PATIENCE;
use reqwest::{Certificate, Client};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The process that answers at a pebble's address in its stead.
pub(crate) struct Successor(Child);

impl Successor {
    /// Ends `pebble`, which was started in `folder`, and starts it anew with another profile; it keeps address, keys and log.
    pub(crate) async fn of(
        pebble: &mut Pebble,
        folder: &Path,
        settings: &PebbleSettings,
        profile: &str,
        life: Duration,
    ) -> Self {
        pebble.kill();
        let file = config_file(folder);
        let mut config: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        config["pebble"]["profiles"][profile] = json!({ "description": "of a test", "validityPeriod": life.as_secs() });
        std::fs::write(&file, config.to_string()).unwrap();
        let log = std::fs::OpenOptions::new().append(true).open(file.with_file_name("log")).unwrap();
        let program = std::env::var("NAMEPLATE_TEST_PEBBLE").unwrap_or_else(|_| "pebble".to_owned());
        let successor = Command::new(program)
            .args(["-config", file.to_str().unwrap(), "-dnsserver", &settings.dns.to_string()])
            .env("PEBBLE_VA_NOSLEEP", "1")
            .env("PEBBLE_WFE_NONCEREJECT", settings.nonces_refused)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .map(Self)
            .unwrap();
        let root = Certificate::from_pem(&std::fs::read(pebble.ca_file()).unwrap()).unwrap();
        let client = Client::builder().tls_certs_only([root]).build().unwrap();
        let start = Instant::now();
        while client.get(pebble.directory()).send().await.is_err() {
            assert!(start.elapsed() < PATIENCE, "pebble does not answer: {}", pebble.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        successor
    }
}

impl Drop for Successor {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Where a pebble is managed that was started in `folder`.
pub(crate) fn management_url(folder: &Path) -> String {
    let config: Value = serde_json::from_slice(&std::fs::read(config_file(folder)).unwrap()).unwrap();
    let address = config["pebble"]["managementListenAddress"].as_str().unwrap();
    format!("https://localhost:{}", address.rsplit(':').next().unwrap())
}

fn config_file(folder: &Path) -> PathBuf {
    let found = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().join("pebble.json"));
    found.into_iter().find(|file| file.exists()).unwrap()
}
