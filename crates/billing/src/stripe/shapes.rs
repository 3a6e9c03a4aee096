//! Stripe's objects, as far as we look at them.

use crate::{BillingError, Standing};
use nameplate_domain::time::Timestamp;
use serde::Deserialize;

/// Anything that was made.
#[derive(Debug, Deserialize)]
pub(super) struct Made {
    pub(super) id: String,
}

/// A Checkout Session or a portal session.
#[derive(Debug, Deserialize)]
pub(super) struct Page {
    pub(super) url: String,
}

/// A Subscription.
#[derive(Debug, Deserialize)]
pub(super) struct Subscription {
    pub(super) id: String,
    pub(super) customer: String,
    pub(super) status: String,
    /// Seconds since 1970.
    created: i64,
    pub(super) items: Items,
}

#[derive(Debug, Deserialize)]
pub(super) struct Items {
    pub(super) data: Vec<Item>,
}

/// A Subscription Item.
#[derive(Debug, Deserialize)]
pub(super) struct Item {
    pub(super) id: String,
    price: Option<Made>,
    /// What a price was before there were prices.
    plan: Option<Made>,
}

impl Item {
    /// Identifier of the price that is paid.
    pub(super) fn price(&self) -> Option<&str> {
        self.price.as_ref().or(self.plan.as_ref()).map(|price| price.id.as_str())
    }
}

impl Subscription {
    pub(super) fn created_at(&self) -> Timestamp {
        Timestamp::from_ms(self.created.saturating_mul(1000))
    }

    /// <https://docs.stripe.com/api/subscriptions/object#subscription_object-status>.
    pub(super) fn standing(&self) -> Result<Standing, BillingError> {
        match self.status.as_str() {
            "incomplete" => Ok(Standing::Pending),
            "trialing" | "active" | "past_due" => Ok(Standing::Running),
            "unpaid" | "paused" => Ok(Standing::Unpaid),
            "canceled" | "incomplete_expired" => Ok(Standing::Ended),
            _ => Err(BillingError::Unreadable),
        }
    }
}

/// An identifier as part of a path, if it can be one.
pub(super) fn segment(id: &str) -> Result<&str, BillingError> {
    let fits = (1..=255).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if fits { Ok(id) } else { Err(BillingError::Unreadable) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_no_way_to_another_path() {
        assert_eq!(segment("sub_1MowQVLkdIwHu7ixeRlqHVzs"), Ok("sub_1MowQVLkdIwHu7ixeRlqHVzs"));
        for id in ["", "sub/../customers", "sub?expand", "sub%2f", &"a".repeat(256)] {
            assert_eq!(segment(id), Err(BillingError::Unreadable), "{id}");
        }
    }
}
