//! `POST /v1/applications`.

use super::{Line, View, template};
use crate::body::{Json, Object};
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::idempotency::{IdempotencyKey, stored};
use crate::reply::Created;
use crate::router::Api;
use crate::schemas::EnvironmentName;
use axum::extract::State;
use nameplate_control::NewApplication;
use nameplate_domain::application::{Application, Environment};
use serde::Deserialize;
use utoipa::ToSchema;

/// What an application is made of.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewApplication)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// Name for people.
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "Acme Sites",
        pattern = "^[^\\x00-\\x1F\\x7F-\\x9F]*[^\\s\\x00-\\x1F\\x7F-\\x9F][^\\x00-\\x1F\\x7F-\\x9F]*$"
    )]
    name: String,
    /// `test` when absent.
    #[serde(default)]
    #[schema(value_type = Option<EnvironmentName>)]
    environment: Option<Environment>,
    /// Origins that may embed the widget.
    #[serde(default)]
    #[schema(max_items = 50)]
    allowed_origins: Option<Vec<String>>,
    /// What new connections have to publish, instead of the default.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Line>>, max_items = 20)]
    record_template: Option<Vec<Object<Line>>>,
    /// Where requests go: `http[s]://host[:port]`.
    #[serde(default)]
    default_origin: Option<String>,
}

/// Create an application.
///
/// An application is one product of yours: it says what customers publish and where their requests go.
#[utoipa::path(post, path = "/v1/applications", operation_id = "createApplication", tag = "applications",
    security(("api_key" = ["apps:admin"])),
    params(IdempotencyKey))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    key: IdempotencyKey,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Created<View>, Failure> {
    let request = body.value;
    let new = NewApplication {
        name: request.name,
        environment: request.environment.unwrap_or_default(),
        allowed_origins: request.allowed_origins.unwrap_or_default(),
        record_template: request.record_template.map(template),
        default_origin: request.default_origin,
    };
    let answer = |created: &Application| stored(&View::of(created.clone(), &api.control));
    key.once(&api, caller.tenant, &body.fingerprint, &answer, async |once| {
        let created = api.control.create_application(&caller, new, once).await?;
        Ok(View::of(created, &api.control))
    })
    .await
}
