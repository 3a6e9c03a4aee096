//! What the authority tells tests about itself.

use crate::limits::LimitName;
use nameplate_domain::time::Timestamp;
use std::collections::BTreeMap;

/// A way to prove control of a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ChallengeType {
    /// RFC 8555, 8.3.
    Http01,
    /// RFC 8555, 8.4.
    Dns01,
    /// RFC 8737.
    TlsAlpn01,
}

impl ChallengeType {
    /// All, in the order in which authorizations show them.
    pub(crate) const ALL: [Self; 3] = [Self::Http01, Self::Dns01, Self::TlsAlpn01];

    /// The name in the protocol, e.g. `http-01`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http01 => "http-01",
            Self::Dns01 => "dns-01",
            Self::TlsAlpn01 => "tls-alpn-01",
        }
    }
}

/// One certificate that was issued.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IssuedRecord {
    /// In lower-case hexadecimal digits.
    pub serial: String,
    /// Sorted; wildcards with `*.`.
    pub names: Vec<String>,
    /// The first instant of validity; some time before it was issued.
    pub not_before: Timestamp,
    /// The last instant of validity.
    pub not_after: Timestamp,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// The account's URI.
    pub account: String,
    /// The profile it was issued under.
    pub profile: String,
    /// The serial number of the certificate that replaced it (RFC 9773, 5).
    pub replaced_by: Option<String>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// When a certificate should be renewed (RFC 9773, 4.2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RenewalWindow {
    /// Not before.
    pub start: Timestamp,
    /// Not after.
    pub end: Timestamp,
}

/// How validations ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Outcomes {
    /// Control was proved, and CAA did not forbid.
    pub valid: u64,
    /// Anything else.
    pub invalid: u64,
}

/// What happened since the start.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counters {
    /// Requests that were answered, outages left out.
    pub requests: u64,
    /// Accounts made.
    pub accounts: u64,
    /// Orders accepted.
    pub orders: u64,
    /// Of these, how many were exempt from limits because they replaced a certificate.
    pub exempt_orders: u64,
    /// Certificates issued.
    pub certificates: u64,
    /// Orders refused, by the limit that stood in the way.
    pub refusals: BTreeMap<LimitName, u64>,
    /// Validations by method.
    pub validations: BTreeMap<ChallengeType, Outcomes>,
    /// Authorizations that served another order without a new validation.
    pub reused_authorizations: u64,
    /// Good nonces refused on purpose.
    pub refused_nonces: u64,
}
