//! `GET /v1/change-sets/{id}`.

use super::View;
use crate::caller::ReadConnections;
use crate::failure::Failure;
use crate::reply::Shown;
use crate::scoped::Scoped;
use nameplate_domain::delegated::ChangeSet;

/// Show one write to a customer's zone.
///
/// The receipt says what stood there before, what was written, and how far it got. It is stored before anything is sent to the
/// provider.
#[utoipa::path(get, path = "/v1/change-sets/{id}", operation_id = "getChangeSet", tag = "connections",
    security(("api_key" = ["connections:read"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(set: Scoped<ChangeSet, ReadConnections>) -> Result<Shown<View>, Failure> {
    Ok(Shown(set.found.into()))
}
