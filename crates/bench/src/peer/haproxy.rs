//! haproxy.

use super::{ORIGIN_IDLE_MAX, Peer, Running, Site, WORKERS, installed, write};
use crate::failure::Failure;
use crate::server::{Server, free_address};
use std::path::Path;
use std::process::Command;

/// Stock settings, with streams to the origin kept and shared, and no answer to a stream that closes without a request:
/// that is what a bare handshake looks like.
pub(super) async fn start(site: &Site<'_>, directory: &Path) -> Result<Running, Failure> {
    let address = free_address()?;
    let file = directory.join("haproxy.cfg");
    let (origin, certificate) = (site.origin, site.identity.both.display());
    write(
        &file,
        &format!(
            "global
    nbthread {WORKERS}
    maxconn 8192
    ssl-default-bind-options ssl-min-ver TLSv1.2
    ssl-default-bind-curves X25519
defaults
    mode http
    option http-keep-alive
    option forwardfor
    option http-ignore-probes
    timeout connect 5s
    timeout client 60s
    timeout server 60s
    http-reuse always
frontend tls
    bind {address} ssl crt {certificate} alpn h2,http/1.1
    http-request set-header X-Forwarded-Proto https
    default_backend origin
backend origin
    server origin {origin} pool-max-conn {ORIGIN_IDLE_MAX}
"
        ),
    )?;
    let mut command = Command::new(installed("haproxy"));
    command.arg("-db").arg("-q").arg("-f").arg(&file);
    let mut server = Server::start("haproxy", &command, directory)?;
    server.listening(address).await?;
    Ok(Running { peer: Peer::Haproxy, server, address })
}
