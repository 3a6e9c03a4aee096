//! Certificates from real authorities in this process, over DNS and clocks that are moved by hand.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should end")]

mod authorities;
mod bring_in;
mod fleet;
mod methods;
mod removal;
mod renewal;
mod world;
mod years;
