#![doc = include_str!("../README.md")]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]
#![warn(missing_docs)]

mod customers;
mod http;
mod nameplate;
mod page;
pub mod published;
mod running;
mod site;
mod sites;

pub use customers::{CustomerRecord, customers_records};
pub use nameplate::{CallError, Nameplate, NoHttp};
pub use running::{Demo, DemoError, DemoSettings, RunningDemo};
pub use sites::Sites;
