//! Domain Connect and the sandbox's adapter, against a running sandbox and against endpoints that mean harm.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod adapter;
mod discovery;
mod flow;
#[cfg(feature = "recordings")]
mod schema;
mod world;
