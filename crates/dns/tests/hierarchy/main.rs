//! Our servers and our questions in a DNS of their own: root, top-level domain, customer and platform served by nsd or Knot, and unbound,
//! told to be as strict as it can be, as the resolver in between.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod challenges;
mod client;
mod programs;
mod scouting;
mod tree;
mod validation;
