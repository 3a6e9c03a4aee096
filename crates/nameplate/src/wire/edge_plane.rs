//! The edge, beside its control plane or far from it.

use super::listen;
use super::local_control_plane::LocalControlPlane;
use super::system_clock::SystemClock;
use crate::config::Settings;
use nameplate_control::Control;
use nameplate_edge::{ControlPlane, OverHttp};
use nameplate_edge::{Edge, RunningEdge};
use std::error::Error;
use std::sync::Arc;

/// An edge that asks over HTTP.
///
/// # Errors
/// A port that is taken, a storage folder that cannot be used, a control plane URL that cannot be read.
pub async fn start_remote(settings: &Settings) -> Result<RunningEdge, Box<dyn Error + Send + Sync>> {
    let edge = &settings.edge;
    let control_plane = OverHttp::new(
        &edge.control_plane_url,
        &edge.settings.edge_id,
        settings.edge_token.clone(),
        edge.settings.ask_timeout,
    )?;
    start(settings, Arc::new(control_plane)).await
}

/// An edge in the same process as its control plane.
///
/// # Errors
/// A port that is taken, a storage folder that cannot be used.
pub async fn start_local(settings: &Settings, control: Control) -> Result<RunningEdge, Box<dyn Error + Send + Sync>> {
    start(settings, Arc::new(LocalControlPlane::new(control, settings.edge.settings.edge_id.clone()))).await
}

async fn start(
    settings: &Settings,
    control_plane: Arc<dyn ControlPlane>,
) -> Result<RunningEdge, Box<dyn Error + Send + Sync>> {
    let edge = settings.edge.settings.clone();
    // Edges share their port between threads (SO_REUSEPORT) and would share it with a second edge, unnoticed.
    listen::check_free(edge.tls_addr, "EDGE_TLS_PORT").await?;
    listen::check_free(edge.http_addr, "EDGE_HTTP_PORT").await?;
    Ok(Edge::start(edge, control_plane, Arc::new(SystemClock)).await?)
}
