//! `PATCH /v1/routes/{id}`.

use super::plan::Done;
use super::{DryRun, IdOrName, View};
use crate::body::{Json, given};
use crate::caller::{Allowed, WriteConnections};
use crate::failure::Failure;
use crate::query::Query;
use crate::reply::Shown;
use crate::router::Api;
use axum::extract::State;
use nameplate_control::RouteUpdate;
use nameplate_domain::tenancy::ApplicationId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What to change. A field that is absent stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = RouteChanges)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// A host name that a connection of the application holds; null for the default one.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    hostname: Option<Option<String>>,
    /// Where its requests go; null for the application's origin.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, example = "https://origin.saas.example")]
    origin: Option<Option<String>>,
    /// Where it leads. Its host name has to be held by a connection of that application.
    #[serde(default)]
    application_id: Option<Uuid>,
}

/// Change a route.
///
/// It takes effect on every edge within a second. The host name that it was served at stays with its connection.
#[utoipa::path(patch, path = "/v1/routes/{id}", operation_id = "updateRoute", tag = "routes",
    security(("api_key" = ["connections:write"])),
    params(("id" = String, Path, description = "Identifier or name of the route.", example = "shop"), DryRun))]
pub(crate) async fn handler(
    caller: Allowed<WriteConnections>,
    IdOrName(id): IdOrName,
    Query(dry_run): Query<DryRun>,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Done<Shown<View>>, Failure> {
    let Request { hostname, origin, application_id } = body.value;
    let changes = RouteUpdate { hostname, origin, application: application_id.map(ApplicationId) };
    if dry_run.is_wished() {
        return Ok(Done::Dry(api.control.plan_route_update(&caller, &id, &changes).await?.into()));
    }
    Ok(Done::Really(Shown(api.control.update_route(&caller, &id, &changes).await?.into())))
}
