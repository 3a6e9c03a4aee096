//! `POST /v1/routes`.

use super::plan::Done;
use super::{DryRun, View};
use crate::body::Json;
use crate::caller::{Allowed, WriteConnections};
use crate::failure::Failure;
use crate::idempotency::{IdempotencyKey, stored};
use crate::query::Query;
use crate::reply::Created;
use crate::router::Api;
use axum::extract::State;
use nameplate_control::{NewRoute, ShownRoute};
use nameplate_domain::tenancy::ApplicationId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a route is made of.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewRoute)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// Lower-case letters, digits and hyphens; made from the host name, or else from the application's name, when absent.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 40, pattern = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", example = "shop")]
    name: Option<String>,
    /// Where it leads.
    application_id: Uuid,
    /// A host name that a connection of the application holds; its default one when absent.
    #[serde(default)]
    hostname: Option<String>,
    /// Where its requests go; the application's origin when absent.
    #[serde(default)]
    #[schema(example = "https://origin.saas.example")]
    origin: Option<String>,
}

/// Create a route.
///
/// It is served at its default host name at once, and at `hostname`, which is neither claimed nor verified by this: a connection of the
/// application must hold it. A host name serves one route.
#[utoipa::path(post, path = "/v1/routes", operation_id = "createRoute", tag = "routes",
    security(("api_key" = ["connections:write"])), params(IdempotencyKey, DryRun))]
pub(crate) async fn handler(
    caller: Allowed<WriteConnections>,
    key: IdempotencyKey,
    Query(dry_run): Query<DryRun>,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Done<Created<View>>, Failure> {
    let Request { name, application_id, hostname, origin } = body.value;
    let new = NewRoute { name, application: ApplicationId(application_id), hostname, origin };
    if dry_run.is_wished() {
        return Ok(Done::Dry(api.control.plan_route(&caller, &new).await?.into()));
    }
    let answer = |created: &ShownRoute| stored(&View::from(created.clone()));
    let created = key.once(&api, caller.tenant, &body.fingerprint, &answer, async |once| {
        Ok(View::from(api.control.create_route(&caller, &new, once).await?))
    });
    Ok(Done::Really(created.await?))
}
