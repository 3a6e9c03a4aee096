//! The ownership challenge: what a customer publishes to prove control of a host name.

use crate::evidence::ProofMethod;
use crate::hostname::Hostname;
use crate::records::{DEFAULT_TTL_S, Record, RecordType};
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

    /// Owner name of the CNAME that delegates certificate challenges (RFC 8555, 8.4). A wildcard's stands at its parent.
    #[must_use]
    pub fn acme_name(hostname: &Hostname) -> String {
        format!("_acme-challenge.{}", hostname.base())
    }

    /// Value of that CNAME: the token below the ACME zone (`acme.<BASE_DOMAIN>`, no trailing dot). A token is one DNS label: 32
    /// hex digits.
    #[must_use]
    pub fn acme_target(&self, acme_zone: &str) -> String {
        format!("{}.{acme_zone}", self.0)
    }

    /// The TXT by which users of platforms prove a name. A wildcard's stands at its parent.
    #[must_use]
    pub fn paas_record(&self, hostname: &Hostname) -> Record {
        Record::new(format!("_paas-verify.{}", hostname.base()), RecordType::Txt, &self.0, DEFAULT_TTL_S)
    }

    /// The CNAME itself.
    #[must_use]
    pub fn acme_record(&self, hostname: &Hostname, acme_zone: &str) -> Record {
        Record::new(Self::acme_name(hostname), RecordType::Cname, &self.acme_target(acme_zone), DEFAULT_TTL_S)
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenge(…)")
    }
}

/// Every record that proves control of `hostname`; any one is enough. The first is the one that people are told about, and where several
/// are there, the first of those is the proof: the traffic CNAME rather than the platform's TXT, which stands in for it.
///
/// The CNAME at `_acme-challenge` proves the name that it stands at and the wildcard below it, never a sibling; since its value is
/// this connection's token, it counts from a wildcard record too ([`ProofMethod::bears_token`]). Where a fresh challenge is needed
/// ([`super::needs_fresh_proof`]), the traffic CNAME, which may have been there all along, is not offered.
#[must_use]
pub fn offered_proofs(
    hostname: &Hostname,
    challenge: &Challenge,
    app_target: &str,
    acme_zone: &str,
    fresh: bool,
) -> Vec<(ProofMethod, Record)> {
    let ttl = DEFAULT_TTL_S;
    let mut offered = vec![
        (ProofMethod::Txt, Record::new(Challenge::txt_name(hostname), RecordType::Txt, &challenge.txt_value(), ttl)),
        (ProofMethod::AcmeCname, challenge.acme_record(hostname, acme_zone)),
    ];
    let can_carry_cname = !hostname.is_wildcard() && hostname.apex() != hostname.as_str();
    if can_carry_cname && !fresh {
        offered.push((ProofMethod::TrafficCname, Record::new(hostname.as_str(), RecordType::Cname, app_target, ttl)));
    }
    offered.push((ProofMethod::PaasTxt, challenge.paas_record(hostname)));
    offered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hostname::PlatformNames;

    fn offered(name: &str, fresh: bool) -> Vec<(ProofMethod, String, String)> {
        let hostname = Hostname::parse(name, &PlatformNames::default()).unwrap();
        let proofs = offered_proofs(
            &hostname,
            &Challenge::from_random([0xab; 16]),
            "app-1.saas.example",
            "acme.saas.example",
            fresh,
        );
        proofs
            .into_iter()
            .map(|(method, record)| (method, format!("{} {}", record.rtype, record.host), record.value))
            .collect()
    }

    #[test]
    fn the_acme_cname_is_offered_everywhere_and_after_the_txt() {
        use ProofMethod::{AcmeCname, PaasTxt, TrafficCname, Txt};
        let token = "ab".repeat(16);
        for (name, fresh, base, expected) in [
            ("shop.customer.com", false, "shop.customer.com", &[Txt, AcmeCname, TrafficCname, PaasTxt][..]),
            ("shop.customer.com", true, "shop.customer.com", &[Txt, AcmeCname, PaasTxt]),
            ("customer.com", false, "customer.com", &[Txt, AcmeCname, PaasTxt]),
            ("*.customer.com", false, "customer.com", &[Txt, AcmeCname, PaasTxt]),
        ] {
            let offered = offered(name, fresh);
            let methods: Vec<ProofMethod> = offered.iter().map(|(method, ..)| *method).collect();
            assert_eq!(methods, expected, "{name}");
            assert_eq!(offered[1].1, format!("CNAME _acme-challenge.{base}"));
            assert_eq!(offered[1].2, format!("{token}.acme.saas.example"));
        }
    }

    #[test]
    fn the_target_is_the_token_that_a_delegation_is_judged_by() {
        let challenge = Challenge::from_random([7; 16]);
        let target = challenge.acme_target("acme.saas.example");
        assert_eq!(target.split('.').next(), Some(challenge.token()));
        assert_eq!(format!("{challenge:?}"), "Challenge(…)");
    }
}
