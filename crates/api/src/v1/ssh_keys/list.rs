//! `GET /v1/ssh-keys`.

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

/// List SSH keys, newest first, revoked ones included.
///
/// A key of one application sees only its application's.
#[utoipa::path(get, path = "/v1/ssh-keys", operation_id = "listSshKeys", tag = "applications",
    security(("api_key" = ["apps:admin"])), params(Params))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("ssh keys", params.limit, params.cursor.as_deref())?;
    let own = api.control.keys_in_reach(&caller).await?;
    let rows = api.control.reader().ssh_keys(caller.tenant, own, window.page()).await?;
    Ok(Shown(window.show(rows, |row| (row.created_at, row.id.0), View::from)))
}
