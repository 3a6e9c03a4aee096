//! `nameplate acme-dns`.

use super::Failure;
use crate::config::Settings;
use crate::wire::{acme_dns_plane, control_plane, service_manager, shutdown};

pub(super) async fn run(settings: Settings) -> Result<(), Failure> {
    let control = control_plane::open_beside_others(&settings).await?;
    let plane = acme_dns_plane::start(&settings, control).await?;
    tracing::info!(dns.addr = %plane.dns_addr(), api.addr = %plane.api_addr(), zone = plane.zone(), "The ACME zone is served.");
    service_manager::up();
    shutdown::asked_for().await;
    service_manager::ending();
    tracing::info!("The ACME zone is no longer served.");
    plane.stop().await;
    Ok(())
}
