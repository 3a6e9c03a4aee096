//! `GET /v1/applications/{id}`.

use super::View;
use crate::caller::ReadApplications;
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Scoped;
use axum::extract::State;
use nameplate_domain::application::Application;

/// Show an application.
///
/// Its `record_template` is what new connections have to publish; existing ones keep what they were created with.
#[utoipa::path(get, path = "/v1/applications/{id}", operation_id = "getApplication", tag = "applications",
    security(("api_key" = ["connections:read"]), ("api_key" = ["apps:admin"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    application: Scoped<Application, ReadApplications>,
    State(api): State<Api>,
) -> Result<Shown<View>, Failure> {
    Ok(Shown(View::of(application.found, &api.control)))
}
