//! Paying for a plan.

pub(crate) mod checkout;
pub(crate) mod portal;
pub(crate) mod webhook;

use crate::failure::Failure;
use crate::router::Api;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use nameplate_control::Refused;
use serde::Serialize;
use utoipa::ToSchema;

/// A page of the billing provider.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BillingPage)]
pub(crate) struct Page {
    /// Send a browser there soon: the page is for one visit.
    #[schema(example = "https://checkout.stripe.com/c/pay/cs_test_a1b2c3")]
    url: String,
}

/// There is somebody to pay. Without, nothing that a body says matters.
pub(crate) struct Seller;

impl FromRequestParts<Api> for Seller {
    type Rejection = Failure;

    async fn from_request_parts(_: &mut Parts, api: &Api) -> Result<Self, Failure> {
        match api.control.commerce().billing {
            Some(_) => Ok(Self),
            None => Err(Refused::NoBilling.into()),
        }
    }
}
