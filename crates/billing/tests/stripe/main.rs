//! Billing through the API: against localstripe, another's server of Stripe's API, for customers, subscriptions and signed
//! webhooks; and against a simulator written after Stripe's documentation for what localstripe does not have: Checkout, the
//! portal, idempotency keys, prices, and failures.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
#![expect(clippy::result_large_err, reason = "a refusal of the simulator is a whole response")]

mod buying;
mod localstripe;
mod notices;
mod outages;
mod simulator;
mod stage;
