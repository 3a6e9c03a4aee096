//! `nameplate edge`, with the control plane of the benchmark.

use super::{Peer, Running, WORKERS};
use crate::failure::Failure;
use crate::server::{Server, free_address};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

/// The edge with its internal CA and an empty storage folder.
///
/// # Errors
/// [`Failure`] when it does not start.
pub(crate) async fn start(binary: &Path, control_plane: SocketAddr, directory: &Path) -> Result<Running, Failure> {
    let (address, plain) = (free_address()?, free_address()?);
    let mut command = Command::new(binary);
    command
        .arg("edge")
        .env("EDGE_TLS_PORT", address.port().to_string())
        .env("EDGE_HTTP_PORT", plain.port().to_string())
        .env("CONTROLPLANE_URL", format!("http://{control_plane}"))
        .env("EDGE_STORAGE_DIR", directory.join("storage"))
        .env("EDGE_ISSUER", "internal")
        .env("EDGE_ID", "bench")
        .env("EDGE_WORKERS", WORKERS.to_string())
        .current_dir(directory);
    let mut server = Server::start("nameplate", &command, directory)?;
    server.listening(address).await?;
    Ok(Running { peer: Peer::Nameplate, server, address })
}
