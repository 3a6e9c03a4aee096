//! `POST /v1/webhook-endpoints`.

use super::WithSecret;
use crate::body::Json;
use crate::caller::{Allowed, ManageWebhooks};
use crate::failure::Failure;
use crate::idempotency::{IdempotencyKey, stored};
use crate::reply::Created;
use crate::router::Api;
use crate::schemas::EventName;
use axum::extract::State;
use nameplate_control::NewWebhookEndpoint;
use nameplate_domain::tenancy::ApplicationId;
use nameplate_domain::webhook::Endpoint;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What an endpoint is made of.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewWebhookEndpoint)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// Where events are posted to: `https`, at a host that is reachable from everywhere.
    #[schema(max_length = 2048, example = "https://api.acme.example/webhooks/cd")]
    url: String,
    /// Events it is told of; empty or absent for all, also those that are added later.
    #[serde(default)]
    #[schema(value_type = Vec<EventName>, example = json!(["ssl.issued", "domain.drift"]))]
    events: Vec<String>,
    /// What you say about it.
    #[serde(default)]
    #[schema(max_length = 500, example = "production")]
    description: Option<String>,
    /// The only application whose events it is told of; absent for all.
    #[serde(default)]
    application_id: Option<Uuid>,
}

/// Register a receiver of webhooks. Its signing secret is in this answer and never again.
///
/// Each event is posted as `{"type","jobId","data","sent_at","id"}` and signed, by `X-CD-Timestamp` and `X-CD-Signature`, and by the
/// headers of Standard Webhooks. Any 2xx within five seconds takes it; otherwise it is tried again after 1, 2, 4, 8 and 16 minutes.
#[utoipa::path(post, path = "/v1/webhook-endpoints", operation_id = "createWebhookEndpoint", tag = "webhooks",
    security(("api_key" = ["webhooks:write"]), ("api_key" = ["apps:admin"])), params(IdempotencyKey))]
pub(crate) async fn handler(
    caller: Allowed<ManageWebhooks>,
    key: IdempotencyKey,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Created<WithSecret>, Failure> {
    let Request { url, events, description, application_id } = body.value;
    let new = NewWebhookEndpoint { url, description, events, application: application_id.map(ApplicationId) };
    let answer = |created: &Endpoint| stored(&WithSecret::new(created.clone(), None));
    key.once(&api, caller.tenant, &body.fingerprint, &answer, async |once| {
        let (created, secret) = api.control.create_webhook_endpoint(&caller, new, once).await?;
        Ok(WithSecret::new(created, Some(&secret)))
    })
    .await
}
