//! `GET /v1/applications/{id}/keys`.

use super::View;
use crate::caller::AdminApplications;
use crate::failure::Failure;
use crate::page::{List, Window};
use crate::query::{Query, parsed};
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Scoped;
use axum::extract::State;
use nameplate_domain::application::Application;
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

/// List an application's API keys, newest first; never their secrets.
///
/// `last4` tells keys apart; `revoked_at` says which are refused.
#[utoipa::path(get, path = "/v1/applications/{id}/keys", operation_id = "listApiKeys", tag = "applications",
    security(("api_key" = ["apps:admin"])), params(("id" = Uuid, Path), Params))]
pub(crate) async fn handler(
    application: Scoped<Application, AdminApplications>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("keys", params.limit, params.cursor.as_deref())?;
    let Scoped { caller, found } = application;
    api.control.check_keys_in_reach(&caller, found.id).await?;
    let rows = api.control.reader().api_keys(caller.tenant, found.id, window.page()).await?;
    Ok(Shown(window.show(rows, |row| (row.created_at, row.id.0), View::from)))
}
