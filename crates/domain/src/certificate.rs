//! Certificates as the control plane knows them: a mirror of what edges really serve.

use crate::issuance::problem::IssuanceProblem;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What became of the last issuance.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CertificateStatus {
    /// Wanted, and not there yet.
    Pending,
    /// An edge holds a valid certificate.
    Issued,
    /// The last attempt failed and there is no valid certificate.
    Failed,
}

impl CertificateStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Issued, Self::Failed];

    /// The name in the API and in metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Issued => "issued",
            Self::Failed => "failed",
        }
    }
}

/// Who decided when a certificate is replaced.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Renewal {
    /// The authority suggests a time (RFC 9773).
    Authority,
    /// The certificate's life: what is left of it.
    Life,
}

impl Renewal {
    /// Each of them.
    pub const ALL: [Self; 2] = [Self::Authority, Self::Life];

    /// The name in the API and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authority => "authority",
            Self::Life => "life",
        }
    }

    /// The one of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|renewal| renewal.as_str() == name)
    }
}

/// One certificate of a chain, by what it says about itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChainLink {
    /// Whose it is (RFC 4514).
    pub subject: String,
    /// Who signed it.
    pub issuer: String,
    /// Start of validity.
    #[serde(rename = "not_before_ms")]
    pub not_before: Timestamp,
    /// End of validity.
    #[serde(rename = "not_after_ms")]
    pub not_after: Timestamp,
    /// Lower-case hex.
    pub serial: String,
    /// SHA-256 of the DER form, lower-case hex.
    pub fingerprint_sha256: String,
}

/// The certificate of one host name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Certificate {
    /// The name it is for.
    pub hostname: String,
    /// What became of the last issuance.
    pub status: CertificateStatus,
    /// Who signed it; empty when none was ever issued.
    pub issuer: String,
    /// Serial number, lower-case hex; empty when none was ever issued.
    pub serial: String,
    /// SHA-256 of the DER form, lower-case hex; empty when none was ever issued.
    pub fingerprint_sha256: String,
    /// Start of validity.
    pub not_before: Option<Timestamp>,
    /// End of validity.
    pub not_after: Option<Timestamp>,
    /// Which authority signed it, by its name in our settings.
    pub authority: Option<String>,
    /// The names in it; empty when none was ever issued.
    pub names: Vec<String>,
    /// The leaf and what signed it, as edges send them; empty when no edge told.
    pub chain: Vec<ChainLink>,
    /// When it is to be replaced.
    pub renew_at: Option<Timestamp>,
    /// Who decided on that; `None` when no edge told.
    pub renewal: Option<Renewal>,
    /// Why the last attempt failed, in the issuer's words.
    pub problem: Option<String>,
    /// The same, with who must do what and when it is tried again.
    pub trouble: Option<IssuanceProblem>,
    /// When somebody last asked for another one.
    pub renew_requested_at: Option<Timestamp>,
    /// When an edge last reported.
    pub reported_at: Timestamp,
}

impl Certificate {
    /// None is held, and one is wanted.
    #[must_use]
    pub fn pending(hostname: &str, since: Timestamp) -> Self {
        Self {
            hostname: hostname.to_owned(),
            status: CertificateStatus::Pending,
            issuer: String::new(),
            serial: String::new(),
            fingerprint_sha256: String::new(),
            not_before: None,
            not_after: None,
            authority: None,
            names: vec![],
            chain: vec![],
            renew_at: None,
            renewal: None,
            problem: None,
            trouble: None,
            renew_requested_at: None,
            reported_at: since,
        }
    }
}
