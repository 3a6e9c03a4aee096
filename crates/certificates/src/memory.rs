//! What is remembered in the process: wildcard certificates in use and fresh failures. Both are bounded; nothing is kept
//! for each known name.

use crate::certificate::Certificate;
use crate::terms::NoCertificate;
use moka::sync::Cache;
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::time::Timestamp;

const FAILURES_MAX: u64 = 10_000;

#[derive(Debug)]
pub(crate) struct Memory {
    wildcards: Cache<CertificateName, Certificate>,
    failures: Cache<CertificateName, (Timestamp, NoCertificate)>,
}

impl Memory {
    pub(crate) fn new(wildcards_max: u64) -> Self {
        Self { wildcards: Cache::new(wildcards_max), failures: Cache::new(FAILURES_MAX) }
    }

    /// A wildcard certificate that is valid at `now`.
    pub(crate) fn wildcard(&self, name: &CertificateName, now: Timestamp) -> Option<Certificate> {
        self.wildcards.get(name).filter(|certificate| certificate.facts.is_valid_at(now))
    }

    /// Keeps a wildcard certificate, or gives the same one that is kept, so that its hosts share one key.
    pub(crate) fn keep(&self, certificate: Certificate) -> Certificate {
        let name = &certificate.facts.name;
        if matches!(name, CertificateName::Exact(_)) {
            return certificate;
        }
        match self.wildcards.get(name) {
            Some(kept) if kept.facts.fingerprint_sha256 == certificate.facts.fingerprint_sha256 => kept,
            _ => {
                self.wildcards.insert(name.clone(), certificate.clone());
                certificate
            }
        }
    }

    /// The failure that is remembered until later than `now`.
    pub(crate) fn failure(&self, name: &CertificateName, now: Timestamp) -> Option<NoCertificate> {
        self.failures.get(name).filter(|(until, _)| now < *until).map(|(_, failure)| failure)
    }

    pub(crate) fn keep_failure(&self, name: &CertificateName, until: Timestamp, failure: NoCertificate) {
        self.failures.insert(name.clone(), (until, failure));
    }

    pub(crate) fn forget(&self, name: &CertificateName) {
        self.wildcards.invalidate(name);
        self.failures.invalidate(name);
    }

    pub(crate) fn forget_all(&self) {
        self.wildcards.invalidate_all();
        self.failures.invalidate_all();
    }
}
