//! Certificates from two authorities that have nothing in common but the standard: pebble, and acme2certifier, which others wrote from the
//! RFCs alone.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod falling_back;
#[expect(dead_code, reason = "the journeys use more of it")]
#[path = "../journeys/pebble.rs"]
mod pebble;
mod second;
#[expect(dead_code, reason = "the journeys use more of it")]
#[path = "../journeys/stack.rs"]
mod stack;
mod unrelated;
mod world;
