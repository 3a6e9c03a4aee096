//! `GET /v1/keys`.

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

/// List all API keys, newest first; never their secrets.
///
/// Those of every application, and those of the whole tenant, whose `application_id` is null. A key of one application sees only its
/// application's.
#[utoipa::path(get, path = "/v1/keys", operation_id = "listAllApiKeys", tag = "applications",
    security(("api_key" = ["apps:admin"])), params(Params))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("all keys", params.limit, params.cursor.as_deref())?;
    let reader = api.control.reader();
    let rows = match api.control.keys_in_reach(&caller).await? {
        Some(application) => reader.api_keys(caller.tenant, application, window.page()).await?,
        None => reader.api_keys_of_tenant(caller.tenant, window.page()).await?,
    };
    Ok(Shown(window.show(rows, |row| (row.created_at, row.id.0), View::from)))
}
