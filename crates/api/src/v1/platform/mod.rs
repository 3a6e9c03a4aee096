//! The platform as a whole, for whoever runs it.

pub(crate) mod authorities;
pub(crate) mod edges;
pub(crate) mod metrics;
pub(crate) mod overview;
pub(crate) mod queues;
pub(crate) mod tenants;
