//! `DELETE /v1/keys/{id}`.

use crate::body::NoBody;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::reply::Gone;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::ApiKeyId;

/// Revoke any API key: its next request is refused. Revoking twice changes nothing.
///
/// A key of one application revokes only its application's. It stays in the list, with `revoked_at`.
#[utoipa::path(delete, path = "/v1/keys/{id}", operation_id = "revokeAnyApiKey", tag = "applications",
    security(("api_key" = ["apps:admin"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    Named(key): Named<ApiKeyId>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Gone, Failure> {
    api.control.revoke_key(&caller, key).await?;
    Ok(Gone)
}
