//! What needs newer programs than Debian's stable suite has: pebble 2.10 (ARI, profiles) and acme.sh 3.1 (`make test-newer`).
#![cfg(feature = "newer-pebble")]
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod acme_sh;
mod lifetimes;
#[path = "../journeys/pebble.rs"]
mod pebble;
mod profiles;
mod renewal_information;
#[expect(dead_code, reason = "the journeys use more of it")]
#[path = "../journeys/stack.rs"]
mod stack;
mod world;
