#![doc = include_str!("../README.md")]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]
#![warn(missing_docs)]

mod book;
pub mod demo_page;
mod domain_connect;
mod http;
mod page;
mod record;
mod running;
mod saved;

pub use running::{PlatformZone, RunningSandbox, Sandbox, SandboxError, SandboxSettings};
pub use saved::SavedError;
