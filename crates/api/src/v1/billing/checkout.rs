//! `POST /v1/billing/checkout`.

use super::{Page, Seller};
use crate::body::Json;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::PlanName;
use axum::extract::State;
use nameplate_control::Checkout;
use nameplate_domain::plans::Plan;
use serde::Deserialize;
use utoipa::ToSchema;

/// What is bought.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewCheckout)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    #[schema(value_type = PlanName, example = "pro")]
    plan: Plan,
    /// Where the browser goes afterwards; a page of the platform when absent.
    #[serde(default)]
    #[schema(pattern = "^https?://[!-~]+$", max_length = 2000, example = "https://app.saas.example/billing?done=1")]
    success_url: Option<String>,
    /// Where the browser goes when nothing is bought; a page of the platform when absent.
    #[serde(default)]
    #[schema(pattern = "^https?://[!-~]+$", max_length = 2000, example = "https://app.saas.example/billing")]
    cancel_url: Option<String>,
}

/// Get a page on which a plan is bought.
///
/// Send whoever pays to its URL. The plan counts as soon as the billing provider says that it is paid. With a subscription that
/// runs already, the page asks to confirm its change, so nobody pays twice.
#[utoipa::path(post, path = "/v1/billing/checkout", operation_id = "createCheckout", tag = "billing",
    security(("api_key" = ["apps:admin"])))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    _: Seller,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Shown<Page>, Failure> {
    let Request { plan, success_url, cancel_url } = body.value;
    let url = api.control.check_out(&caller, Checkout { plan, success_url, cancel_url }).await?;
    Ok(Shown(Page { url }))
}
