//! `GET /v1/applications/{id}/credentials`.

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

/// List an application's delegated DNS credentials, newest first; never their secrets.
///
/// `last4` and `verdict` tell them apart.
#[utoipa::path(get, path = "/v1/applications/{id}/credentials", operation_id = "listCredentials", tag = "applications",
    security(("api_key" = ["apps:admin"])), params(("id" = Uuid, Path), Params))]
pub(crate) async fn handler(
    application: Scoped<Application, AdminApplications>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("credentials", params.limit, params.cursor.as_deref())?;
    let (tenant, id) = (application.caller.tenant, application.found.id);
    let rows = api.control.reader().credentials(tenant, id, window.page()).await?;
    Ok(Shown(window.show(rows, |row| (row.created_at, row.id.0), View::from)))
}
