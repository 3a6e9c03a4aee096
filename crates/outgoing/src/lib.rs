#![doc = include_str!("../README.md")]
#![warn(missing_docs)]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]

mod door;
mod public_only;
mod reach;
mod request;
mod target;
mod visit;

pub use door::{Door, NoDoor};
pub use reach::Reach;
pub use request::{Answer, Limits, Unanswered};
pub use target::{BadTarget, Target, URL_LENGTH_MAX};
pub use visit::{Destination, Met, Trust};
