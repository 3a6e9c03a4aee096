//! A real provider over real sockets, which signs with its own key.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod believing;
mod trouble;
mod world;
