mod ask;
mod certificates;
pub(crate) mod edges;
mod health;
mod metrics;
