//! The ownership challenge: what a customer publishes to prove control of a host name.

use crate::evidence::ProofMethod;
use crate::hostname::Hostname;
use crate::records::{Record, RecordType};
use std::fmt;

/// A token of at least 128 random bits, bound to one connection. Printed as `…` by `Debug`: challenge values stay out of logs.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Challenge(String);

impl Challenge {
    /// From 16 random bytes: 32 lower-case hex digits.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// A token that [`Challenge::from_random`] made earlier, read back from where it was kept.
    #[must_use]
    pub fn trusted(stored: String) -> Self {
        Self(stored)
    }

    /// The bare token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.0
    }

    /// Owner name of the ownership TXT. A wildcard's stands at its parent.
    #[must_use]
    pub fn txt_name(hostname: &Hostname) -> String {
        format!("_customdomain-challenge.{}", hostname.base())
    }

    /// Value of the ownership TXT.
    #[must_use]
    pub fn txt_value(&self) -> String {
        format!("cd-verify-{}", self.0)
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenge(…)")
    }
}

/// Every record that proves control of `hostname`; any one is enough. A takeover needs a fresh DNS challenge, so the traffic
/// CNAME, which may have been there all along, is not offered for it.
#[must_use]
pub fn offered_proofs(
    hostname: &Hostname,
    challenge: &Challenge,
    app_target: &str,
    takeover: bool,
) -> Vec<(ProofMethod, Record)> {
    let ttl = crate::records::DEFAULT_TTL_S;
    let mut offered = vec![
        (ProofMethod::Txt, Record::new(Challenge::txt_name(hostname), RecordType::Txt, &challenge.txt_value(), ttl)),
        (
            ProofMethod::PaasTxt,
            Record::new(format!("_paas-verify.{}", hostname.base()), RecordType::Txt, challenge.token(), ttl),
        ),
    ];
    let can_carry_cname = !hostname.is_wildcard() && hostname.apex() != hostname.as_str();
    if can_carry_cname && !takeover {
        offered.push((ProofMethod::TrafficCname, Record::new(hostname.as_str(), RecordType::Cname, app_target, ttl)));
    }
    offered
}
