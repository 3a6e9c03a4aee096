//! `nameplate edge`.

use super::Failure;
use crate::config::Settings;
use crate::wire::{edge_plane, service_manager, shutdown};

pub(super) async fn run(settings: Settings) -> Result<(), Failure> {
    let edge = edge_plane::start_remote(&settings).await?;
    tracing::info!(edge.tls_addr = %edge.tls_addr(), edge.http_addr = %edge.http_addr(), "The edge is up.");
    service_manager::up();
    shutdown::asked_for().await;
    service_manager::ending();
    tracing::info!("The edge drains.");
    edge.shutdown().await;
    Ok(())
}
