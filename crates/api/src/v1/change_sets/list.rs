//! `GET /v1/connections/{id}/change-sets`.

use super::View;
use crate::caller::ReadConnections;
use crate::failure::Failure;
use crate::page::{List, Window};
use crate::query::{Query, parsed};
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Scoped;
use axum::extract::State;
use nameplate_domain::connection::Connection;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Params {
    /// Entries of one page; 20 when absent.
    #[serde(default, deserialize_with = "parsed")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
}

/// List what was written to the customer's zone for a connection, newest first.
///
/// Each is a receipt that can be undone.
#[utoipa::path(get, path = "/v1/connections/{id}/change-sets", operation_id = "listChangeSets", tag = "connections",
    security(("api_key" = ["connections:read"])), params(("id" = Uuid, Path), Params))]
pub(crate) async fn handler(
    connection: Scoped<Connection, ReadConnections>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("change-sets", params.limit, params.cursor.as_deref())?;
    let (tenant, id) = (connection.caller.tenant, connection.found.id);
    let rows = api.control.reader().change_sets(tenant, id, window.page()).await?;
    Ok(Shown(window.show(rows, |row| (row.created_at, row.id.0), View::from)))
}
