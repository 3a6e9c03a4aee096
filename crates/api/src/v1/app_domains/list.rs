//! `GET /v1/apps/{id}/domains`.

use super::View;
use crate::caller::ReadConnections;
use crate::failure::Failure;
use crate::page::{List, Window};
use crate::query::{Query, parsed};
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Scoped;
use axum::extract::State;
use nameplate_domain::application::Application;
use nameplate_store::AppDomain;
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

/// List an application's domains, oldest first.
///
/// Each domain is listed once, with its TLS, DNS and ingress status, also one that was connected by `POST /v1/connections`. Of several
/// connections of one name, the one is shown that holds the name, or else the newest.
#[utoipa::path(get, path = "/v1/apps/{id}/domains", operation_id = "listAppDomains", tag = "apps",
    security(("api_key" = ["connections:read"])), params(("id" = Uuid, Path), Params))]
pub(crate) async fn handler(
    application: Scoped<Application, ReadConnections>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let Scoped { caller, found } = application;
    let window = Window::read("app_domains", params.limit, params.cursor.as_deref())?;
    let rows = api.control.reader().app_domains(caller.tenant, found.id, window.page()).await?;
    let certificates = api.control.certificates_of(rows.iter().map(|row| &row.connection)).await?;
    let rows: Vec<_> = rows.into_iter().zip(certificates).collect();
    let place = |(row, _): &(AppDomain, _)| (row.connection.created_at, row.connection.id.0);
    Ok(Shown(window.show(rows, place, |(row, certificate)| View::of(row, certificate, &api.control))))
}
