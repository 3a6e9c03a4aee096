//! Where answers to challenges are put so that the authority finds them.

use crate::Later;
use nameplate_domain::issuance::method::Method;
use nameplate_domain::issuance::problem::{Actor, IssuanceProblem};
use std::fmt;

/// What the authority will look for, for one name (RFC 8555, 8; RFC 8737). `host` is a name without `*.` and without a trailing
/// dot.
#[derive(Clone, PartialEq, Eq)]
pub enum Presented {
    /// At `http://<host>/.well-known/acme-challenge/<token>`: the key authorization (RFC 8555, 8.3).
    Http01 {
        /// Visited name.
        host: String,
        /// Last segment of the path: base64url.
        token: String,
        /// The whole body.
        key_authorization: String,
    },
    /// In a handshake for `host` with ALPN `acme-tls/1`: a certificate from [`crate::tls_alpn_certificate`] (RFC 8737, 3).
    TlsAlpn01 {
        /// SNI.
        host: String,
        /// SHA-256 of the key authorization.
        digest: [u8; 32],
    },
    /// A TXT record at `_acme-challenge.<host>`, or where its CNAME leads (RFC 8555, 8.4). A name and its wildcard in one order
    /// have two values at one place: both must be there.
    Dns01 {
        /// The name, or for `*.x` the name below the star.
        host: String,
        /// Value of the record.
        value: String,
    },
}

impl Presented {
    /// The name it is for, without `*.`.
    #[must_use]
    pub fn host(&self) -> &str {
        match self {
            Self::Http01 { host, .. } | Self::TlsAlpn01 { host, .. } | Self::Dns01 { host, .. } => host,
        }
    }

    /// By which challenge.
    #[must_use]
    pub const fn method(&self) -> Method {
        match self {
            Self::Http01 { .. } => Method::Http01,
            Self::TlsAlpn01 { .. } => Method::TlsAlpn01,
            Self::Dns01 { .. } => Method::Dns01,
        }
    }
}

/// Name and method; challenge values are not for logs.
impl fmt::Debug for Presented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presented")
            .field("host", &self.host())
            .field("method", &self.method().as_str())
            .finish_non_exhaustive()
    }
}

/// Answers challenges, on every machine that the authority may ask.
pub trait Stage: Send + Sync + 'static {
    /// Puts an answer up and returns when the authority may ask for it: when all servers give it. May be called for several
    /// names at once.
    fn present<'a>(&'a self, presented: &'a Presented) -> Later<'a, Result<(), StageError>>;

    /// Takes it down. Called for whatever `present` was called with, also when that failed or was broken off half-way, and
    /// again when it was broken off itself, so it must bear an answer that is not there.
    fn withdraw<'a>(&'a self, presented: &'a Presented) -> Later<'a, ()>;
}

/// An answer could not be put up; nothing was burnt at the authority.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the answer to the challenge could not be put up: {}", .problem.message)]
pub struct StageError {
    /// What to tell. The authority's name is filled in when it is missing.
    pub problem: Box<IssuanceProblem>,
}

impl StageError {
    /// With the code `challenge_not_presented`, and who can put it right.
    #[must_use]
    pub fn new(message: impl Into<String>, actor: Actor) -> Self {
        IssuanceProblem {
            code: "challenge_not_presented".to_owned(),
            message: message.into(),
            actor,
            detail: None,
            authority: None,
            retry_at: None,
        }
        .into()
    }
}

impl From<IssuanceProblem> for StageError {
    fn from(problem: IssuanceProblem) -> Self {
        Self { problem: Box::new(problem) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_shows_its_name_and_method_and_no_value() {
        let presented = Presented::Http01 {
            host: "shop.example.com".to_owned(),
            token: "tok-secret".to_owned(),
            key_authorization: "tok-secret.thumb".to_owned(),
        };
        assert_eq!(format!("{presented:?}"), r#"Presented { host: "shop.example.com", method: "http-01", .. }"#);
    }
}
