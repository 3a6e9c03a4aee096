//! Reading and changing zones of real primary servers: Knot and BIND; and nsd, which transfers only.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod failures;
mod middle;
mod reading;
mod refusals;
mod server;
mod wildcards;
mod writing;
