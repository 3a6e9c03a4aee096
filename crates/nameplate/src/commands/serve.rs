//! `nameplate serve`.

use super::Failure;
use crate::config::Settings;
use crate::wire::{control_plane, service_manager, shutdown};

pub(super) async fn run(settings: Settings) -> Result<(), Failure> {
    let plane = control_plane::start(&settings).await?;
    tracing::info!(api.addr = %plane.api_addr(), workers = settings.are_workers_enabled, "The control plane is up.");
    service_manager::up();
    shutdown::asked_for().await;
    service_manager::ending();
    tracing::info!("The control plane shuts down.");
    plane.stop().await;
    Ok(())
}
