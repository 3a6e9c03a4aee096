mod ask;
mod certificates;
mod health;
mod metrics;
