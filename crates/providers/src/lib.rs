#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod detect;
mod others;
mod pattern;
mod registry;
mod sandbox;
mod spec;

pub use detect::{Detected, detect};
pub use others::{DnsHost, others};
pub use pattern::Pattern;
pub use registry::{all, by_key};
pub use sandbox::sandbox;
pub use spec::{ApexSupport, CredentialKind, CredentialShape, Model, ProviderSpec};
