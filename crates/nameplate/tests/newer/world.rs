//! `nameplate dev` with a newer pebble.

use crate::lifetimes::Successor;
use crate::pebble::{Pebble, PebbleSettings};
use crate::stack::{PATIENCE, Stack, free_port, fresh_database};
use serde_json::Value;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(crate) struct World {
    pub(crate) stack: Stack,
    pub(crate) pebble: Pebble,
    _successor: Option<Successor>,
    environment: Vec<(&'static str, String)>,
}

impl World {
    /// With certificates of one of pebble's own profiles.
    pub(crate) async fn start(profile: &str) -> Self {
        Self::start_with(profile, None).await
    }

    /// With certificates that live so long.
    pub(crate) async fn start_with_life(life: Duration) -> Self {
        Self::start_with("of-a-test", Some(life)).await
    }

    async fn start_with(profile: &str, life: Option<Duration>) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let (dns, http, tls) = (free_port(), free_port(), free_port());
        let settings = PebbleSettings::new(SocketAddr::from((Ipv4Addr::LOCALHOST, dns)), http, tls);
        let mut pebble = Pebble::start(folder.path(), &settings).await;
        let successor = match life {
            Some(life) => Some(Successor::of(&mut pebble, folder.path(), &settings, profile, life).await),
            None => None,
        };
        let mut environment = pebble.settings();
        environment.extend([
            ("EDGE_ACME_PROFILE", profile.to_owned()),
            ("SANDBOX_DNS_PORT", dns.to_string()),
            ("EDGE_HTTP_PORT", http.to_string()),
            ("EDGE_TLS_PORT", tls.to_string()),
        ]);
        let database_url = fresh_database(folder.path());
        let stack = Stack::start_with(folder, database_url, &environment).await;
        Self { stack, pebble, _successor: successor, environment }
    }

    /// Ends the program in good order, does something to what it left, and starts it again.
    pub(crate) async fn restart_after(&mut self, between: impl AsyncFnOnce(&Path)) {
        self.stack.program.signal("-TERM");
        self.stack.program.ends().await;
        between(self.stack.folder.path()).await;
        let folder = Arc::clone(&self.stack.folder);
        self.stack = Stack::start_with(folder, self.stack.database_url.clone(), &self.environment).await;
    }

    /// Connects, publishes everything, and gives the connection once it is live.
    pub(crate) async fn goes_live(&self, zone: &str, host: &str) -> Value {
        let connection = self.stack.connect(host).await;
        self.stack.publish_all(zone, &connection).await;
        let id = connection["id"].as_str().unwrap();
        self.until(id, "live", PATIENCE, |connection| connection["state"] == "live").await
    }

    /// Waits until a connection looks as `is_right` wants it.
    pub(crate) async fn until(
        &self,
        id: &str,
        what: &str,
        patience: Duration,
        is_right: impl Fn(&Value) -> bool,
    ) -> Value {
        let start = Instant::now();
        loop {
            let connection = self.stack.connection(id).await;
            if is_right(&connection) {
                return connection;
            }
            assert!(
                start.elapsed() < patience,
                "never {what}: {connection}\n{}\npebble:\n{}",
                self.stack.program.output(),
                self.pebble.log()
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// A visitor over a connection and a TLS session of its own; gives the certificate (DER) that was shown.
    pub(crate) async fn visit(&self, root: &reqwest::Certificate, host: &str) -> Result<Vec<u8>, reqwest::Error> {
        let visitor = reqwest::Client::builder()
            .tls_certs_only([root.clone()])
            .tls_info(true)
            .resolve(host, self.stack.tls)
            .build()?;
        let page = visitor.get(self.stack.url(host, "/")).send().await?.error_for_status()?;
        let tls = page.extensions().get::<reqwest::tls::TlsInfo>().unwrap();
        Ok(tls.peer_certificate().unwrap().to_vec())
    }
}
