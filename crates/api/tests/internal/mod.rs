mod ask;
mod certificates;
mod edges;
mod health;
mod metrics;
