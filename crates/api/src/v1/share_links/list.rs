//! `GET /v1/connections/{id}/share-links`.

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

/// List a connection's share links, newest first; never their URLs.
///
/// A URL is shown when its link is created and never again: it is all that its holder needs.
#[utoipa::path(get, path = "/v1/connections/{id}/share-links", operation_id = "listShareLinks", tag = "sharing",
    security(("api_key" = ["connections:read"])), params(("id" = Uuid, Path), Params))]
pub(crate) async fn handler(
    connection: Scoped<Connection, ReadConnections>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("share-links", params.limit, params.cursor.as_deref())?;
    let reader = api.control.reader();
    let rows = reader.share_links(connection.caller.tenant, connection.found.id, window.page()).await?;
    Ok(Shown(window.show(rows, |row| (row.created_at, row.id.0), View::from)))
}
