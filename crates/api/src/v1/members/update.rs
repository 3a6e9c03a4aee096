//! `PATCH /v1/members/{id}`.

use super::View;
use crate::body::Json;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::RoleName;
use crate::scoped::Named;
use crate::v1::invitations::role;
use axum::extract::State;
use nameplate_domain::tenancy::MemberId;
use serde::Deserialize;
use utoipa::ToSchema;

/// What to change of a member.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = MemberChanges)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// What they are to be.
    #[schema(value_type = RoleName)]
    role: String,
}

/// Give a member another role.
///
/// It holds at once, also for browsers that are signed in. Only owners make and change owners, and the last one stays. A key of the whole
/// tenant acts as an admin.
#[utoipa::path(patch, path = "/v1/members/{id}", operation_id = "updateMember", tag = "members",
    security(("api_key" = ["apps:admin"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    Named(id): Named<MemberId>,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Shown<View>, Failure> {
    let role = role(&body.value.role)?;
    Ok(Shown(api.control.change_member(&caller, id, role).await?.into()))
}
