//! The authority, driven over TLS by a client that others wrote.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod accounts;
mod caa;
mod challenges;
mod limits;
mod network;
mod outages;
mod renewal;
mod revocation;
mod scene;
