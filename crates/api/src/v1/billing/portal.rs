//! `POST /v1/billing/portal`.

use super::{Page, Seller};
use crate::body::Optional;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

/// Where to come back to.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewPortalSession)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// Where the browser goes afterwards; a page of the platform when absent.
    #[serde(default)]
    #[schema(pattern = "^https?://[!-~]+$", max_length = 2000, example = "https://app.saas.example/billing")]
    return_url: Option<String>,
}

/// Get a page on which cards, invoices and the subscription are looked after.
///
/// Send whoever pays to its URL. What is changed there counts as soon as the billing provider says so. The body may be left out.
#[utoipa::path(post, path = "/v1/billing/portal", operation_id = "createPortalSession", tag = "billing",
    security(("api_key" = ["apps:admin"])), request_body = Option<Request>)]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    _: Seller,
    State(api): State<Api>,
    Optional(request): Optional<Request>,
) -> Result<Shown<Page>, Failure> {
    let url = api.control.open_portal(&caller, request.return_url).await?;
    Ok(Shown(Page { url }))
}
