//! What is known of the certificate of one name: a line of the shelf that all edges of a fleet share.

use super::problem::IssuanceProblem;
use crate::certificate_name::CertificateName;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A private key and its chain. The key is sealed, or plain where the shelf is the owner's own folder; nobody but who made it
/// knows which.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptCertificate {
    /// The name it is held for.
    pub name: CertificateName,
    /// The private key (PKCS #8), sealed or not. Never printed.
    pub key: Vec<u8>,
    /// DER, leaf first.
    pub chain: Vec<Vec<u8>>,
    /// Which authority signed it, by its name in our settings: `internal`, `letsencrypt`, ….
    pub authority: String,
    /// Start of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
}

impl fmt::Debug for KeptCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptCertificate")
            .field("name", &self.name)
            .field("authority", &self.authority)
            .field("not_after", &self.not_after)
            .finish_non_exhaustive()
    }
}

/// When the authority wants a certificate to be replaced (RFC 9773, 4.2).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RenewalWindow {
    /// Not before.
    pub start: Timestamp,
    /// Not after.
    pub end: Timestamp,
}

/// One name's line, without the certificate itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Which name.
    pub name: CertificateName,
    /// The present certificate's validity and authority; `None` for a newcomer.
    pub held: Option<Held>,
    /// When something is to be done: looked at, renewed, tried again or deleted; `None` for never.
    pub due_at: Option<Timestamp>,
    /// When it is to be replaced; for a newcomer, when it was first wanted.
    pub renew_at: Option<Timestamp>,
    /// What the authority last suggested.
    pub window: Option<RenewalWindow>,
    /// Attempts that failed since the last success.
    pub failures: u32,
    /// Why the last attempt failed.
    pub problem: Option<IssuanceProblem>,
    /// Since when the name is no longer ours to serve; key and certificate are deleted when `due_at` comes.
    pub removed_at: Option<Timestamp>,
}

/// What an [`Entry`] knows of its certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// Who signed it.
    pub authority: String,
    /// Start of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
}

/// What the holder of a name's lease says when it gives the lease back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Settled {
    /// There is a new certificate. Failures and problem are forgotten.
    Stored {
        /// The certificate.
        kept: KeptCertificate,
        /// When it is to be replaced.
        renew_at: Timestamp,
        /// When it is to be looked at next.
        due_at: Timestamp,
    },
    /// It did not work. A certificate that was there stays. Counts as one more failure.
    Failed {
        /// Why.
        problem: IssuanceProblem,
        /// When it is tried again.
        due_at: Timestamp,
    },
    /// Nothing was ordered: the authority was asked about renewal, or the budget is spent. Does not count as a failure.
    Postponed {
        /// Why, if there is a reason to tell.
        problem: Option<IssuanceProblem>,
        /// When it is to be replaced, if that changed.
        renew_at: Option<Timestamp>,
        /// What the authority suggests, if it was asked.
        window: Option<RenewalWindow>,
        /// When it is to be looked at next.
        due_at: Timestamp,
    },
    /// The name is not ours to serve any more: nothing is ordered, and the line is deleted at `delete_at`.
    Removed {
        /// Since when.
        at: Timestamp,
        /// When key and certificate are deleted.
        delete_at: Timestamp,
    },
    /// The line, key and certificate are deleted now.
    Deleted,
}

/// Whether a lease was had.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "one at a time is moved, from the store to who asked; a box would cost more than it saves"
)]
pub enum Lease {
    /// Ours until the instant that was asked for.
    Ours(Entry),
    /// Somebody else's.
    Theirs {
        /// Until when, unless they extend it or give it back.
        until: Timestamp,
    },
}

/// Which kind of challenge an answer is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AnswerKind {
    /// RFC 8555, 8.3: by token.
    Http01,
    /// RFC 8737: by host name.
    TlsAlpn01,
}

impl AnswerKind {
    /// The name in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http01 => "http-01",
            Self::TlsAlpn01 => "tls-alpn-01",
        }
    }
}

/// What an edge was last told about a name it serves, so that it can go on without the control plane.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptVerdict {
    /// The visited name.
    pub name: String,
    /// Where its requests go; `None` for the default.
    pub origin: Option<String>,
    /// When it was told.
    pub told_at: Timestamp,
}
