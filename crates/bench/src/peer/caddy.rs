//! caddy, with a given certificate or issuing on demand from its internal CA.

use super::{ORIGIN_IDLE_MAX, Peer, Ports, Running, Site, WORKERS, installed, write};
use crate::authority::Authority;
use crate::failure::Failure;
use crate::server::Server;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// As a proxy with the certificate of the comparison.
pub(super) async fn start(site: &Site<'_>, directory: &Path) -> Result<Running, Failure> {
    let (certificate, key) = (site.identity.certificate.display(), site.identity.key.display());
    let tls = format!("tls {certificate} {key} {{\n        curves x25519\n    }}");
    listening(launch(Ports::free()?, &format!("https://{}", site.name), &tls, "", site.origin, directory)?).await
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
    listening(launch_on_demand(control_plane, origin, directory)?).await
}

/// The same; does not wait until it listens.
///
/// # Errors
/// [`Failure`] when it cannot be started.
pub(crate) fn launch_on_demand(
    control_plane: SocketAddr,
    origin: SocketAddr,
    directory: &Path,
) -> Result<Running, Failure> {
    let tls = "tls internal {\n        on_demand\n    }";
    launch(Ports::free()?, "https://", tls, &asking(control_plane), origin, directory)
}

/// For every name that `control_plane` allows, with a certificate of `authority`.
///
/// # Errors
/// [`Failure`] when it does not start.
pub(crate) async fn start_with_authority(
    authority: &Authority,
    ports: Ports,
    control_plane: SocketAddr,
    origin: SocketAddr,
    directory: &Path,
) -> Result<Running, Failure> {
    let (acme, root) = (&authority.directory, authority.root.display());
    let tls = format!(
        "tls {{
        on_demand
        issuer acme {{
            dir {acme}
            trusted_roots {root}
        }}
    }}"
    );
    listening(launch(ports, "https://", &tls, &asking(control_plane), origin, directory)?).await
}

/// Where a caddy that works in `directory` keeps the certificates of its internal CA: a folder for each name.
pub(crate) fn certificates(directory: &Path) -> PathBuf {
    directory.join("data").join("caddy").join("certificates").join("local")
}

fn asking(control_plane: SocketAddr) -> String {
    format!("on_demand_tls {{\n        ask http://{control_plane}/internal/ask\n    }}")
}

async fn listening(mut running: Running) -> Result<Running, Failure> {
    running.server.listening(running.address).await?;
    Ok(running)
}

fn launch(
    ports: Ports,
    site: &str,
    tls: &str,
    global: &str,
    origin: SocketAddr,
    directory: &Path,
) -> Result<Running, Failure> {
    let file = directory.join("Caddyfile");
    let (https_port, http_port) = (ports.tls.port(), ports.plain.port());
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
    let server = Server::start("caddy", &command, directory)?;
    Ok(Running { peer: Peer::Caddy, server, address: ports.tls })
}
