//! `GET /v1/platform/overview`.

use crate::failure::Failure;
use crate::operator::ByOperator;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::Instant;
use axum::extract::State;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How much there is of everything, as counted within the last seconds.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlatformOverview)]
pub(crate) struct View {
    /// Of the server that answers.
    #[schema(example = "0.1.0")]
    version: &'static str,
    /// What keeps everything: `sqlite` or `postgres`.
    #[schema(example = "postgres")]
    engine: &'static str,
    /// When the server that answers started.
    started_at: Instant,
    /// Tenants, suspended ones included.
    #[schema(example = 12)]
    tenants: i64,
    /// Connections in each state, none left out.
    #[schema(value_type = BTreeMap<String, i64>, example = json!({"live": 340}))]
    connections: BTreeMap<&'static str, i64>,
    /// Certificates of each status, none left out.
    #[schema(value_type = BTreeMap<String, i64>, example = json!({"issued": 340}))]
    certificates: BTreeMap<&'static str, i64>,
    /// Webhook deliveries of each status, none left out.
    #[schema(value_type = BTreeMap<String, i64>, example = json!({"delivered": 9000}))]
    deliveries: BTreeMap<&'static str, i64>,
    /// Certificates that should have been replaced: more than a day late, or with less than a fifth of their life left.
    #[schema(example = 0)]
    expiring_soon: i64,
    /// Edges that were heard of within the last minute.
    #[schema(example = 2)]
    edges_attached: i64,
}

/// Show how much there is of everything.
///
/// Counts are of this moment; of a database that takes long to count, of a moment ago. For platform keys only.
#[utoipa::path(get, path = "/v1/platform/overview", operation_id = "getPlatformOverview", tag = "platform",
    security(("platform_key" = [])))]
pub(crate) async fn handler(_: ByOperator, State(api): State<Api>) -> Result<Shown<View>, Failure> {
    let gauges = api.meter.gauges(&api.control).await?;
    Ok(Shown(View {
        version: env!("CARGO_PKG_VERSION"),
        engine: api.control.reader().engine(),
        started_at: Instant(api.meter.started_at()),
        tenants: gauges.tenants,
        connections: gauges.connections.iter().map(|(state, count)| (state.as_str(), *count)).collect(),
        certificates: gauges.certificates.iter().map(|(status, count)| (status.as_str(), *count)).collect(),
        deliveries: gauges.deliveries.iter().map(|(status, count)| (status.as_str(), *count)).collect(),
        expiring_soon: gauges.expiring_soon,
        edges_attached: api.control.edges_attached().await?,
    }))
}
