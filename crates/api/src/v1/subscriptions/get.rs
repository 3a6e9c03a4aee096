//! `GET /v1/subscription`.

use super::View;
use crate::caller::{Allowed, ReadUsage};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use axum::extract::State;

/// Show the plan that your tenant is on, with its limits and what was used of them this month.
///
/// Limits that were set for your tenant stand before those of its plan. `GET /v1/usage` has months that are over.
#[utoipa::path(get, path = "/v1/subscription", operation_id = "getSubscription", tag = "billing",
    security(("api_key" = ["usage:read"]), ("api_key" = ["connections:read"]), ("api_key" = ["apps:admin"])))]
pub(crate) async fn handler(caller: Allowed<ReadUsage>, State(api): State<Api>) -> Result<Shown<View>, Failure> {
    Ok(Shown(api.control.usage_of(&caller, None).await?.into()))
}
