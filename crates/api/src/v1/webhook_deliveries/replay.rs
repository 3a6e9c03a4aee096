//! `POST /v1/webhook-deliveries/{id}/replay`.

use super::View;
use crate::body::NoBody;
use crate::caller::{Allowed, ManageWebhooks};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::DeliveryId;

/// Send a delivery once more, whatever became of it: at once, and with a fresh round of retries.
///
/// The event has the identifier that it had: receivers that remember identifiers take it once.
#[utoipa::path(post, path = "/v1/webhook-deliveries/{id}/replay", operation_id = "replayWebhookDelivery", tag = "webhooks",
    security(("api_key" = ["webhooks:write"]), ("api_key" = ["apps:admin"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<ManageWebhooks>,
    Named(id): Named<DeliveryId>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Shown<View>, Failure> {
    Ok(Shown(api.control.replay_webhook_delivery(&caller, id).await?.into()))
}
