//! `GET /v1/applications`.

use super::View;
use crate::caller::{Allowed, ReadApplications};
use crate::failure::Failure;
use crate::page::{List, Window};
use crate::query::{Query, parsed};
use crate::reply::Shown;
use crate::router::Api;
use axum::extract::State;
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

/// List applications, newest first.
///
/// A key sees the applications of its own tenant.
#[utoipa::path(get, path = "/v1/applications", operation_id = "listApplications", tag = "applications",
    security(("api_key" = ["connections:read"]), ("api_key" = ["apps:admin"])), params(Params))]
pub(crate) async fn handler(
    caller: Allowed<ReadApplications>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("applications", params.limit, params.cursor.as_deref())?;
    let rows = api.control.reader().applications(caller.tenant, window.page()).await?;
    Ok(Shown(window.show(rows, |row| (row.created_at, row.id.0), |row| View::of(row, &api.control))))
}
