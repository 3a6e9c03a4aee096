//! `POST /v1/ssh-keys`.

use super::View;
use crate::body::Json;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::idempotency::{IdempotencyKey, stored};
use crate::reply::Created;
use crate::router::Api;
use crate::schemas::ScopeName;
use axum::extract::State;
use nameplate_control::NewSshKey;
use nameplate_domain::tenancy::{ApplicationId, Scope, SshKey};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A key to register.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewSshKey)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// A label, so that people can tell keys apart; the comment behind the key when absent.
    #[serde(default)]
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "ada@laptop",
        pattern = "^[^\\x00-\\x1F\\x7F-\\x9F]*[^\\s\\x00-\\x1F\\x7F-\\x9F][^\\x00-\\x1F\\x7F-\\x9F]*$"
    )]
    name: Option<String>,
    /// The line of the `.pub` file: Ed25519 or ECDSA, also of a security key. Never the private key.
    #[schema(example = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhcmVseS1hLWtleS1idXQtMzItb2N0ZXRzISEhISEh ada@laptop")]
    public_key: String,
    /// The application that commands are for when they name none.
    #[serde(default)]
    application_id: Option<Uuid>,
    /// What it may do, none that your own key lacks; `connections:read` and `connections:write` when absent, which is what the commands want.
    #[serde(default)]
    #[schema(value_type = Option<Vec<ScopeName>>, min_items = 1)]
    scopes: Option<Vec<Scope>>,
}

/// Register an SSH key: whoever has its private half runs `domain` and `route` over SSH as this tenant.
///
/// A key acts for one tenant of the platform: 409 says that it does already, and not for whom.
#[utoipa::path(post, path = "/v1/ssh-keys", operation_id = "createSshKey", tag = "applications",
    security(("api_key" = ["apps:admin"])), params(IdempotencyKey))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    key: IdempotencyKey,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Created<View>, Failure> {
    let Request { name, public_key, application_id, scopes } = body.value;
    let application = application_id.map(ApplicationId);
    let new = NewSshKey { name, public_key, application, scopes: scopes.map(|scopes| scopes.into_iter().collect()) };
    let answer = |registered: &SshKey| stored(&View::from(registered.clone()));
    key.once(&api, caller.tenant, &body.fingerprint, &answer, async |once| {
        Ok(api.control.register_ssh_key(&caller, new, once).await?.into())
    })
    .await
}
