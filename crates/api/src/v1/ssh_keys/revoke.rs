//! `DELETE /v1/ssh-keys/{id}`.

use crate::body::NoBody;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::reply::Gone;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::SshKeyId;

/// Revoke an SSH key: it lets nobody in, and who is in can do nothing more. Revoking twice changes nothing.
///
/// It stays in the list, with `revoked_at`, and may be registered anew.
#[utoipa::path(delete, path = "/v1/ssh-keys/{id}", operation_id = "revokeSshKey", tag = "applications",
    security(("api_key" = ["apps:admin"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    Named(key): Named<SshKeyId>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Gone, Failure> {
    api.control.revoke_ssh_key(&caller, key).await?;
    Ok(Gone)
}
