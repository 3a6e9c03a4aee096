//! From a name to a site.
//!
//! 1. Memory: a site whose verdict still holds and whose certificate is valid. No waiting; what nearly every handshake
//!    sees. Below it, one climb for each name at a time, on the shared runtime:
//! 2. a certificate held for the name, else one held for the wildcard that covers it: the control plane is asked whether
//!    the name may be *served*;
//! 3. else the control plane is asked whether one may be *issued* for the name, and the issuer issues it.
//!
//! The verdict is always that of the visited name, whichever certificate it is served with.

use super::vault::NoCertificate;
use super::{Certificate, Site, TlsTerms, Vault};
use crate::ask::{Allowed, Purpose, Refusal, Remembered};
use crate::issue::OneAtATime;
use crate::settings::EdgeSettings;
use crate::{CertificateName, ServerName};
use moka::sync::Cache;
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;
use tokio::runtime::Handle;

/// Finds sites. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Ladder {
    remembered: Remembered,
    vault: Vault,
    terms: Arc<TlsTerms>,
    sites: Cache<ServerName, Arc<Site>>,
    climbs: Arc<OneAtATime<ServerName, Result<Arc<Site>, NoSite>>>,
    orders: Arc<OneAtATime<CertificateName, Result<Order, NoSite>>>,
}

/// Where a certificate came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// From memory or the folder.
    Held,
    /// From the issuer, just now; the control plane is told without further ado.
    Issued,
}

/// A certificate for exactly the name it was ordered for, and the verdict under which it was had.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) certificate: Certificate,
    pub(crate) found: Found,
    allowed: Arc<Allowed>,
}

/// Where to look before the issuer is bothered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// In memory and in the folder.
    Everywhere,
    /// In memory: the folder was just looked through.
    InMemory,
    /// Nowhere, for what is held is to be replaced.
    Nowhere,
}

/// Why there is no site for a name.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum NoSite {
    #[error("the name is not served")]
    Refused(#[source] Refusal),
    #[error(transparent)]
    Certificate(#[from] NoCertificate),
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
    pub(crate) fn new(
        remembered: Remembered,
        vault: Vault,
        terms: TlsTerms,
        settings: &EdgeSettings,
        runtime: &Handle,
    ) -> Self {
        Self {
            remembered,
            vault,
            terms: Arc::new(terms),
            sites: Cache::new(settings.sites_max),
            climbs: Arc::new(OneAtATime::new(runtime.clone())),
            orders: Arc::new(OneAtATime::new(runtime.clone())),
        }
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.vault
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
        let site = self.climbed(name).await?;
        // A climb joined under way may have got its verdict before the control plane changed it.
        if site.allowed().is_overruled() { self.climbed(name).await } else { Ok(site) }
    }

    /// What a stream that was opened on `site` is to be served by now: the same while its verdict holds.
    pub(crate) async fn still(&self, site: &Arc<Site>) -> Result<Arc<Site>, NoSite> {
        if self.remembered.still_holds(site.name(), site.allowed()) {
            return Ok(Arc::clone(site));
        }
        self.site(site.name()).await
    }

    /// Whether a name is known to the control plane; needs no certificate.
    pub(crate) async fn is_known(&self, name: &ServerName) -> Result<bool, Refusal> {
        match self.remembered.allowed(&name.clone().into(), Purpose::Serve).await {
            Ok(_) => Ok(true),
            Err(Refusal::Denied) => Ok(false),
            Err(unknown) => Err(unknown),
        }
    }

    /// A certificate for exactly this name, held or issued now, for a name that the control plane has just named: an
    /// earlier no is forgotten, and that a wildcard covers the name is not enough.
    pub(crate) async fn ordered(&self, name: &CertificateName) -> Result<Order, NoSite> {
        self.remembered.forget_refusal(name);
        self.order(name, Look::Everywhere).await
    }

    /// A fresh certificate. An order already under way is joined instead, so look at what it brought.
    pub(crate) async fn renewed(&self, name: &CertificateName) -> Result<Certificate, NoSite> {
        self.order(name, Look::Nowhere).await.map(|order| order.certificate)
    }

    /// The control plane says that its verdicts about these names may be others now.
    pub(crate) fn changed(&self, names: &HashSet<CertificateName>) {
        self.remembered.forget(names);
    }

    /// The control plane says that any verdict may be another now.
    pub(crate) fn all_changed(&self) {
        self.remembered.doubt_all();
    }

    fn serves(&self, site: &Site) -> bool {
        self.remembered.still_holds(site.name(), site.allowed())
            && site.certificate().facts.is_valid_at(self.vault.now())
    }

    async fn climbed(&self, name: &ServerName) -> Result<Arc<Site>, NoSite> {
        let (this, climbing) = (self.clone(), name.clone());
        let climb = || async move {
            let climbed = this.climb(&climbing).await;
            if climbed.as_ref().is_err_and(NoSite::is_denied) {
                this.sites.invalidate(&climbing);
            }
            climbed
        };
        self.climbs.run(name.clone(), climb).await.unwrap_or(Err(NoSite::BrokeOff))
    }

    async fn climb(&self, name: &ServerName) -> Result<Arc<Site>, NoSite> {
        if let Some(site) = self.at_hand(name) {
            return Ok(site);
        }
        let (certificate, allowed) = match self.held(name).await {
            Some(certificate) => (certificate, self.allowed(&name.clone().into(), Purpose::Serve).await?),
            None => {
                let order = self.order(&name.clone().into(), Look::InMemory).await?;
                (order.certificate, order.allowed)
            }
        };
        Ok(self.placed(name, certificate, allowed))
    }

    /// A valid certificate to serve a name with, its own before a wildcard's.
    async fn held(&self, name: &ServerName) -> Option<Certificate> {
        let own = CertificateName::from(name.clone());
        match self.in_memory(&own) {
            Some(certificate) => Some(certificate),
            None => self.vault.held([Some(own), CertificateName::covering(name)].into_iter().flatten().collect()).await,
        }
    }

    /// A valid certificate for exactly this name that can be had without waiting.
    fn in_memory(&self, name: &CertificateName) -> Option<Certificate> {
        match name {
            CertificateName::Exact(host) => {
                let certificate = self.sites.get(host)?.certificate().clone();
                let facts = &certificate.facts;
                (facts.name == *name && facts.is_valid_at(self.vault.now())).then_some(certificate)
            }
            CertificateName::Wildcard(_) => self.vault.in_memory(name),
        }
    }

    async fn order(&self, name: &CertificateName, look: Look) -> Result<Order, NoSite> {
        let (this, ordered) = (self.clone(), name.clone());
        let deliver = || async move { this.deliver(&ordered, look).await };
        self.orders.run(name.clone(), deliver).await.unwrap_or(Err(NoSite::BrokeOff))
    }

    async fn deliver(&self, name: &CertificateName, look: Look) -> Result<Order, NoSite> {
        let held = match look {
            Look::Nowhere => None,
            Look::InMemory => self.in_memory(name),
            Look::Everywhere => match self.in_memory(name) {
                Some(certificate) => Some(certificate),
                None => self.vault.held(vec![name.clone()]).await,
            },
        };
        let order = match held {
            Some(certificate) => {
                let allowed = self.allowed(name, Purpose::Serve).await?;
                Order { certificate, found: Found::Held, allowed }
            }
            None => {
                let allowed = self.allowed(name, Purpose::Issue).await?;
                Order { certificate: self.vault.issued(name).await?, found: Found::Issued, allowed }
            }
        };
        self.put_to_use(name, &order);
        Ok(order)
    }

    /// What is served from memory is to be served with this certificate from now on.
    fn put_to_use(&self, name: &CertificateName, order: &Order) {
        match name {
            CertificateName::Exact(host) => {
                self.placed(host, order.certificate.clone(), Arc::clone(&order.allowed));
            }
            CertificateName::Wildcard(_) if order.found == Found::Issued => {
                let served_by_it = |site: &Site| site.certificate().facts.name == *name;
                let outdated = self.sites.iter().filter(|(_, site)| served_by_it(site)).map(|(host, _)| host);
                outdated.collect::<Vec<_>>().iter().for_each(|host| self.sites.invalidate(host.as_ref()));
            }
            CertificateName::Wildcard(_) => {}
        }
    }

    fn placed(&self, name: &ServerName, certificate: Certificate, allowed: Arc<Allowed>) -> Arc<Site> {
        if let Some(site) = self.sites.get(name)
            && Arc::ptr_eq(&site.certificate().facts, &certificate.facts)
            && Arc::ptr_eq(site.allowed(), &allowed)
        {
            return site;
        }
        let site = Arc::new(Site::new(name.clone(), certificate, allowed, &self.terms));
        self.sites.insert(name.clone(), Arc::clone(&site));
        site
    }

    async fn allowed(&self, name: &CertificateName, purpose: Purpose) -> Result<Arc<Allowed>, NoSite> {
        self.remembered.allowed(name, purpose).await.map_err(NoSite::Refused)
    }
}

impl fmt::Debug for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ladder").field("sites", &self.sites.entry_count()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::{Answer, CertificateReport, ControlPlane, Reports, Verdict, Wanted};
    use crate::certificates::{Files, VaultParts};
    use crate::issue::{Issuance, Issuer, LocalCa};
    use crate::meter::Counters;
    use crate::uptime::Uptime;
    use nameplate_domain::time::{Clock, Timestamp};
    use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
    use std::time::Duration;
    use tokio::sync::Semaphore;

    /// Allows everything, or nothing.
    struct Plane {
        allow: AtomicBool,
    }

    impl ControlPlane for Plane {
        fn ask<'a>(&'a self, _: &'a str, _: Purpose) -> Answer<'a, Verdict> {
            let allow = self.allow.load(SeqCst);
            Box::pin(std::future::ready(Ok(Verdict { allow, origin: None })))
        }

        fn wanted(&self, _: Option<String>, _: Duration) -> Answer<'_, Wanted> {
            Box::pin(std::future::pending())
        }

        fn report(&self, _: CertificateReport) -> Answer<'_, ()> {
            Box::pin(std::future::ready(Ok(())))
        }
    }

    /// Issues when it is let.
    #[derive(Debug)]
    struct Slow {
        ca: LocalCa,
        begun: Semaphore,
        go: Semaphore,
    }

    impl Issuer for Slow {
        fn issue<'a>(&'a self, name: &'a CertificateName) -> Issuance<'a> {
            Box::pin(async move {
                self.begun.add_permits(1);
                self.go.acquire().await.unwrap().forget();
                self.ca.issue(name).await
            })
        }
    }

    struct Standing;
    impl Clock for Standing {
        fn now(&self) -> Timestamp {
            Timestamp::from_ms(1_790_000_000_000)
        }
    }

    fn ladder(plane: Arc<Plane>, issuer: Arc<Slow>, storage: &std::path::Path) -> Ladder {
        let (settings, runtime) = (EdgeSettings::default(), Handle::current());
        let counters = Arc::new(Counters::default());
        let remembered = Remembered::new(plane, &settings, Uptime::start(), runtime.clone(), Arc::clone(&counters));
        let parts = VaultParts {
            files: Files::new(storage),
            issuer,
            reports: Arc::new(Reports::new(Arc::clone(&counters))),
            clock: Arc::new(Standing),
            runtime: runtime.clone(),
            counters,
        };
        Ladder::new(remembered, Vault::new(parts, &settings), TlsTerms::new().unwrap(), &settings, &runtime)
    }

    #[tokio::test]
    async fn a_name_taken_down_while_its_certificate_was_being_issued_is_not_served() {
        let storage = tempfile::tempdir().unwrap();
        let plane = Arc::new(Plane { allow: AtomicBool::new(true) });
        let ca = LocalCa::open(storage.path(), Arc::new(Standing)).unwrap();
        let issuer = Arc::new(Slow { ca, begun: Semaphore::new(0), go: Semaphore::new(0) });
        let ladder = ladder(Arc::clone(&plane), Arc::clone(&issuer), storage.path());
        let name = ServerName::parse("shop.example.com").unwrap();

        let (visiting, visited) = (ladder.clone(), name.clone());
        let visit = tokio::spawn(async move { visiting.site(&visited).await });
        issuer.begun.acquire().await.unwrap().forget();
        plane.allow.store(false, SeqCst);
        ladder.changed(&HashSet::from([name.into()]));
        issuer.go.add_permits(1);
        assert!(visit.await.unwrap().is_err_and(|refused| refused.is_denied()));
    }
}
