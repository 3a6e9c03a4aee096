//! Asking, over real sockets, of servers good and bad.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod aliases;
mod bounds;
mod misbehaviour;
mod values;
mod way_to_the_zone;
mod world;
