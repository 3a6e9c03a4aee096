//! A whole edge on real sockets: real TLS clients in front, real origins behind, a control plane made of memory.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should end")]

mod bad_input;
mod bodies;
mod certificates;
mod challenges;
mod changes;
mod control_plane;
mod draining;
mod fleet;
mod handshakes;
mod headers;
mod http_port;
mod offboarding;
mod origins;
mod outages;
mod shelves;
mod status;
mod tickets;
mod upgrades;
mod wildcards;
mod world;
