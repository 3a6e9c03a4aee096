//! How the authority looks at the world: what a host answers to a challenge, and what the DNS says.
//!
//! A validator only fetches. Whether what it fetched is right is the authority's own judgement.

mod connecting;
mod given;
mod stub;
mod tls;

pub use connecting::ByConnecting;
pub use given::Given;
pub use stub::StubResolver;

use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;

/// What a look at the world will bring.
pub type Look<'a, T> = Pin<Box<dyn Future<Output = Result<T, LookFailure>> + Send + 'a>>;

/// Why nothing was seen.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{detail}")]
pub struct LookFailure {
    /// Where it failed.
    pub cause: FailureCause,
    /// What happened, for people.
    pub detail: String,
}

/// Where a look failed; each is a problem type of its own (RFC 8555, 6.7).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FailureCause {
    /// No TCP connection, or it broke: `connection`.
    Connection,
    /// The DNS could not be asked, or the name does not exist: `dns`.
    Dns,
    /// The handshake failed: `tls`.
    Tls,
    /// There was an answer, and it was no answer to a challenge: `unauthorized`.
    Unauthorized,
}

impl LookFailure {
    /// A failure with its words.
    pub fn new(cause: FailureCause, detail: impl Into<String>) -> Self {
        Self { cause, detail: detail.into() }
    }
}

/// Eyes of the authority.
pub trait Validator: Send + Sync + 'static {
    /// The body at `http://<host>/.well-known/acme-challenge/<token>` (RFC 8555, 8.3).
    fn http01<'a>(&'a self, host: &'a str, token: &'a str) -> Look<'a, String>;

    /// The digest in the `acmeIdentifier` extension of the certificate that `host` presents for `acme-tls/1`
    /// (RFC 8737, 3).
    fn tls_alpn01<'a>(&'a self, host: &'a str) -> Look<'a, Vec<u8>>;

    /// The TXT values at a name, CNAMEs followed; none when the name has none. Absolute name without a trailing dot.
    fn txt<'a>(&'a self, name: &'a str) -> Look<'a, Vec<String>>;

    /// The CAA records at this one name, CNAMEs followed; none when it has none, or does not exist. The authority climbs
    /// by itself.
    fn caa<'a>(&'a self, name: &'a str) -> Look<'a, Vec<CaaRecord>>;
}

/// One CAA record (RFC 8659, 4.1).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaaRecord {
    /// 128 is "critical".
    pub flags: u8,
    /// E.g. `issue`.
    pub tag: String,
    /// E.g. `ca.test; validationmethods=dns-01`.
    pub value: String,
}

/// A text is no CAA record.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0:?} is no CAA record; one looks like 0 issue \"ca.test\"")]
pub struct NotCaa(String);

/// Presentation form (RFC 8659, 4.1.1): `0 issue "ca.test"`.
impl FromStr for CaaRecord {
    type Err = NotCaa;

    fn from_str(text: &str) -> Result<Self, NotCaa> {
        let mut parts = text.trim().splitn(3, ' ');
        let (Some(flags), Some(tag), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NotCaa(text.to_owned()));
        };
        let flags = flags.parse().map_err(|_| NotCaa(text.to_owned()))?;
        Ok(Self { flags, tag: tag.to_owned(), value: value.trim().trim_matches('"').to_owned() })
    }
}
