//! A fleet as it runs in production: two of everything on one PostgreSQL, a DNS hierarchy of Knot and unbound, pebble as the
//! authority. Everything is a process of its own, and everything is seen from outside.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod answering;
mod caa;
mod database;
mod dead_acme_dns;
mod dead_plane;
mod dns;
mod dying_edge;
mod moving_in;
mod pebble;
mod process;
mod visitor;
mod world;
