//! The adapter of RFC 2136 against primary servers that were not written here: Knot and BIND; and nsd, which transfers only.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod doubt;
#[path = "../../../dns/tests/update/middle.rs"]
mod middle;
mod refusal;
mod scenarios;
#[path = "../../../dns/tests/update/server.rs"]
mod server;
mod simulator;
mod stage;
mod suite;
mod transfers;
