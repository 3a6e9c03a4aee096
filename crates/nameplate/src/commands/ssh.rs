//! `nameplate ssh`.

use super::{Failure, over_ssh};
use crate::config::Settings;
use crate::wire::{control_plane, service_manager, shutdown, ssh_plane};

pub(super) async fn run(settings: Settings) -> Result<(), Failure> {
    // The port first: a second start by mistake must not touch the database.
    let door = ssh_plane::open(&settings).await?;
    let control = control_plane::open_as_role(&settings).await?;
    let behind = over_ssh::behind(&settings, control.clone());
    let plane = door.serve(behind)?.with_duties_of(control);
    tracing::info!(ssh.addr = %plane.addr(), ssh.host_key = plane.fingerprint(), "Commands are taken over SSH.");
    service_manager::up();
    shutdown::asked_for().await;
    service_manager::ending();
    tracing::info!("No more commands are taken over SSH.");
    plane.stop().await;
    Ok(())
}
