//! `DELETE /v1/applications/{id}/credentials/{credentialId}`.

use crate::body::NoBody;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::reply::Gone;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::{ApplicationId, CredentialId};

/// Delete a delegated DNS credential. What was written with it stays.
///
/// Connections that were written with it go on by hand: what is missing later shows in their records.
#[utoipa::path(delete, path = "/v1/applications/{id}/credentials/{credentialId}", operation_id = "deleteCredential", tag = "applications",
    security(("api_key" = ["apps:admin"])), params(("id" = Uuid, Path), ("credentialId" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    Named(application): Named<ApplicationId>,
    Named(credential): Named<CredentialId>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Gone, Failure> {
    api.control.delete_credential(&caller, application, credential).await?;
    Ok(Gone)
}
