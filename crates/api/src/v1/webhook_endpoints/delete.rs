//! `DELETE /v1/webhook-endpoints/{id}`.

use crate::body::NoBody;
use crate::caller::{Allowed, ManageWebhooks};
use crate::failure::Failure;
use crate::reply::Gone;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::WebhookEndpointId;

/// Delete a receiver of webhooks. What is on its way to it is given up; what was sent stays listed.
///
/// To pause a receiver, disable it instead: `PATCH` with `enabled` false.
#[utoipa::path(delete, path = "/v1/webhook-endpoints/{id}", operation_id = "deleteWebhookEndpoint", tag = "webhooks",
    security(("api_key" = ["webhooks:write"]), ("api_key" = ["apps:admin"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<ManageWebhooks>,
    Named(id): Named<WebhookEndpointId>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Gone, Failure> {
    api.control.delete_webhook_endpoint(&caller, id).await?;
    Ok(Gone)
}
