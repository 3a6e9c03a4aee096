//! `GET /v1/platform/edges`.

use crate::failure::Failure;
use crate::operator::ByOperator;
use crate::page::List;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::Instant;
use axum::extract::State;
use nameplate_control::FleetEdge;
use serde::Serialize;
use utoipa::ToSchema;

/// An edge, as it last said itself. Counters count since its start; fields are null for edges of versions that do not tell.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Edge)]
pub(crate) struct View {
    /// What it calls itself (`EDGE_ID`, or the name of its machine).
    #[schema(example = "edge-fra-1")]
    id: String,
    /// Of its program.
    #[schema(required = true, example = "0.1.0")]
    version: Option<String>,
    /// When it started.
    #[schema(required = true)]
    started_at: Option<Instant>,
    /// When it was last heard of.
    seen_at: Instant,
    /// Whether it was heard of within the last minute.
    attached: bool,
    /// Names that it has a certificate for.
    #[schema(required = true, example = 340)]
    certificates: Option<u64>,
    /// How often it had to know whether a name is served.
    #[schema(required = true, example = 120_000)]
    asks: Option<u64>,
    /// How often of these it knew without asking the control plane.
    #[schema(required = true, example = 119_000)]
    ask_hits: Option<u64>,
    /// TLS handshakes finished.
    #[schema(required = true, example = 98_000)]
    handshakes: Option<u64>,
    /// TCP streams of visitors open now.
    #[schema(required = true, example = 210)]
    streams: Option<u64>,
}

impl From<FleetEdge> for View {
    fn from(edge: FleetEdge) -> Self {
        let status = edge.seen.status.unwrap_or_default();
        Self {
            id: edge.seen.id,
            version: status.version,
            started_at: status.started_at.map(Instant),
            seen_at: Instant(edge.seen.seen_at),
            attached: edge.is_attached,
            certificates: status.certificates,
            asks: status.asks,
            ask_hits: status.ask_hits,
            handshakes: status.handshakes,
            streams: status.streams,
        }
    }
}

/// List the edges, by their names.
///
/// Edges say how they are every 15 seconds. One that was silent for a day is forgotten. For platform keys only.
#[utoipa::path(get, path = "/v1/platform/edges", operation_id = "listEdges", tag = "platform",
    security(("platform_key" = [])))]
pub(crate) async fn handler(_: ByOperator, State(api): State<Api>) -> Result<Shown<List<View>>, Failure> {
    let edges = api.control.fleet_edges().await?;
    Ok(Shown(List::whole(edges.into_iter().map(View::from).collect())))
}
