//! `DELETE /v1/connections/{id}/share-links/{linkId}`.

use crate::body::NoBody;
use crate::caller::{Allowed, WriteConnections};
use crate::failure::Failure;
use crate::reply::Gone;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::{ConnectionId, ShareLinkId};

/// Withdraw a share link: it opens nothing from now on. Withdrawing twice changes nothing.
///
/// Whoever has the page open sees nothing more from its next look on.
#[utoipa::path(delete, path = "/v1/connections/{id}/share-links/{linkId}", operation_id = "revokeShareLink", tag = "sharing",
    security(("api_key" = ["connections:write"])), params(("id" = Uuid, Path), ("linkId" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<WriteConnections>,
    Named(connection): Named<ConnectionId>,
    Named(link): Named<ShareLinkId>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Gone, Failure> {
    api.control.revoke_share_link(&caller, connection, link).await?;
    Ok(Gone)
}
