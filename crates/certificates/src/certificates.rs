//! The API.

use crate::answers::Answers;
use crate::authorities::Authorities;
use crate::certificate::Certificate;
use crate::memory::Memory;
use crate::one_at_a_time::OneAtATime;
use crate::ports::{News, NewsFeed, Shelf, ShelfError};
use crate::terms::{Change, Gate, NoCertificate, Parts, Settings, Told, Worked};
use crate::work::{self, Landed};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::edge_status::AuthorityStatus;
use nameplate_domain::issuance::entry::KeptCertificate;
use nameplate_domain::server_name::ServerName;
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_sealing::{self as sealed, Sealer, SecretKind};
use rustls::sign::CertifiedKey;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, broadcast};

const CHANGES_KEPT: usize = 1024;
/// Between two passes that found nothing although something is due: another edge was faster.
const SHORTEST_SLEEP: Duration = Duration::from_millis(100);
/// Between two passes while the shelf cannot be used.
const SHELF_BACKOFF: Duration = Duration::from_secs(5);

/// Certificates of any number of names. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Certificates {
    inner: Arc<Inner>,
}

/// Everything the work needs.
pub(crate) struct Inner {
    pub(crate) settings: Settings,
    pub(crate) shelf: Arc<dyn Shelf>,
    pub(crate) authorities: Authorities,
    pub(crate) sealer: Option<Sealer>,
    pub(crate) gate: Arc<dyn Gate>,
    pub(crate) told: Arc<dyn Told>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) runtime: Handle,
    pub(crate) flights: OneAtATime<CertificateName, Landed>,
    /// How many visitors' orders may be under way.
    pub(crate) asked_for: Semaphore,
    pub(crate) memory: Memory,
    pub(crate) answers: Arc<Answers>,
    pub(crate) changes: broadcast::Sender<Change>,
}

impl Certificates {
    /// Nothing is looked at until something is asked for; [`Certificates::run`] renews.
    #[must_use]
    pub fn start(settings: Settings, parts: Parts) -> Self {
        let Parts { shelf, authorities, sealer, gate, told, clock, runtime } = parts;
        let inner = Inner {
            flights: OneAtATime::new(runtime.clone()),
            asked_for: Semaphore::new(settings.at_once.max(1)),
            memory: Memory::new(settings.wildcards_max),
            answers: Arc::new(Answers::new(Arc::clone(&shelf), Arc::clone(&clock))),
            changes: broadcast::Sender::new(CHANGES_KEPT),
            settings,
            shelf,
            authorities,
            sealer,
            gate,
            told,
            clock,
            runtime,
        };
        Self { inner: Arc::new(inner) }
    }

    /// A wildcard certificate that is in memory and valid.
    #[must_use]
    pub fn at_hand(&self, name: &CertificateName) -> Option<Certificate> {
        self.inner.memory.wildcard(name, self.inner.clock.now())
    }

    /// The certificate of the first of these names that has a valid one. The preferred name is first; the shelf is read
    /// once. A certificate that cannot be opened or parsed is logged and counts as absent.
    ///
    /// # Errors
    /// The shelf cannot be read, and none of the names is in memory.
    pub async fn find(&self, names: Vec<CertificateName>) -> Result<Option<Certificate>, ShelfError> {
        self.inner.find(&names).await
    }

    /// The certificate of a name, ordered if there is none. The caller has asked the gate. All callers share one order, and
    /// one who goes away does not cancel it. A failure that waits for its next attempt is told again at no cost.
    ///
    /// # Errors
    /// [`NoCertificate`].
    pub async fn obtain(&self, name: &CertificateName) -> Result<Certificate, NoCertificate> {
        if let Some(failure) = self.inner.memory.failure(name, self.inner.clock.now()) {
            return Err(failure);
        }
        loop {
            let flight = self.inner.flights.run(name.clone(), || work::obtain(Arc::clone(&self.inner), name.clone()));
            match flight.await {
                Ok(Landed::Done(result)) => return result,
                // It was joined, and was about something else than an order.
                Ok(Landed::Nothing) => {}
                Err(_) => return Err(NoCertificate::BrokeOff),
            }
        }
    }

    /// Orders a new certificate now, whether or not one is due, within the budget. If another edge does so at this moment, its
    /// result is the answer.
    ///
    /// # Errors
    /// [`NoCertificate`]; a certificate that was there stays.
    pub async fn renew(&self, name: &CertificateName) -> Result<Certificate, NoCertificate> {
        let work = |_| work::renew(Arc::clone(&self.inner), name.clone());
        match self.inner.flights.run_own(name.clone(), work).await {
            Ok(Landed::Done(result)) => result,
            Ok(Landed::Nothing) | Err(_) => Err(NoCertificate::BrokeOff),
        }
    }

    /// The name is not ours any more: renewal stops now, key and certificate are deleted later. Waits for an order that is
    /// under way, here or elsewhere.
    ///
    /// # Errors
    /// The shelf cannot be used; nothing has changed then.
    pub async fn remove(&self, name: &CertificateName) -> Result<(), ShelfError> {
        self.inner.memory.forget(name);
        let work = |_| work::remove(Arc::clone(&self.inner), name.clone());
        match self.inner.flights.run_own(name.clone(), work).await {
            Ok(Landed::Done(Err(NoCertificate::Shelf(error)))) => Err(error),
            Err(error) => Err(ShelfError(error.to_string())),
            Ok(_) => Ok(()),
        }
    }

    /// Works on names as they become due and follows the news of the shelf. Does not end.
    pub async fn run(self) {
        tokio::join!(self.follow(), self.work());
    }

    async fn work(&self) {
        let mut failing = false;
        loop {
            let sleep = match self.work_once().await {
                Ok(worked) => {
                    failing = false;
                    let until_due = worked.next_due.map(|due| due.since(self.inner.clock.now()));
                    until_due
                        .unwrap_or(Duration::MAX)
                        .clamp(SHORTEST_SLEEP, self.inner.settings.look_every.max(SHORTEST_SLEEP))
                }
                Err(error) => {
                    if !failing {
                        tracing::error!(
                            error = &error as &dyn std::error::Error,
                            "The store of certificates cannot be used; what is due waits."
                        );
                    }
                    failing = true;
                    SHELF_BACKOFF.min(self.inner.settings.look_every)
                }
            };
            tokio::time::sleep(sleep).await;
        }
    }

    /// One pass over what is due now, several names at once.
    ///
    /// # Errors
    /// The shelf cannot be used. What was begun before is finished all the same.
    pub async fn work_once(&self) -> Result<Worked, ShelfError> {
        let done = work::pass(&self.inner).await?;
        Ok(Worked { done, next_due: self.inner.shelf.next_due().await? })
    }

    /// Resolves when nothing is under way.
    pub async fn idle(&self) {
        self.inner.flights.idle().await;
    }

    /// What is to be looked up again, from now on. Who lags behind must look everything up again.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.inner.changes.subscribe()
    }

    /// The body for `/.well-known/acme-challenge/<token>`, whichever edge ordered; `None` for what is no token of ours.
    pub async fn http01(&self, token: &str) -> Option<String> {
        self.inner.answers.http01(token).await
    }

    /// The certificate for a handshake whose only ALPN is `acme-tls/1`, whichever edge ordered.
    pub async fn tls_alpn01(&self, host: &ServerName) -> Option<Arc<CertifiedKey>> {
        self.inner.answers.tls_alpn01(host).await
    }

    /// A secret that the fleet shares, opened, with its version. One that cannot be opened is logged, and is empty: it can be
    /// replaced by its version.
    ///
    /// # Errors
    /// The shelf cannot be read.
    pub async fn secret(&self, key: &str) -> Result<Option<(i64, Vec<u8>)>, ShelfError> {
        let Some((version, kept)) = self.inner.shelf.secret(key).await? else { return Ok(None) };
        let secret = sealed::open(self.inner.sealer.as_ref(), SecretKind::Shared, key, &kept).unwrap_or_else(|error| {
            tracing::error!(
                secret.key = key,
                error = &error as &dyn std::error::Error,
                "A shared secret cannot be opened; another one takes its place."
            );
            Vec::new()
        });
        Ok(Some((version, secret)))
    }

    /// Replaces a shared secret if its version is still this one (0: there is none yet), sealed.
    ///
    /// # Errors
    /// The shelf cannot be written, or the secret cannot be sealed.
    pub async fn swap_secret(&self, key: &str, version: i64, secret: &[u8]) -> Result<bool, ShelfError> {
        let sealed = sealed::seal(self.inner.sealer.as_ref(), SecretKind::Shared, key, secret)
            .map_err(|error| ShelfError(error.to_string()))?;
        self.inner.shelf.swap_secret(key, version, &sealed).await
    }

    /// How we stand with those who sign.
    ///
    /// # Errors
    /// The shelf cannot be read.
    pub async fn authorities(&self) -> Result<Vec<AuthorityStatus>, ShelfError> {
        let inner = &self.inner;
        inner.authorities.status(inner.shelf.as_ref(), inner.clock.now()).await
    }

    /// Where everything lies.
    #[must_use]
    pub fn shelf(&self) -> &Arc<dyn Shelf> {
        &self.inner.shelf
    }

    /// Forgets what others changed and passes it on.
    async fn follow(&self) {
        let mut news: NewsFeed = self.inner.shelf.news();
        // What happened before the feed began.
        self.inner.memory.forget_all();
        while let Some(news) = news.next().await {
            let change = match news {
                News::Certificate(name) => {
                    self.inner.memory.forget(&name);
                    Change::Certificate(name)
                }
                News::Secret(key) => Change::Secret(key),
                News::Everything => {
                    self.inner.memory.forget_all();
                    Change::Everything
                }
            };
            self.inner.tell(change);
        }
    }
}

impl Inner {
    pub(crate) fn tell(&self, change: Change) {
        // Nobody may be listening.
        let _ = self.changes.send(change);
    }

    pub(crate) async fn find(&self, names: &[CertificateName]) -> Result<Option<Certificate>, ShelfError> {
        let now = self.clock.now();
        if let Some(first) = names.first().and_then(|name| self.memory.wildcard(name, now)) {
            return Ok(Some(first));
        }
        let mut left = names;
        while !left.is_empty() {
            let kept = match self.shelf.certificate(left, now).await {
                Ok(kept) => kept,
                Err(error) => {
                    let remembered = names.iter().find_map(|name| self.memory.wildcard(name, now));
                    return remembered.map(Some).ok_or(error);
                }
            };
            let Some(kept) = kept else { return Ok(None) };
            if let Some(certificate) = self.usable(&kept, now) {
                return Ok(Some(certificate));
            }
            let after = left.iter().position(|name| *name == kept.name).map_or(left.len(), |index| index + 1);
            left = &left[after..];
        }
        Ok(None)
    }

    /// What is kept, ready for use.
    fn usable(&self, kept: &KeptCertificate, now: Timestamp) -> Option<Certificate> {
        if !self.authorities.accept(&kept.authority) {
            return None;
        }
        let at_hand = self.memory.wildcard(&kept.name, now);
        if let (Some(at_hand), Some(leaf)) = (at_hand, kept.chain.first())
            && at_hand.facts.fingerprint_sha256 == crate::certificate::fingerprint(leaf)
        {
            return Some(at_hand);
        }
        let name = kept.name.to_string();
        let key = match sealed::open(self.sealer.as_ref(), SecretKind::PrivateKey, &name, &kept.key) {
            Ok(key) => nameplate_acme::Secret::new(key),
            Err(error) => {
                tracing::error!(
                    server.name = name,
                    error = &error as &dyn std::error::Error,
                    "The private key of a certificate cannot be opened; the certificate counts as absent."
                );
                return None;
            }
        };
        match Certificate::new(&kept.name, &kept.authority, key.as_bytes(), &kept.chain) {
            Ok(certificate) => Some(self.memory.keep(certificate)),
            Err(error) => {
                tracing::error!(
                    server.name = name,
                    error = &error as &dyn std::error::Error,
                    "A kept certificate cannot be used; it counts as absent."
                );
                None
            }
        }
    }
}

impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificates").field("settings", &self.inner.settings).finish_non_exhaustive()
    }
}
