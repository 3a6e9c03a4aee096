//! `DELETE /v1/applications/{id}/keys/{keyId}`.

use crate::body::NoBody;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::reply::Gone;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::{ApiKeyId, ApplicationId};

/// Revoke an API key: its next request is refused. Revoking twice changes nothing.
///
/// It stays in the list, with `revoked_at`.
#[utoipa::path(delete, path = "/v1/applications/{id}/keys/{keyId}", operation_id = "revokeApiKey", tag = "applications",
    security(("api_key" = ["apps:admin"])), params(("id" = Uuid, Path), ("keyId" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    Named(application): Named<ApplicationId>,
    Named(key): Named<ApiKeyId>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Gone, Failure> {
    api.control.revoke_application_key(&caller, application, key).await?;
    Ok(Gone)
}
