//! caddy, with a given certificate or issuing on demand from its internal CA.

use super::{ORIGIN_IDLE_MAX, Peer, Running, Site, WORKERS, installed, write};
use crate::failure::Failure;
use crate::server::{Server, free_address};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

/// As a proxy with the certificate of the comparison.
pub(super) async fn start(site: &Site<'_>, directory: &Path) -> Result<Running, Failure> {
    let (certificate, key) = (site.identity.certificate.display(), site.identity.key.display());
    let tls = format!("tls {certificate} {key} {{\n        curves x25519\n    }}");
    run(&format!("https://{}", site.name), &tls, "", site.origin, directory).await
}

/// For every name that `control_plane` allows, with a certificate made at the first handshake.
///
/// # Errors
/// [`Failure`] when it does not start.
pub(crate) async fn start_on_demand(
    control_plane: SocketAddr,
    origin: SocketAddr,
    directory: &Path,
) -> Result<Running, Failure> {
    let global = format!("on_demand_tls {{\n        ask http://{control_plane}/internal/ask\n    }}");
    run("https://", "tls internal {\n        on_demand\n    }", &global, origin, directory).await
}

async fn run(site: &str, tls: &str, global: &str, origin: SocketAddr, directory: &Path) -> Result<Running, Failure> {
    let (address, plain) = (free_address()?, free_address()?);
    let file = directory.join("Caddyfile");
    let (https_port, http_port) = (address.port(), plain.port());
    write(
        &file,
        &format!(
            "{{
    admin off
    skip_install_trust
    auto_https disable_redirects
    https_port {https_port}
    http_port {http_port}
    default_bind 127.0.0.1
    servers {{
        protocols h1 h2
    }}
    log {{
        level ERROR
    }}
    {global}
}}
{site} {{
    {tls}
    reverse_proxy {origin} {{
        transport http {{
            keepalive_idle_conns_per_host {ORIGIN_IDLE_MAX}
        }}
    }}
}}
"
        ),
    )?;
    let mut command = Command::new(installed("caddy"));
    command.args(["run", "--adapter", "caddyfile", "--config"]).arg(&file);
    command.env("GOMAXPROCS", WORKERS.to_string());
    for (variable, folder) in [("HOME", "home"), ("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config")] {
        command.env(variable, directory.join(folder));
    }
    let mut server = Server::start("caddy", &command, directory)?;
    server.listening(address).await?;
    Ok(Running { peer: Peer::Caddy, server, address })
}
