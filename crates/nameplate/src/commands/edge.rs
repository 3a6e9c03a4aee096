//! `nameplate edge`.

use super::Failure;
use crate::config::Settings;
use crate::wire::{edge_plane, shutdown};

pub(super) async fn run(settings: Settings) -> Result<(), Failure> {
    let edge = edge_plane::start_remote(&settings).await?;
    tracing::info!(edge.tls_addr = %edge.tls_addr(), edge.http_addr = %edge.http_addr(), "The edge is up.");
    shutdown::asked_for().await;
    tracing::info!("The edge drains.");
    edge.shutdown().await;
    Ok(())
}
