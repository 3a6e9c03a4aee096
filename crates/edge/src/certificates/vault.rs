//! Certificates by name: taken from the folder, issued, kept and reported. Knows nothing of verdicts or visitors.
//!
//! A certificate is kept on disk after it is handed out, not before: a flush is slower than signing, and a lost
//! certificate of the internal CA is merely issued again. (An issuer with quotas keeps before it hands over.)

use super::{Certificate, CertificateError, Files};
use crate::CertificateName;
use crate::ask::{CertificateOutcome, CertificateReport, Reports};
use crate::busy::Busy;
use crate::issue::{IssueError, Issuer, Renewals};
use crate::meter::Counters;
use crate::settings::EdgeSettings;
use moka::sync::Cache;
use nameplate_domain::time::{Clock, Timestamp};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

/// After a failed issuance the issuer is not bothered about the name for so long.
const FAILURE_REMEMBERED: Duration = Duration::from_secs(5);

/// Where certificates come from and stay. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Vault {
    parts: Arc<VaultParts>,
    /// Wildcard certificates in memory: one for however many sites. Those for one host are with their site.
    wildcards: Cache<CertificateName, Certificate>,
    failures: Cache<CertificateName, NoCertificate>,
    issuing: Arc<Semaphore>,
    renewals: Arc<Renewals>,
    storing: Busy,
}

/// What a vault stands on.
pub(crate) struct VaultParts {
    pub(crate) files: Files,
    pub(crate) issuer: Arc<dyn Issuer>,
    pub(crate) reports: Arc<Reports>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) runtime: Handle,
    pub(crate) counters: Arc<Counters>,
}

/// Why there is no certificate for a name.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum NoCertificate {
    #[error("no certificate was issued: {0}")]
    Issue(Arc<IssueError>),
    #[error("the certificate issued is not usable")]
    Unusable(#[source] Arc<CertificateError>),
    #[error("the edge is shutting down")]
    ShuttingDown,
}

impl Vault {
    pub(crate) fn new(parts: VaultParts, settings: &EdgeSettings) -> Self {
        Self {
            wildcards: Cache::new(settings.sites_max),
            failures: Cache::builder().max_capacity(10_000).time_to_live(FAILURE_REMEMBERED).build(),
            issuing: Arc::new(Semaphore::new(settings.issuances_max)),
            renewals: Arc::default(),
            storing: Busy::new(),
            parts: Arc::new(parts),
        }
    }

    pub(crate) fn renewals(&self) -> &Renewals {
        &self.renewals
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// Puts every stored certificate on the list of renewals. Blocks; made for the start.
    pub(crate) fn list_stored(&self) {
        if let Err(error) = self.parts.files.each(|name, facts| self.renewals.note(name, facts)) {
            self.parts.counters.storage_errors_total.up();
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "The stored certificates cannot be listed; they are renewed once they were visited."
            );
        }
    }

    /// Resolves when every certificate issued so far is on disk, or has failed to get there.
    pub(crate) async fn all_stored(&self) {
        self.storing.idle().await;
    }

    /// A valid wildcard certificate in memory.
    pub(crate) fn in_memory(&self, name: &CertificateName) -> Option<Certificate> {
        self.wildcards.get(name).filter(|certificate| certificate.facts.is_valid_at(self.now()))
    }

    /// The first of these names for which a valid certificate is held, in memory or in the folder.
    pub(crate) async fn held(&self, names: Vec<CertificateName>) -> Option<Certificate> {
        let this = self.clone();
        self.parts.runtime.spawn_blocking(move || names.iter().find_map(|name| this.held_one(name))).await.ok()?
    }

    fn held_one(&self, name: &CertificateName) -> Option<Certificate> {
        self.in_memory(name).or_else(|| self.stored(name))
    }

    fn stored(&self, name: &CertificateName) -> Option<Certificate> {
        let certificate = match self.parts.files.load(name) {
            Ok(certificate) => certificate?,
            Err(error) => {
                self.parts.counters.storage_errors_total.up();
                tracing::error!(server.name = %name, error = &error as &dyn std::error::Error, "A stored certificate cannot be read; another one is issued.");
                return None;
            }
        };
        self.parts.counters.certificates_loaded_total.up();
        self.take_in(&certificate);
        Some(certificate).filter(|certificate| certificate.facts.is_valid_at(self.now()))
    }

    /// A new certificate. Call it once at a time for each name.
    pub(crate) async fn issued(&self, name: &CertificateName) -> Result<Certificate, NoCertificate> {
        if let Some(failure) = self.failures.get(name) {
            return Err(failure);
        }
        let Ok(_permit) = self.issuing.acquire().await else { return Err(NoCertificate::ShuttingDown) };
        match self.issue(name).await {
            Ok((pem, certificate)) => {
                self.parts.counters.certificates_issued_total.up();
                self.take_in(&certificate);
                self.keep(pem, &certificate);
                Ok(certificate)
            }
            Err(failure) => {
                self.parts.counters.certificates_failed_total.up();
                self.failures.insert(name.clone(), failure.clone());
                tracing::error!(server.name = %name, error = &failure as &dyn std::error::Error, "No certificate could be issued.");
                let detail = failure.to_string();
                let hostname = name.to_string();
                self.parts.reports.put(CertificateReport { hostname, outcome: CertificateOutcome::Failed { detail } });
                Err(failure)
            }
        }
    }

    async fn issue(&self, name: &CertificateName) -> Result<(String, Certificate), NoCertificate> {
        let pem = self.parts.issuer.issue(name).await.map_err(|error| NoCertificate::Issue(Arc::new(error)))?.0;
        let certificate =
            Certificate::from_pem(&pem, name).map_err(|error| NoCertificate::Unusable(Arc::new(error)))?;
        Ok((pem, certificate))
    }

    fn take_in(&self, certificate: &Certificate) {
        let name = &certificate.facts.name;
        self.renewals.note(name, &certificate.facts);
        if matches!(name, CertificateName::Wildcard(_)) {
            self.wildcards.insert(name.clone(), certificate.clone());
        }
    }

    /// Stores in the background, then reports. A full disk costs a new certificate after a restart, nothing now.
    fn keep(&self, pem: String, certificate: &Certificate) {
        let (parts, facts) = (Arc::clone(&self.parts), Arc::clone(&certificate.facts));
        let hold = self.storing.hold();
        self.parts.runtime.spawn_blocking(move || {
            let name = &facts.name;
            if let Err(error) = parts.files.store(name, &pem) {
                parts.counters.storage_errors_total.up();
                tracing::error!(server.name = %name, error = &error as &dyn std::error::Error, "A certificate cannot be stored; it is served from memory and will be issued again after a restart.");
            }
            parts.reports.put(CertificateReport { hostname: name.to_string(), outcome: facts.to_outcome() });
            drop(hold);
        });
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("wildcards", &self.wildcards.entry_count()).finish_non_exhaustive()
    }
}
