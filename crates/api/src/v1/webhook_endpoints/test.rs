//! `POST /v1/webhook-endpoints/{id}/test`.

use crate::body::NoBody;
use crate::caller::{Allowed, ManageWebhooks};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Named;
use crate::v1::webhook_deliveries::Detailed;
use axum::extract::State;
use nameplate_domain::tenancy::WebhookEndpointId;

/// Send a signed test event (`webhook.test`) now, and show what came of it.
///
/// It is tried once, also at a disabled endpoint; failing it does not count against the endpoint.
#[utoipa::path(post, path = "/v1/webhook-endpoints/{id}/test", operation_id = "testWebhookEndpoint", tag = "webhooks",
    security(("api_key" = ["webhooks:write"]), ("api_key" = ["apps:admin"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<ManageWebhooks>,
    Named(id): Named<WebhookEndpointId>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Shown<Detailed>, Failure> {
    let (delivery, attempt) = api.control.test_webhook_endpoint(&caller, id).await?;
    Ok(Shown(Detailed::new(delivery, vec![attempt])))
}
