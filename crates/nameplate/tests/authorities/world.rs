//! `nameplate dev` between two authorities.

use crate::pebble::{Pebble, PebbleSettings};
use crate::second::SecondAuthority;
use crate::stack::{PATIENCE, Stack, free_port, fresh_database};
use serde_json::Value;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Who is there first.
pub(crate) enum First {
    /// Only the second is configured.
    Nobody,
    /// Only the second is, and it visits hosts where nobody is.
    NobodyAndTheSecondIsLost,
    /// Pebble, called `letsencrypt`, is asked before it.
    Pebble,
    /// The same, and names are looked up at another DNS server than everybody's.
    PebbleLookingAt(SocketAddr),
}

pub(crate) struct World {
    pub(crate) stack: Stack,
    pub(crate) pebble: Option<Pebble>,
    pub(crate) second: SecondAuthority,
}

impl World {
    pub(crate) async fn start(first: First) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let (dns_port, http, tls) = (free_port(), free_port(), free_port());
        let dns = SocketAddr::from((Ipv4Addr::LOCALHOST, dns_port));
        let (visited_http, visited_tls) = match first {
            First::NobodyAndTheSecondIsLost => (free_port(), free_port()),
            _ => (http, tls),
        };
        let second = SecondAuthority::start(folder.path(), dns, visited_http, visited_tls).await;
        let pebble = match first {
            First::Nobody | First::NobodyAndTheSecondIsLost => None,
            First::Pebble => Some(Pebble::start(folder.path(), &PebbleSettings::new(dns, http, tls)).await),
            First::PebbleLookingAt(dns) => {
                Some(Pebble::start(folder.path(), &PebbleSettings::new(dns, http, tls)).await)
            }
        };
        let mut environment = pebble.as_ref().map(Pebble::settings).unwrap_or_default();
        environment.extend(second.settings());
        environment.extend([
            ("EDGE_ISSUER", if pebble.is_some() { "letsencrypt,second" } else { "second" }.to_owned()),
            ("EDGE_ACME_CAA_LETSENCRYPT", "pebble.letsencrypt.org".to_owned()),
            ("SANDBOX_DNS_PORT", dns_port.to_string()),
            ("EDGE_HTTP_PORT", http.to_string()),
            ("EDGE_TLS_PORT", tls.to_string()),
        ]);
        let database_url = fresh_database(folder.path());
        let stack = Stack::start_with(folder, database_url, &environment).await;
        Self { stack, pebble, second }
    }

    /// Waits until a connection looks as `is_right` wants it.
    pub(crate) async fn until(&self, id: &str, what: &str, is_right: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let connection = self.stack.connection(id).await;
            if is_right(&connection) {
                return connection;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "never {what}: {connection}\n{}\npebble:\n{}\nacme2certifier:\n{}",
                self.stack.program.output(),
                self.pebble.as_ref().map(Pebble::log).unwrap_or_default(),
                self.second.log()
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub(crate) async fn live(&self, id: &str) -> Value {
        self.until(id, "live", |connection| connection["state"] == "live").await
    }

    pub(crate) async fn publish_delegation(&self, zone: &str, connection: &Value) {
        let offered = connection["ownership_proofs"].as_array().unwrap();
        let cname = offered.iter().find(|offered| offered["method"] == "acme_cname").unwrap();
        let text = |key: &str| cname[key].as_str().unwrap();
        self.stack.publish(zone, text("name"), text("type"), text("value")).await;
    }

    /// A visitor who trusts nobody but the second authority is served.
    pub(crate) async fn is_served_with_the_seconds(&self, host: &str) {
        let visitor = reqwest::Client::builder()
            .tls_certs_only([self.second.root()])
            .resolve(host, self.stack.tls)
            .build()
            .unwrap();
        let page = visitor.get(self.stack.url(host, "/")).send().await.unwrap();
        assert_eq!(page.status(), 200);
    }
}

/// It is the second's, it is the first certificate of the name, and nothing went wrong before it.
pub(crate) fn assert_from_the_second(connection: &Value) {
    let certificate = &connection["certificate"];
    assert_eq!((certificate["status"].as_str(), certificate["authority"].as_str()), (Some("issued"), Some("second")));
    assert!(certificate["issuer"].as_str().unwrap().contains(crate::second::ROOT), "{certificate}");
    assert_eq!(certificate["last_problem"], Value::Null);
}
