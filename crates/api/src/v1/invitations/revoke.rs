//! `DELETE /v1/invitations/{id}`.

use crate::body::NoBody;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::reply::Gone;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::InvitationId;

/// Take an invitation back: its link leads nowhere from now on.
///
/// Whoever may make it may take it back. Somebody who has taken it is a member, and stays one.
#[utoipa::path(delete, path = "/v1/invitations/{id}", operation_id = "revokeInvitation", tag = "members",
    security(("api_key" = ["apps:admin"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    Named(id): Named<InvitationId>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Gone, Failure> {
    api.control.revoke_invitation(&caller, id).await?;
    Ok(Gone)
}
