//! `GET /v1/webhook-deliveries/{id}`.

use super::Detailed;
use crate::caller::ManageWebhooks;
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Scoped;
use axum::extract::State;
use nameplate_domain::webhook::Delivery;

/// Attempts that are shown.
const ATTEMPTS_SHOWN: u32 = 100;

/// Show a delivery with its body and its attempts.
///
/// `body` is what every attempt sends, byte for byte. `attempt_log` has the newest hundred attempts, with the beginning of
/// what was answered.
#[utoipa::path(get, path = "/v1/webhook-deliveries/{id}", operation_id = "getWebhookDelivery", tag = "webhooks",
    security(("api_key" = ["webhooks:write"]), ("api_key" = ["apps:admin"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    delivery: Scoped<Delivery, ManageWebhooks>,
    State(api): State<Api>,
) -> Result<Shown<Detailed>, Failure> {
    let attempts = api.control.reader().webhook_attempts(delivery.found.id, ATTEMPTS_SHOWN).await?;
    Ok(Shown(Detailed::new(delivery.found, attempts)))
}
