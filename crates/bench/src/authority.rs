//! Pebble, the ACME server that Let's Encrypt's authors test with, as the public certification authority.

use crate::failure::Failure;
use crate::identity;
use crate::peer::Ports;
use crate::server::{Server, free_address};
use serde_json::json;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A running pebble.
#[derive(Debug)]
pub(crate) struct Authority {
    pub(crate) server: Server,
    /// URL of its ACME directory.
    pub(crate) directory: String,
    /// PEM of the root of its API's certificate.
    pub(crate) root: PathBuf,
}

/// Starts one that asks `dns`, and visits hosts at `visited`. It neither pauses before it validates, nor refuses good nonces,
/// nor takes an authorization for granted.
///
/// # Errors
/// [`Failure`] when pebble is missing or does not start.
pub(crate) async fn start(dns: SocketAddr, visited: Ports, directory: &Path) -> Result<Authority, Failure> {
    let (address, management) = (free_address()?, free_address()?);
    let identity = identity::make("localhost", directory)?;
    let settings = json!({ "pebble": {
        "listenAddress": address.to_string(),
        "managementListenAddress": management.to_string(),
        "certificate": identity.certificate,
        "privateKey": identity.key,
        "httpPort": visited.plain.port(),
        "tlsPort": visited.tls.port(),
        "ocspResponderURL": "",
        "externalAccountBindingRequired": false,
        "keyAlgorithm": "ecdsa",
    }});
    let file = directory.join("pebble.json");
    std::fs::write(&file, settings.to_string()).map_err(Failure::io(format!("writing {}", file.display())))?;
    if Command::new("pebble").arg("-version").output().is_err() {
        return Err(Failure::Missing { what: "pebble".to_owned(), remedy: "apt-get install pebble".to_owned() });
    }
    let mut command = Command::new("pebble");
    command
        .arg("-config")
        .arg(&file)
        .args(["-dnsserver", &dns.to_string()])
        .env("PEBBLE_VA_NOSLEEP", "1")
        .env("PEBBLE_WFE_NONCEREJECT", "0")
        .env("PEBBLE_AUTHZREUSE", "0");
    let mut server = Server::start("pebble", &command, directory)?;
    server.listening(address).await?;
    Ok(Authority { server, directory: format!("https://localhost:{}/dir", address.port()), root: identity.root })
}
