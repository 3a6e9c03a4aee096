//! Getting a certificate for a name.
//!
//! [`Issuer`] is the seam: the internal CA signs in microseconds, a public one takes seconds and answers with a chain.
//! Neither knows about caches, files or verdicts; that is the ladder's business.

mod ahead;
mod local_ca;
mod one_at_a_time;
mod renew;

pub(crate) use ahead::Ahead;
pub use local_ca::LocalCaError;
pub(crate) use local_ca::{COMMON_NAME as LOCAL_CA_NAME, LocalCa};
pub(crate) use one_at_a_time::OneAtATime;
pub(crate) use renew::{Renewals, renew_due};

use crate::CertificateName;
use std::fmt;
use std::pin::Pin;

/// A private key and its chain, leaf first, as PEM in one text.
pub(crate) struct KeyAndChain(pub(crate) String);

impl fmt::Debug for KeyAndChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyAndChain(…)")
    }
}

/// Why no certificate was issued, in the issuer's words.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{detail}")]
pub(crate) struct IssueError {
    pub(crate) detail: String,
}

/// The answer of an issuer.
pub(crate) type Issuance<'a> = Pin<Box<dyn Future<Output = Result<KeyAndChain, IssueError>> + Send + 'a>>;

/// Who signs certificates. Called once at a time for each name, never cancelled by a visitor who goes away.
pub(crate) trait Issuer: fmt::Debug + Send + Sync + 'static {
    /// A fresh key and a certificate for exactly this name, which may be a wildcard.
    fn issue<'a>(&'a self, name: &'a CertificateName) -> Issuance<'a>;
}
