#![doc = include_str!("../README.md")]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test that cannot go on should end"))]

mod account;
mod client;
mod directory;
mod error;
mod exchange;
mod order;
mod retry_after;
mod secret;
mod stage;
mod tls_alpn;
mod transport;

pub use account::{Account, Reason};
pub use client::Client;
pub use directory::{Directory, DirectoryFacts, ExternalAccount, InvalidMacKey, Pace};
pub use error::AcmeError;
pub use order::{Issued, OrderRequest};
pub use secret::Secret;
pub use stage::{Presented, Stage, StageError};
pub use tls_alpn::{ACME_TLS_ALPN, ChallengeCertificate, ChallengeCertificateError, tls_alpn_certificate};
pub use transport::{Transport, TransportError, TransportSetupError};

use std::pin::Pin;

/// A result that may take a while.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
