//! `PATCH /v1/applications/{id}`.

use super::{Line, View, template};
use crate::body::{Json, Object, given};
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_control::ApplicationChanges;
use nameplate_domain::tenancy::ApplicationId;
use serde::Deserialize;
use utoipa::ToSchema;

/// What to change. A field that is absent stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ApplicationChanges)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// Name for people.
    #[serde(default)]
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "Acme Sites",
        pattern = "^[^\\x00-\\x1F\\x7F-\\x9F]*[^\\s\\x00-\\x1F\\x7F-\\x9F][^\\x00-\\x1F\\x7F-\\x9F]*$"
    )]
    name: Option<String>,
    /// Origins that may embed the widget; replaces the whole list.
    #[serde(default)]
    #[schema(max_items = 50)]
    allowed_origins: Option<Vec<String>>,
    /// What new connections have to publish; null for the default. Connections that exist keep their records.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<Line>>, max_items = 20)]
    record_template: Option<Option<Vec<Object<Line>>>>,
    /// Where requests go, for every connection at once; null for the platform's default.
    #[serde(default, deserialize_with = "given")]
    default_origin: Option<Option<String>>,
}

/// Change an application.
///
/// Fields that are absent stay; `null` gives `record_template` and `default_origin` back to the default. Connections that exist keep their
/// records.
#[utoipa::path(patch, path = "/v1/applications/{id}", operation_id = "updateApplication", tag = "applications",
    security(("api_key" = ["apps:admin"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    Named(id): Named<ApplicationId>,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Shown<View>, Failure> {
    let request = body.value;
    let changes = ApplicationChanges {
        name: request.name,
        allowed_origins: request.allowed_origins,
        record_template: request.record_template.map(|lines| lines.map(template)),
        default_origin: request.default_origin,
    };
    let application = api.control.update_application(&caller, id, changes).await?;
    Ok(Shown(View::of(application, &api.control)))
}
