//! `POST /v1/applications/{id}/keys`.

use super::View;
use crate::body::Json;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::idempotency::{IdempotencyKey, stored};
use crate::reply::Created;
use crate::router::Api;
use crate::schemas::ScopeName;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_control::NewApiKey;
use nameplate_domain::tenancy::{ApiKey, ApplicationId, Scope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a key is made of.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewApiKey)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// A label, so that people can tell keys apart; `unnamed key` when absent.
    #[serde(default)]
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "server-prod",
        pattern = "^[^\\x00-\\x1F\\x7F-\\x9F]*[^\\s\\x00-\\x1F\\x7F-\\x9F][^\\x00-\\x1F\\x7F-\\x9F]*$"
    )]
    name: Option<String>,
    /// What it may do: at least one scope, none that your own key lacks.
    #[schema(value_type = Vec<ScopeName>, min_items = 1)]
    scopes: Vec<Scope>,
}

/// An API key with its secret, which is shown in this answer and never again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApiKeyWithSecret)]
pub(crate) struct WithSecret {
    #[serde(flatten)]
    #[schema(inline)]
    key: View,
    /// Send as `Authorization: Bearer …`. Null in an answer that is repeated under an Idempotency-Key.
    #[schema(required = true)]
    secret: Option<String>,
}

/// Create an API key. The secret is in this answer and never again.
///
/// Only a hash of it is kept. A key can be given no scope that the caller's own key lacks.
#[utoipa::path(post, path = "/v1/applications/{id}/keys", operation_id = "createApiKey", tag = "applications",
    security(("api_key" = ["apps:admin"])),
    params(("id" = Uuid, Path), IdempotencyKey))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    Named(application): Named<ApplicationId>,
    key: IdempotencyKey,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Created<WithSecret>, Failure> {
    let name = body.value.name.unwrap_or_else(|| "unnamed key".to_owned());
    let new = NewApiKey { name, scopes: body.value.scopes.into_iter().collect() };
    let answer = |created: &ApiKey| stored(&WithSecret { key: created.clone().into(), secret: None });
    key.once(&api, caller.tenant, &body.fingerprint, &answer, async |once| {
        let (created, secret) = api.control.create_api_key(&caller, application, new, once).await?;
        Ok(WithSecret { key: created.into(), secret: Some(secret.reveal().to_owned()) })
    })
    .await
}
