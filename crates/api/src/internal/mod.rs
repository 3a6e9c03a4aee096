//! What is for our own edges and monitors, not for the public.

pub(crate) mod ask;
pub(crate) mod certificates;
pub(crate) mod edges;
pub(crate) mod health;
pub(crate) mod metrics;
