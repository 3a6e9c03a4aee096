//! `PATCH /v1/webhook-endpoints/{id}`.

use super::View;
use crate::body::{Json, given};
use crate::caller::{Allowed, ManageWebhooks};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::EventName;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_control::WebhookEndpointChanges;
use nameplate_domain::tenancy::WebhookEndpointId;
use serde::Deserialize;
use utoipa::ToSchema;

/// What to change; fields that are left out stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = WebhookEndpointChanges)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// Where events are posted to.
    #[serde(default)]
    #[schema(max_length = 2048, example = "https://api.acme.example/webhooks/cd")]
    url: Option<String>,
    /// What you say about it; null takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 500, example = "production")]
    description: Option<Option<String>>,
    /// Events it is told of; empty for all.
    #[serde(default)]
    #[schema(value_type = Option<Vec<EventName>>, example = json!(["ssl.issued"]))]
    events: Option<Vec<String>>,
    /// Whether it is told anything. What is on its way to an endpoint that becomes disabled is given up; it can be replayed.
    #[serde(default)]
    #[schema(example = true)]
    enabled: Option<bool>,
}

/// Change a receiver of webhooks, or disable and enable it.
///
/// What is left out stays. Enabling clears the record of failures; what failed before can be replayed.
#[utoipa::path(patch, path = "/v1/webhook-endpoints/{id}", operation_id = "updateWebhookEndpoint", tag = "webhooks",
    security(("api_key" = ["webhooks:write"]), ("api_key" = ["apps:admin"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<ManageWebhooks>,
    Named(id): Named<WebhookEndpointId>,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Shown<View>, Failure> {
    let Request { url, description, events, enabled } = body.value;
    let changes = WebhookEndpointChanges { url, description, events, enabled };
    Ok(Shown(api.control.update_webhook_endpoint(&caller, id, changes).await?.into()))
}
