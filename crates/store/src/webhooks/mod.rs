//! Receivers of webhooks, what is on its way to them, and who is at it.
//!
//! Work is leased by endpoint (a [`Lane`]), not by delivery: so an endpoint is at one process at a time, which can keep it within its
//! bound, and one with a long queue takes no more places than any other. Whatever writes both locks the endpoint before its
//! deliveries, and endpoints in the order of their identifiers.

mod attempts;
mod deliveries;
mod endpoints;
mod lanes;
mod purge;
mod secrets;

use crate::sql::Sql;

pub use attempts::{Outcome, Settled};
pub use deliveries::DeliveryFilter;
pub use endpoints::EndpointChanges;
pub use lanes::Lane;
pub use purge::DELIVERIES_KEPT_FOR;
pub(crate) use purge::first_id_of;
pub use secrets::SealedSecrets;

/// Every statement about webhooks.
pub(crate) const ALL: [&[Sql]; 6] =
    [attempts::ALL, deliveries::ALL, endpoints::ALL, lanes::ALL, purge::ALL, secrets::ALL];
