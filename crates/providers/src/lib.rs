#![doc = include_str!("../README.md")]
#![warn(missing_docs)]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]

mod access;
mod adapters;
mod carry_out;
mod contract;
mod credential;
mod detect;
pub mod domain_connect;
mod http;
mod others;
mod pattern;
mod problem;
mod record_batch;
mod record_wise;
mod registry;
mod set_wise;
mod settle;
mod signing;
mod spec;

pub use access::{Access, NoAccess, RequestKind};
pub use carry_out::{Left, WriteFailed, carry_out};
pub use contract::{Part, Zone, ZoneWriter};
pub use credential::{CredentialText, InvalidCredential};
pub use detect::{Detected, detect};
pub use others::{DnsHost, others};
pub use pattern::Pattern;
pub use problem::{ApplyError, ErrorKind, ProviderError};
pub use registry::{all, by_key, sandbox};
pub use signing::sigv4::{AccessKey, PathForm, RequestToSign, SignatureV4, SigningScope, sign_v4};
pub use spec::{ApexSupport, CredentialKind, CredentialShape, Fields, HostForm, Model, Open, ProviderSpec};
