//! From a name to a site.
//!
//! 1. Memory: a site whose verdict still holds and whose certificate is valid. No waiting; what nearly every handshake
//!    sees. Below it, one climb for each name at a time, on the shared runtime:
//! 2. a certificate in memory or in the folder: the control plane is asked whether the name may be *served*;
//! 3. else the control plane is asked whether one may be *issued*, and the issuer issues it.
//!
//! A certificate is kept on disk after it is handed to the visitor, not before: a flush is slower than signing, and a
//! lost certificate of the internal CA is merely issued again. (An issuer with quotas keeps before it hands over.)

use super::{Certificate, CertificateError, Facts, Files, Site, TlsTerms};
use crate::ServerName;
use crate::ask::{CertificateOutcome, CertificateReport, Purpose, Refusal, Remembered, Reports};
use crate::busy::Busy;
use crate::issue::{IssueError, Issuer, OneAtATime, Renewals};
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

/// Finds sites. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Ladder {
    parts: Arc<LadderParts>,
    flights: Arc<OneAtATime<ServerName, Climb>>,
    sites: Cache<ServerName, Arc<Site>>,
    failures: Cache<ServerName, NoSite>,
    issuing: Arc<Semaphore>,
    renewals: Arc<Renewals>,
    storing: Busy,
}

/// Where the certificate of a site came from in one climb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// From memory or the folder.
    Held,
    /// From the issuer, just now; the control plane is told without further ado.
    Issued,
}

type Climb = Result<(Arc<Site>, Found), NoSite>;

/// What a ladder stands on.
pub(crate) struct LadderParts {
    pub(crate) remembered: Remembered,
    pub(crate) files: Files,
    pub(crate) issuer: Arc<dyn Issuer>,
    pub(crate) reports: Arc<Reports>,
    pub(crate) terms: TlsTerms,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) runtime: Handle,
    pub(crate) counters: Arc<Counters>,
}

/// Why there is no site for a name.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum NoSite {
    #[error("the name is not served")]
    Refused(#[source] Refusal),
    #[error("no certificate was issued: {0}")]
    Issue(Arc<IssueError>),
    #[error("the certificate issued is not usable")]
    Unusable(#[source] Arc<CertificateError>),
    #[error("the search for a certificate broke off")]
    BrokeOff,
}

impl NoSite {
    /// Whether the control plane said no, as opposed to something not working.
    pub(crate) fn is_denied(&self) -> bool {
        matches!(self, Self::Refused(Refusal::Denied))
    }
}

impl Ladder {
    pub(crate) fn new(parts: LadderParts, settings: &EdgeSettings) -> Self {
        Self {
            flights: Arc::new(OneAtATime::new(parts.runtime.clone())),
            sites: Cache::new(settings.sites_max),
            failures: Cache::builder().max_capacity(10_000).time_to_live(FAILURE_REMEMBERED).build(),
            issuing: Arc::new(Semaphore::new(settings.issuances_max)),
            renewals: Arc::default(),
            storing: Busy::new(),
            parts: Arc::new(parts),
        }
    }

    /// The first rung: a site that can be served now without waiting.
    pub(crate) fn at_hand(&self, name: &ServerName) -> Option<Arc<Site>> {
        self.sites.get(name).filter(|site| self.serves(site))
    }

    /// The site of a name, by whichever rung it takes.
    pub(crate) async fn site(&self, name: &ServerName) -> Result<Arc<Site>, NoSite> {
        if let Some(site) = self.at_hand(name) {
            return Ok(site);
        }
        self.flight(name, false).await.map(|(site, _)| site)
    }

    /// Like [`site`](Self::site), for a name that the control plane has just named: an earlier no is forgotten.
    pub(crate) async fn site_ahead(&self, name: &ServerName) -> Climb {
        self.parts.remembered.forget_refusal(name);
        self.flight(name, false).await
    }

    /// A site with a fresh certificate. A climb already under way is joined instead, so look at what it brought.
    pub(crate) async fn renewed(&self, name: &ServerName) -> Result<Arc<Site>, NoSite> {
        self.flight(name, true).await.map(|(site, _)| site)
    }

    /// What a stream that was opened on `site` is to be served by now: the same while its verdict holds.
    pub(crate) async fn still(&self, site: &Arc<Site>) -> Result<Arc<Site>, NoSite> {
        if self.parts.remembered.still_holds(site.name(), site.allowed()) {
            return Ok(Arc::clone(site));
        }
        self.site(site.name()).await
    }

    /// Whether a name is known to the control plane; needs no certificate.
    pub(crate) async fn is_known(&self, name: &ServerName) -> Result<bool, Refusal> {
        match self.parts.remembered.allowed(name, Purpose::Serve).await {
            Ok(_) => Ok(true),
            Err(Refusal::Denied) => Ok(false),
            Err(unknown) => Err(unknown),
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

    fn serves(&self, site: &Site) -> bool {
        self.parts.remembered.still_holds(site.name(), site.allowed())
            && site.certificate().facts.is_valid_at(self.parts.clock.now())
    }

    async fn flight(&self, name: &ServerName, renew: bool) -> Climb {
        let (ladder, climbed) = (self.clone(), name.clone());
        self.flights
            .run(name.clone(), move || async move { ladder.climb(climbed, renew).await })
            .await
            .unwrap_or(Err(NoSite::BrokeOff))
    }

    async fn climb(&self, name: ServerName, renew: bool) -> Climb {
        if !renew && let Some(site) = self.at_hand(&name) {
            return Ok((site, Found::Held));
        }
        let held = if renew { None } else { self.held(&name).await };
        let purpose = if held.is_some() { Purpose::Serve } else { Purpose::Issue };
        let allowed = self.parts.remembered.allowed(&name, purpose).await.map_err(|refusal| {
            if refusal == Refusal::Denied && !renew {
                self.sites.invalidate(&name);
            }
            NoSite::Refused(refusal)
        })?;
        let (certificate, found) = match held {
            Some(certificate) => (certificate, Found::Held),
            None => (self.issued(&name).await?, Found::Issued),
        };
        let site = Arc::new(Site::new(name.clone(), certificate, allowed, &self.parts.terms));
        self.sites.insert(name, Arc::clone(&site));
        Ok((site, found))
    }

    /// A valid certificate from memory or the folder.
    async fn held(&self, name: &ServerName) -> Option<Certificate> {
        let now = self.parts.clock.now();
        if let Some(site) = self.sites.get(name) {
            return Some(site.certificate().clone()).filter(|certificate| certificate.facts.is_valid_at(now));
        }
        let (files, wanted) = (self.parts.files.clone(), name.clone());
        let certificate = match self.parts.runtime.spawn_blocking(move || files.load(&wanted)).await {
            Ok(Ok(certificate)) => certificate?,
            Ok(Err(error)) => {
                self.parts.counters.storage_errors_total.up();
                tracing::error!(server.name = %name, error = &error as &dyn std::error::Error, "A stored certificate cannot be read; another one is issued.");
                return None;
            }
            Err(_broke_off) => return None,
        };
        self.parts.counters.certificates_loaded_total.up();
        self.renewals.note(name, &certificate.facts);
        Some(certificate).filter(|certificate| certificate.facts.is_valid_at(now))
    }

    async fn issued(&self, name: &ServerName) -> Result<Certificate, NoSite> {
        if let Some(failure) = self.failures.get(name) {
            return Err(failure);
        }
        let Ok(_permit) = self.issuing.acquire().await else { return Err(NoSite::BrokeOff) };
        match self.issue(name).await {
            Ok((pem, certificate)) => {
                self.parts.counters.certificates_issued_total.up();
                self.renewals.note(name, &certificate.facts);
                self.keep(name, pem, &certificate.facts);
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

    async fn issue(&self, name: &ServerName) -> Result<(String, Certificate), NoSite> {
        let pem = self.parts.issuer.issue(name).await.map_err(|error| NoSite::Issue(Arc::new(error)))?.0;
        let certificate = Certificate::from_pem(&pem, name).map_err(|error| NoSite::Unusable(Arc::new(error)))?;
        Ok((pem, certificate))
    }

    /// Stores in the background, then reports. A full disk costs a new certificate after a restart, nothing now.
    fn keep(&self, name: &ServerName, pem: String, facts: &Arc<Facts>) {
        let (parts, name, facts) = (Arc::clone(&self.parts), name.clone(), Arc::clone(facts));
        let hold = self.storing.hold();
        self.parts.runtime.spawn_blocking(move || {
            if let Err(error) = parts.files.store(&name, &pem) {
                parts.counters.storage_errors_total.up();
                tracing::error!(server.name = %name, error = &error as &dyn std::error::Error, "A certificate cannot be stored; it is served from memory and will be issued again after a restart.");
            }
            parts.reports.put(CertificateReport { hostname: name.to_string(), outcome: facts.to_outcome() });
            drop(hold);
        });
    }
}

impl fmt::Debug for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ladder").field("sites", &self.sites.entry_count()).finish_non_exhaustive()
    }
}
