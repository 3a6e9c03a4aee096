//! `DELETE /v1/members/{id}`.

use crate::body::NoBody;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::reply::Gone;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::MemberId;

/// Remove a member.
///
/// Whatever they are signed in with ends at once. Only owners remove owners, and the last one stays. API keys that they made go on.
#[utoipa::path(delete, path = "/v1/members/{id}", operation_id = "deleteMember", tag = "members",
    security(("api_key" = ["apps:admin"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    Named(id): Named<MemberId>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Gone, Failure> {
    api.control.remove_member(&caller, id).await?;
    Ok(Gone)
}
