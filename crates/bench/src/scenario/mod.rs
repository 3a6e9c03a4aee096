//! What can be measured; each scenario gives one section of `BENCHMARKS.md`.

pub(crate) mod acme_dns;
pub(crate) mod ask;
pub(crate) mod checks;
pub(crate) mod connections;
pub(crate) mod edge;
pub(crate) mod events;
pub(crate) mod fleet;
pub(crate) mod handshakes;
pub(crate) mod issuance;
pub(crate) mod known_names;
pub(crate) mod new_names;
pub(crate) mod time_to_live;
pub(crate) mod webhooks;
