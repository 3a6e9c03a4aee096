//! `GET /v1/apps/{id}/domains/{domain}`.

use super::{InPath, View};
use crate::caller::ReadConnections;
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Scoped;
use axum::extract::State;
use nameplate_domain::application::Application;

/// Show a domain of an application: whether it is verified, and where its TLS, DNS and ingress stand.
///
/// This reads what is known and asks nobody: `verify` looks at DNS, and so do the workers.
#[utoipa::path(get, path = "/v1/apps/{id}/domains/{domain}", operation_id = "getAppDomain", tag = "apps",
    security(("api_key" = ["connections:read"])), params(("id" = Uuid, Path), ("domain" = String, Path)))]
pub(crate) async fn handler(
    application: Scoped<Application, ReadConnections>,
    InPath(hostname): InPath,
    State(api): State<Api>,
) -> Result<Shown<View>, Failure> {
    let domain = api.control.app_domain(&application.caller, application.found.id, &hostname).await?;
    let certificate = api.control.certificates_of([&domain.connection]).await?.pop().flatten();
    Ok(Shown(View::of(domain, certificate, &api.control)))
}
