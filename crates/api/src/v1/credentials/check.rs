//! `POST /v1/applications/{id}/credentials/{credentialId}/check`.

use super::View;
use crate::body::NoBody;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::{ApplicationId, CredentialId};

/// Ask the provider about a credential anew.
///
/// The answer has the new `verdict`: whether the provider takes it, and which zones it reaches.
#[utoipa::path(post, path = "/v1/applications/{id}/credentials/{credentialId}/check", operation_id = "checkCredential", tag = "applications",
    security(("api_key" = ["apps:admin"])), params(("id" = Uuid, Path), ("credentialId" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    Named(application): Named<ApplicationId>,
    Named(credential): Named<CredentialId>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Shown<View>, Failure> {
    Ok(Shown(api.control.check_credential(&caller, application, credential).await?.into()))
}
