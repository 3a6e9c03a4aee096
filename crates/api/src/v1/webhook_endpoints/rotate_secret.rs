//! `POST /v1/webhook-endpoints/{id}/rotate-secret`.

use super::WithSecret;
use crate::body::NoBody;
use crate::caller::{Allowed, ManageWebhooks};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::WebhookEndpointId;

/// Give an endpoint another signing secret, which is in this answer and never again.
///
/// `X-CD-Signature` is made with the new secret at once. `webhook-signature` carries signatures of both for 24 hours, so that a receiver
/// that checks it refuses nothing while you put the new secret in place; one that checks `X-CD-Signature` gets what it refused again
/// by the retries.
#[utoipa::path(post, path = "/v1/webhook-endpoints/{id}/rotate-secret", operation_id = "rotateWebhookSecret", tag = "webhooks",
    security(("api_key" = ["webhooks:write"]), ("api_key" = ["apps:admin"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<ManageWebhooks>,
    Named(id): Named<WebhookEndpointId>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Shown<WithSecret>, Failure> {
    let (endpoint, secret) = api.control.rotate_webhook_secret(&caller, id).await?;
    Ok(Shown(WithSecret::new(endpoint, Some(&secret))))
}
