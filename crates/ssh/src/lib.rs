#![doc = include_str!("../README.md")]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]

mod command;
mod conversation;
mod host_key;
mod limits;
mod places;
mod serve;

pub use command::{Behind, Call, Out, Terminal};
pub use host_key::{HostKey, NoHostKey};
pub use limits::Limits;
pub use serve::Server;
