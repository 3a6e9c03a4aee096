#![doc = include_str!("../README.md")]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]
#![warn(missing_docs)]

mod book;
mod domain_connect;
mod http;
mod neighbours;
mod page;
mod record;
mod registries;
mod running;
mod saved;
mod visit;

pub use neighbours::{EdgeNearby, Neighbours};
pub use running::{PlatformZone, RunningSandbox, Sandbox, SandboxError, SandboxSettings};
pub use saved::SavedError;
