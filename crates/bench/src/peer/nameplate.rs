//! `nameplate edge`, with the control plane of the benchmark.

use super::{Peer, Ports, Running, WORKERS};
use crate::failure::Failure;
use crate::server::Server;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What keys are sealed with at rest, as operators do.
const SEALING_KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// Where an edge that works in `directory` keeps its certificates.
pub(crate) fn store_file(directory: &Path) -> PathBuf {
    directory.join("storage").join("edge.db")
}

/// The edge with its internal CA and whatever its storage folder in `directory` holds.
///
/// # Errors
/// [`Failure`] when it does not start.
pub(crate) async fn start(binary: &Path, control_plane: SocketAddr, directory: &Path) -> Result<Running, Failure> {
    let mut running = launch(binary, control_plane, Ports::free()?, &[("EDGE_ISSUER", "internal")], directory)?;
    running.server.listening(running.address).await?;
    Ok(running)
}

/// The same, with `settings` of its own; does not wait until it listens.
///
/// # Errors
/// [`Failure`] when it cannot be started.
pub(crate) fn launch(
    binary: &Path,
    control_plane: SocketAddr,
    ports: Ports,
    settings: &[(&str, &str)],
    directory: &Path,
) -> Result<Running, Failure> {
    let mut command = Command::new(binary);
    command
        .arg("edge")
        .env("EDGE_TLS_PORT", ports.tls.port().to_string())
        .env("EDGE_HTTP_PORT", ports.plain.port().to_string())
        .env("CONTROLPLANE_URL", format!("http://{control_plane}"))
        .env("EDGE_STORAGE_DIR", directory.join("storage"))
        .env("CREDENTIAL_ENC_KEY", SEALING_KEY)
        .env("EDGE_ID", "bench")
        .env("EDGE_WORKERS", WORKERS.to_string())
        .envs(settings.iter().copied())
        .current_dir(directory);
    let server = Server::start("nameplate", &command, directory)?;
    Ok(Running { peer: Peer::Nameplate, server, address: ports.tls })
}
