//! `GET /v1/routes/{id}`.

use super::{IdOrName, View};
use crate::caller::{Allowed, ReadConnections};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use axum::extract::State;

/// Show a route.
///
/// The path names it by its identifier or by its name.
#[utoipa::path(get, path = "/v1/routes/{id}", operation_id = "getRoute", tag = "routes",
    security(("api_key" = ["connections:read"])), params(("id" = String, Path, description = "Identifier or name of the route.", example = "shop")))]
pub(crate) async fn handler(
    caller: Allowed<ReadConnections>,
    IdOrName(id): IdOrName,
    State(api): State<Api>,
) -> Result<Shown<View>, Failure> {
    let route = api.control.find_route(caller.tenant, &id).await?;
    Ok(Shown(api.control.show_route(&route).await?.into()))
}
