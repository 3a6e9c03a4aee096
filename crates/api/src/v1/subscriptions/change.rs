//! `POST /v1/subscriptions`.

use super::View;
use crate::body::Json;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::PlanName;
use axum::extract::State;
use nameplate_domain::plans::Plan;
use serde::Deserialize;
use utoipa::ToSchema;

/// The plan to be on.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SubscriptionChange)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    #[schema(value_type = PlanName, example = "pro")]
    plan: Plan,
}

/// Switch to another plan.
///
/// It counts at once, and what was used this month stays used. On a platform with a billing provider a plan that is paid for is
/// `409 checkout_required`: send whoever pays to the URL of `POST /v1/billing/checkout`. Switching to `free` ends the
/// subscription at the provider at once; to let it run to its end, cancel it in the portal. Asking for the present plan changes
/// nothing, so sending this twice is safe.
#[utoipa::path(post, path = "/v1/subscriptions", operation_id = "changeSubscription", tag = "billing",
    security(("api_key" = ["apps:admin"])))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Shown<View>, Failure> {
    api.control.subscribe(&caller, body.value.plan).await?;
    Ok(Shown(api.control.usage_of(&caller, None).await?.into()))
}
