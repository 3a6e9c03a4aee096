//! `GET /v1/members`.

use super::View;
use crate::caller::{AdminApplications, Allowed};
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

/// List the people who act for the tenant, the newest first.
///
/// Who is invited and has not come yet is in the list of invitations.
#[utoipa::path(get, path = "/v1/members", operation_id = "listMembers", tag = "members",
    security(("api_key" = ["apps:admin"])), params(Params))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("members", params.limit, params.cursor.as_deref())?;
    let rows = api.control.reader().members(caller.tenant, window.page()).await?;
    Ok(Shown(window.show(rows, |row| (row.created_at, row.id.0), View::from)))
}
