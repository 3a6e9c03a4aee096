//! nginx, as a peer and as everybody's origin.

use super::{ORIGIN_IDLE_MAX, Peer, Running, Site, WORKERS, installed, write};
use crate::failure::Failure;
use crate::server::{Server, free_address};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

/// As a proxy: stock settings, but kept streams to the origin, no log, no temporary files for bodies, and no end to
/// requests on one stream.
pub(super) async fn start(site: &Site<'_>, directory: &Path) -> Result<Running, Failure> {
    let address = free_address()?;
    let (origin, name) = (site.origin, site.name);
    let (certificate, key) = (site.identity.certificate.display(), site.identity.key.display());
    let http = format!(
        "upstream origin {{ server {origin}; keepalive {ORIGIN_IDLE_MAX}; keepalive_requests 1000000000; }}
    server {{
        listen {address} ssl http2 reuseport backlog=4096;
        server_name {name};
        ssl_certificate {certificate};
        ssl_certificate_key {key};
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_ecdh_curve X25519;
        location / {{
            proxy_pass http://origin;
            proxy_http_version 1.1;
            proxy_set_header Connection \"\";
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_max_temp_file_size 0;
        }}
    }}"
    );
    let server = run("nginx", &http, WORKERS, address, directory).await?;
    Ok(Running { peer: Peer::Nginx, server, address })
}

/// Bytes of the origin's answer at `/1m`.
pub(crate) const LARGE_BODY_BYTES: usize = 1 << 20;
/// Bytes of the origin's answer to every other path.
pub(crate) const SMALL_BODY_BYTES: usize = 1024;

/// The origin: 1 KiB at every path, 1 MiB at `/1m`.
///
/// # Errors
/// [`Failure`] when it does not start.
pub(crate) async fn start_origin(directory: &Path) -> Result<(Server, SocketAddr), Failure> {
    let address = free_address()?;
    write(&directory.join("1m"), &"n".repeat(LARGE_BODY_BYTES))?;
    let (root, small) = (directory.display(), "n".repeat(SMALL_BODY_BYTES));
    let http = format!(
        "server {{
        listen {address} reuseport backlog=4096;
        default_type text/plain;
        location = /1m {{ root {root}; }}
        location / {{ return 200 \"{small}\"; }}
    }}"
    );
    let server = run("origin", &http, WORKERS, address, directory).await?;
    Ok((server, address))
}

async fn run(name: &str, http: &str, workers: usize, address: SocketAddr, directory: &Path) -> Result<Server, Failure> {
    let file = directory.join(format!("{name}.conf"));
    let at = directory.display();
    write(
        &file,
        &format!(
            "daemon off;
worker_processes {workers};
pid {at}/{name}.pid;
error_log stderr error;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    client_body_temp_path {at}/body;
    proxy_temp_path {at}/proxy;
    fastcgi_temp_path {at}/fastcgi;
    uwsgi_temp_path {at}/uwsgi;
    scgi_temp_path {at}/scgi;
    {http}
}}
"
        ),
    )?;
    let mut command = Command::new(installed("nginx"));
    command.arg("-p").arg(directory).arg("-c").arg(&file).args(["-e", "stderr"]);
    let mut server = Server::start(name, &command, directory)?;
    server.listening(address).await?;
    Ok(server)
}
