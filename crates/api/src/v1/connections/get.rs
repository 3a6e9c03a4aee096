//! `GET /v1/connections/{id}`.

use super::View;
use crate::caller::{Browser, ReadConnections};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Scoped;
use axum::extract::State;
use nameplate_domain::connection::Connection;

/// Show a connection: its state, records desired and observed, and certificate.
///
/// This reads what is known and asks nobody: `records:check` and `verify` look at DNS.
#[utoipa::path(get, path = "/v1/connections/{id}", operation_id = "getConnection", tag = "connections",
    security(("api_key" = ["connections:read"]), ("widget_token" = ["connections:read"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    connection: Scoped<Connection, Browser<ReadConnections>>,
    State(api): State<Api>,
) -> Result<Shown<View>, Failure> {
    Ok(Shown(View::with_certificate(&connection.found, &api).await?))
}
