//! Domain Connect: the customer consents at the DNS provider.

pub(crate) mod begin;
pub(crate) mod end;
