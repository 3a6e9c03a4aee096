//! `POST /v1/applications/{id}/credentials`.

use super::View;
use crate::body::Json;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::idempotency::{IdempotencyKey, stored};
use crate::reply::Created;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_control::NewCredential;
use nameplate_domain::delegated::Credential;
use nameplate_domain::tenancy::ApplicationId;
use nameplate_providers::CredentialText;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A credential as the customer pasted it.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewDnsCredential)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// Key of the provider; see `GET /v1/providers`.
    #[schema(example = "cloudflare")]
    provider: String,
    /// The secret in the provider's form. One whose form is JSON can be given as an object too.
    #[schema(value_type = String, example = "a-scoped-provider-token")]
    token: Value,
    /// The only zone to use it for: its name, or the provider's identifier (a hosted zone's id at Route 53).
    #[serde(default)]
    #[schema(min_length = 1, max_length = 255)]
    zone: Option<String>,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("provider", &self.provider).finish_non_exhaustive()
    }
}

/// Store a delegated DNS credential. New connections of the application are written with it.
///
/// It is kept, sealed, whatever the provider says; `verdict` is what the provider says.
#[utoipa::path(post, path = "/v1/applications/{id}/credentials", operation_id = "createCredential", tag = "applications",
    security(("api_key" = ["apps:admin"])),
    params(("id" = Uuid, Path), IdempotencyKey))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    Named(application): Named<ApplicationId>,
    key: IdempotencyKey,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Created<View>, Failure> {
    let token = match &body.value.token {
        Value::String(text) => CredentialText::new(text),
        Value::Object(_) => CredentialText::new(&body.value.token.to_string()),
        _ => return Err(Failure::invalid("token must be a text, or an object where the provider's form is JSON.")),
    };
    let new = NewCredential { application, provider: body.value.provider, token, zone: body.value.zone };
    let answer = |created: &Credential| stored(&View::from(created.clone()));
    key.once(&api, caller.tenant, &body.fingerprint, &answer, async |once| {
        Ok(View::from(api.control.store_credential(&caller, new, once).await?))
    })
    .await
}
