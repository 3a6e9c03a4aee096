//! `POST /internal/edges`: an edge tells how it is.

use super::certificates::Edge;
use crate::body::Json;
use crate::failure::Failure;
use crate::reply::Gone;
use crate::router::Api;
use axum::extract::State;
use nameplate_domain::edge_status::EdgeStatus;
use serde::Deserialize;

/// What it tells; newer edges may say more than is read here.
#[derive(Debug, Deserialize)]
pub(crate) struct Told {
    edge_id: String,
    #[serde(flatten)]
    status: EdgeStatus,
}

pub(crate) async fn note(_: Edge, State(api): State<Api>, body: Json<Told>) -> Result<Gone, Failure> {
    let Told { edge_id, status } = body.value;
    api.control.note_edge(&edge_id, status).await?;
    Ok(Gone)
}
