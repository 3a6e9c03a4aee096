//! The sandbox as its users meet it: HTTP in, DNS out.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod api;
mod dns;
mod domain_connect;
mod open;
mod panel;
mod restart;
