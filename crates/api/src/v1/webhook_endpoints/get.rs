//! `GET /v1/webhook-endpoints/{id}`.

use super::View;
use crate::caller::ManageWebhooks;
use crate::failure::Failure;
use crate::reply::Shown;
use crate::scoped::Scoped;
use nameplate_domain::webhook::Endpoint;

/// Show a receiver of webhooks.
///
/// Its secret is not shown; `rotate-secret` gives another one.
#[utoipa::path(get, path = "/v1/webhook-endpoints/{id}", operation_id = "getWebhookEndpoint", tag = "webhooks",
    security(("api_key" = ["webhooks:write"]), ("api_key" = ["apps:admin"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(endpoint: Scoped<Endpoint, ManageWebhooks>) -> Result<Shown<View>, Failure> {
    Ok(Shown(endpoint.found.into()))
}
