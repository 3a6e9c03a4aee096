//! `POST /v1/connections/{id}/verify`, also spelled `/v1/connections/{id}:verify`.

use super::View;
use crate::caller::{Allowed, WriteConnections};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::ConnectionId;

/// Look for proof of ownership now, at the zone's own name servers.
///
/// A connection that is proven already is shown as it is.
#[utoipa::path(post, path = "/v1/connections/{id}/verify", operation_id = "verifyConnection", tag = "connections",
    security(("api_key" = ["connections:write"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<WriteConnections>,
    Named(id): Named<ConnectionId>,
    State(api): State<Api>,
) -> Result<Shown<View>, Failure> {
    let verified = api.control.verify_ownership(&caller, id).await?;
    Ok(Shown(View::with_certificate(&verified, &api).await?))
}
