//! Paying for a plan.

pub(crate) mod checkout;
pub(crate) mod portal;
pub(crate) mod webhook;

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
