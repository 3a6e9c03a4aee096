mod edges;
mod metrics;
mod overview;
mod queues;
mod tenants;
