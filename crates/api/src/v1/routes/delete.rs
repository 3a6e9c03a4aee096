//! `DELETE /v1/routes/{id}`.

use super::plan::Done;
use super::{DryRun, IdOrName};
use crate::body::NoBody;
use crate::caller::{Allowed, WriteConnections};
use crate::failure::Failure;
use crate::query::Query;
use crate::reply::Gone;
use crate::router::Api;
use axum::extract::State;

/// Delete a route.
///
/// No claim is released: a host name that it was served at stays with its connection, and is served as that says.
#[utoipa::path(delete, path = "/v1/routes/{id}", operation_id = "deleteRoute", tag = "routes",
    security(("api_key" = ["connections:write"])),
    params(("id" = String, Path, description = "Identifier or name of the route.", example = "shop"), DryRun))]
pub(crate) async fn handler(
    caller: Allowed<WriteConnections>,
    IdOrName(id): IdOrName,
    Query(dry_run): Query<DryRun>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Done<Gone>, Failure> {
    if dry_run.is_wished() {
        return Ok(Done::Dry(api.control.plan_route_deletion(&caller, &id).await?.into()));
    }
    api.control.delete_route(&caller, &id).await?;
    Ok(Done::Really(Gone))
}
