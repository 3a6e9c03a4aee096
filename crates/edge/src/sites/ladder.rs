//! From a name to a site.
//!
//! 1. Memory: a site whose verdict still holds and whose certificate is valid. No waiting; what nearly every handshake
//!    sees. Below it, one climb for each name at a time, on the shared runtime:
//! 2. a certificate held for the name, else one held for the wildcard that covers it: the control plane is asked whether
//!    the name may be *served*;
//! 3. else the control plane is asked whether one may be *issued* for the name, and it is obtained.
//!
//! The verdict is always that of the visited name, whichever certificate it is served with.

use super::{Site, TlsTerms};
use crate::ask::{Allowed, Purpose, Refusal, Remembered};
use crate::census::Census;
use crate::liaison::Schedule;
use crate::meter::Counters;
use crate::settings::EdgeSettings;
use crate::{CertificateName, ServerName};
use moka::sync::Cache;
use nameplate_certificates::OneAtATime;
use nameplate_certificates::{Certificate, Certificates, NoCertificate, ShelfError, links_of};
use nameplate_domain::issuance::renewal::decided_by;
use nameplate_domain::time::{Clock, Timestamp};
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;

/// Names that are known to have no certificate and to have been refused one.
const BARREN_MAX: u64 = 200_000;

/// Finds sites. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Ladder {
    inner: Arc<Inner>,
}

/// What a ladder stands on.
pub(crate) struct LadderParts {
    pub(crate) remembered: Remembered,
    pub(crate) certificates: Certificates,
    pub(crate) census: Census,
    pub(crate) terms: TlsTerms,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) counters: Arc<Counters>,
    pub(crate) runtime: Handle,
}

struct Inner {
    parts: LadderParts,
    sites: Cache<ServerName, Arc<Site>>,
    /// What keeps a flood of a name that is nobody's away from the shelf: as long as the refusal is remembered.
    barren: Cache<ServerName, ()>,
    climbs: OneAtATime<ServerName, Result<Arc<Site>, NoSite>>,
    retry_pause: Duration,
    positive_ttl: Duration,
}

/// Where a certificate came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// From memory or the shelf.
    Held,
    /// Just obtained; whoever did so tells the control plane.
    Obtained,
}

/// Why there is no site for a name.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum NoSite {
    #[error("the name is not served")]
    Refused(#[source] Refusal),
    #[error("no certificate could be obtained")]
    Certificate(#[from] NoCertificate),
    #[error("no certificate can be looked up")]
    Shelf(#[from] ShelfError),
    #[error("the search for a certificate broke off")]
    BrokeOff,
}

impl NoSite {
    /// Whether the control plane said no, as opposed to something not working.
    pub(crate) fn is_denied(&self) -> bool {
        matches!(self, Self::Refused(Refusal::Denied))
    }

    /// Whether something that this edge needs does not work: its shelf, or the way to the control plane. Neither the name nor
    /// an authority has anything to do with it.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Refused(Refusal::Denied) | Self::Certificate(NoCertificate::Problem(_) | NoCertificate::Removed) => {
                false
            }
            Self::Refused(Refusal::Unknown(_)) | Self::Shelf(_) | Self::BrokeOff => true,
            Self::Certificate(NoCertificate::Shelf(_) | NoCertificate::BrokeOff) => true,
        }
    }
}

impl Ladder {
    pub(crate) fn new(parts: LadderParts, settings: &EdgeSettings) -> Self {
        let inner = Inner {
            sites: Cache::new(settings.sites_max),
            barren: Cache::builder().max_capacity(BARREN_MAX).time_to_live(settings.ask_negative_ttl).build(),
            climbs: OneAtATime::new(parts.runtime.clone()),
            retry_pause: settings.ask_retry_pause,
            positive_ttl: settings.ask_positive_ttl,
            parts,
        };
        Self { inner: Arc::new(inner) }
    }

    pub(crate) fn terms(&self) -> &TlsTerms {
        &self.inner.parts.terms
    }

    /// The first rung: a site that can be served now without waiting.
    pub(crate) fn at_hand(&self, name: &ServerName) -> Option<Arc<Site>> {
        let site = self.inner.sites.get(name).filter(|site| self.serves(site))?;
        if site.take_doubt() {
            let (this, name) = (self.clone(), name.clone());
            self.inner.parts.runtime.spawn(async move { this.look_again(&name).await });
        }
        Some(site)
    }

    /// The site of a name, by whichever rung it takes.
    pub(crate) async fn site(&self, name: &ServerName) -> Result<Arc<Site>, NoSite> {
        if let Some(site) = self.at_hand(name) {
            return Ok(site);
        }
        let site = self.climbed(name).await?;
        // A climb joined under way may have got its verdict before the control plane changed it.
        if site.allowed().is_overruled() { self.climbed(name).await } else { Ok(site) }
    }

    /// What a stream that was opened on `site` is to be served by now: the same while its verdict holds.
    pub(crate) async fn still(&self, site: &Arc<Site>) -> Result<Arc<Site>, NoSite> {
        if self.inner.parts.remembered.still_holds(site.name(), site.allowed()) {
            return Ok(Arc::clone(site));
        }
        self.site(site.name()).await
    }

    /// Resolves once the control plane has said no to the name of a site: at once when it tells of a change, else when a
    /// verdict's time is up. That nothing can be asked or obtained is no reason.
    pub(crate) async fn refused(&self, mut site: Arc<Site>) {
        loop {
            let _ = tokio::time::timeout(self.inner.positive_ttl, site.allowed().overruled()).await;
            match self.still(&site).await {
                Ok(now) if now.allowed().is_overruled() => tokio::time::sleep(self.inner.retry_pause).await,
                Ok(now) => site = now,
                Err(error) if error.is_denied() => return,
                Err(_unknown) => tokio::time::sleep(self.inner.retry_pause).await,
            }
        }
    }

    /// Whether a name is known to the control plane; needs no certificate.
    pub(crate) async fn is_known(&self, name: &ServerName) -> Result<bool, Refusal> {
        match self.inner.parts.remembered.allowed(&name.clone().into(), Purpose::Serve).await {
            Ok(_) => Ok(true),
            Err(Refusal::Denied) => Ok(false),
            Err(unknown) => Err(unknown),
        }
    }

    /// A certificate for exactly this name, held or obtained now, for a name that the control plane has just named: an
    /// earlier no is forgotten, and that a wildcard covers the name is not enough.
    pub(crate) async fn ordered(&self, name: &CertificateName) -> Result<(Certificate, Found), NoSite> {
        self.inner.parts.remembered.forget_refusal(name);
        let held = match self.in_memory(name) {
            Some(certificate) => Some(certificate),
            None => self.found(vec![name.clone()]).await?,
        };
        let (certificate, found, allowed) = match held {
            Some(certificate) => (certificate, Found::Held, self.allowed(name, Purpose::Serve).await?),
            None => {
                let allowed = self.allowed(name, Purpose::Issue).await?;
                (self.inner.parts.certificates.obtain(name).await?, Found::Obtained, allowed)
            }
        };
        if let CertificateName::Exact(host) = name {
            self.placed(host, certificate.clone(), allowed);
        }
        Ok((certificate, found))
    }

    /// A new certificate in place of the one that is held, because the control plane wants one.
    pub(crate) async fn renewed(&self, name: &CertificateName) -> Result<(), NoSite> {
        self.inner.parts.remembered.forget_refusal(name);
        self.allowed(name, Purpose::Issue).await?;
        self.inner.parts.certificates.renew(name).await?;
        Ok(())
    }

    /// The chain of a name's certificate and when it is to be replaced, as far as that can be read.
    pub(crate) async fn schedule(&self, name: &CertificateName) -> Schedule {
        let shelf = self.inner.parts.certificates.shelf();
        let Ok(Some(entry)) = shelf.entry(name).await else { return Schedule::default() };
        let Some(renew_at) = entry.renew_at else { return Schedule::default() };
        // Whether it is still valid was looked at before.
        let kept = shelf.certificate(std::slice::from_ref(name), Timestamp::from_ms(i64::MIN)).await;
        let chain = kept.ok().flatten().map(|kept| links_of(&kept.chain)).unwrap_or_default();
        Schedule::new(chain, renew_at, decided_by(renew_at, entry.window))
    }

    /// The control plane says that its verdicts about these names may be others now.
    pub(crate) fn changed(&self, names: &HashSet<CertificateName>) {
        self.inner.parts.remembered.forget(names);
        self.inner.parts.census.look_at(names);
    }

    /// The control plane says that any verdict may be another now.
    pub(crate) fn all_changed(&self) {
        self.inner.parts.remembered.doubt_all();
        self.inner.parts.census.look_at_all();
    }

    /// The certificate of this name is another one now, or gone. What is served meanwhile is the old one.
    pub(crate) async fn certificate_changed(&self, name: &CertificateName) {
        match name {
            CertificateName::Exact(host) => {
                self.inner.barren.invalidate(host);
                self.look_again(host).await;
            }
            CertificateName::Wildcard(_) => {
                self.inner.barren.invalidate_all();
                let served_by_it = |site: &Site| site.certificate().facts.name == *name;
                let hosts = self.inner.sites.iter().filter(|(_, site)| served_by_it(site)).map(|(host, _)| host);
                for host in hosts.collect::<Vec<_>>() {
                    self.look_again(&host).await;
                }
            }
        }
    }

    /// Any certificate may be another one now: each is looked up again behind its next visitor.
    pub(crate) fn certificates_changed(&self) {
        self.inner.barren.invalidate_all();
        self.inner.sites.iter().for_each(|(_, site)| site.doubt());
    }

    fn serves(&self, site: &Site) -> bool {
        self.inner.parts.remembered.still_holds(site.name(), site.allowed())
            && site.certificate().facts.is_valid_at(self.inner.parts.clock.now())
    }

    /// Looks whether there is another certificate for a site in memory.
    async fn look_again(&self, name: &ServerName) {
        let Some(site) = self.inner.sites.get(name) else { return };
        match self.found(names_for(name)).await {
            Ok(Some(certificate)) => drop(self.placed(name, certificate, Arc::clone(site.allowed()))),
            Ok(None) => self.inner.sites.invalidate(name),
            Err(error) => {
                site.doubt();
                tracing::warn!(server.name = %name, error = &error as &dyn std::error::Error, "Whether there is a newer certificate cannot be looked up; the present one is served.");
            }
        }
    }

    async fn climbed(&self, name: &ServerName) -> Result<Arc<Site>, NoSite> {
        let (this, climbing) = (self.clone(), name.clone());
        let climb = || async move {
            let climbed = this.climb(&climbing).await;
            if climbed.as_ref().is_err_and(NoSite::is_denied) {
                this.inner.sites.invalidate(&climbing);
            }
            climbed
        };
        self.inner.climbs.run(name.clone(), climb).await.unwrap_or(Err(NoSite::BrokeOff))
    }

    async fn climb(&self, name: &ServerName) -> Result<Arc<Site>, NoSite> {
        if let Some(site) = self.at_hand(name) {
            return Ok(site);
        }
        let own = CertificateName::from(name.clone());
        if self.inner.barren.contains_key(name)
            && let Some(refusal) = self.inner.parts.remembered.refusal(&own, Purpose::Issue)
        {
            return Err(NoSite::Refused(refusal));
        }
        let (certificate, allowed) = match self.held(name).await? {
            Some(certificate) => {
                let allowed = self.allowed(&own, Purpose::Serve).await;
                if allowed.as_ref().is_err_and(NoSite::is_denied) {
                    self.inner.parts.remembered.forget_kept(&own);
                    self.inner.parts.census.look_at(&HashSet::from([own]));
                }
                (certificate, allowed?)
            }
            None => {
                let allowed = self.allowed(&own, Purpose::Issue).await;
                if allowed.is_err() {
                    self.inner.barren.insert(name.clone(), ());
                }
                let allowed = allowed?;
                (self.inner.parts.certificates.obtain(&own).await?, allowed)
            }
        };
        Ok(self.placed(name, certificate, allowed))
    }

    /// A valid certificate to serve a name with, its own before a wildcard's.
    async fn held(&self, name: &ServerName) -> Result<Option<Certificate>, ShelfError> {
        if let Some(certificate) = self.in_memory(&name.clone().into()) {
            return Ok(Some(certificate));
        }
        let found = self.found(names_for(name)).await;
        match (found, self.inner.sites.get(name)) {
            // Better the one that was served until now than none.
            (Err(_), Some(site)) if site.certificate().facts.is_valid_at(self.inner.parts.clock.now()) => {
                Ok(Some(site.certificate().clone()))
            }
            (found, _) => found,
        }
    }

    /// A valid certificate for exactly this name that can be had without waiting.
    fn in_memory(&self, name: &CertificateName) -> Option<Certificate> {
        match name {
            CertificateName::Exact(host) => {
                let certificate = self.inner.sites.get(host)?.certificate().clone();
                let facts = &certificate.facts;
                (facts.name == *name && facts.is_valid_at(self.inner.parts.clock.now())).then_some(certificate)
            }
            CertificateName::Wildcard(_) => self.inner.parts.certificates.at_hand(name),
        }
    }

    async fn found(&self, names: Vec<CertificateName>) -> Result<Option<Certificate>, ShelfError> {
        let in_memory = names.iter().find_map(|name| self.inner.parts.certificates.at_hand(name));
        let found = self.inner.parts.certificates.find(names).await;
        let is_in_memory = |found: &Certificate| in_memory.is_some_and(|held| Arc::ptr_eq(&held.facts, &found.facts));
        match &found {
            Ok(Some(certificate)) if is_in_memory(certificate) => {}
            Ok(Some(_)) => self.inner.parts.counters.certificates_loaded_total.up(),
            Ok(None) => {}
            Err(_) => self.inner.parts.counters.storage_errors_total.up(),
        }
        found
    }

    fn placed(&self, name: &ServerName, certificate: Certificate, allowed: Arc<Allowed>) -> Arc<Site> {
        if let Some(site) = self.inner.sites.get(name)
            && site.certificate().facts == certificate.facts
            && Arc::ptr_eq(site.allowed(), &allowed)
        {
            return site;
        }
        let site = Arc::new(Site::new(name.clone(), certificate, allowed));
        self.inner.sites.insert(name.clone(), Arc::clone(&site));
        site
    }

    async fn allowed(&self, name: &CertificateName, purpose: Purpose) -> Result<Arc<Allowed>, NoSite> {
        self.inner.parts.remembered.allowed(name, purpose).await.map_err(NoSite::Refused)
    }
}

/// The names under which a certificate for a host may be held, the better one first.
fn names_for(host: &ServerName) -> Vec<CertificateName> {
    [Some(host.clone().into()), CertificateName::covering(host)].into_iter().flatten().collect()
}

impl fmt::Debug for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ladder").field("sites", &self.inner.sites.entry_count()).finish_non_exhaustive()
    }
}
