//! `GET /v1/routes`.

use super::View;
use crate::caller::{Allowed, ReadConnections};
use crate::failure::Failure;
use crate::page::{List, Window};
use crate::query::{Query, parsed};
use crate::reply::Shown;
use crate::router::Api;
use axum::extract::State;
use nameplate_control::ShownRoute;
use nameplate_domain::hostname::{Hostname, PlatformNames};
use nameplate_domain::tenancy::ApplicationId;
use nameplate_store::RouteFilter;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Params {
    /// Only those that lead to this application.
    #[serde(default, deserialize_with = "parsed")]
    application_id: Option<Uuid>,
    /// Only the one that is served at exactly this host name, its default one or another.
    #[serde(default)]
    hostname: Option<String>,
    /// Entries of one page; 20 when absent.
    #[serde(default, deserialize_with = "parsed")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
}

/// List routes, the newest first.
///
/// Host names of connections that no route serves are not in it; they are served as their connections say.
#[utoipa::path(get, path = "/v1/routes", operation_id = "listRoutes", tag = "routes",
    security(("api_key" = ["connections:read"])), params(Params))]
pub(crate) async fn handler(
    caller: Allowed<ReadConnections>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("routes", params.limit, params.cursor.as_deref())?;
    let filter = RouteFilter { application: params.application_id.map(ApplicationId), ..RouteFilter::default() };
    let hostname = params.hostname.as_deref().map(|text| read(text, &api)).transpose()?;
    let rows = api.control.routes(caller.tenant, filter, hostname.as_deref(), window.page()).await?;
    Ok(Shown(window.show(rows, |ShownRoute { route, .. }| (route.created_at, route.id.0), View::from)))
}

/// A host name of a customer, or one of the platform's own, which is none that could be connected.
fn read(text: &str, api: &Api) -> Result<String, Failure> {
    let name = text.trim().trim_end_matches('.').to_ascii_lowercase();
    let base = &api.control.platform().base_domain;
    if name.strip_suffix(base.as_str()).is_some_and(|rest| rest.ends_with('.')) {
        return Ok(name);
    }
    let hostname = Hostname::parse(text, &PlatformNames::default());
    hostname.map(|hostname| hostname.to_string()).map_err(|error| Failure::invalid(format!("hostname {error}.")))
}
