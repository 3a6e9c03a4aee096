//! `GET /v1/invitations`.

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

/// List invitations that can be taken, the newest first; never their links.
///
/// What was taken, withdrawn or has expired is not in it.
#[utoipa::path(get, path = "/v1/invitations", operation_id = "listInvitations", tag = "members",
    security(("api_key" = ["apps:admin"])), params(Params))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("invitations", params.limit, params.cursor.as_deref())?;
    let rows = api.control.reader().invitations(caller.tenant, api.control.now(), window.page()).await?;
    Ok(Shown(window.show(rows, |row| (row.created_at, row.id.0), View::from)))
}
