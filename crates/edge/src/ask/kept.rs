//! Verdicts that outlive the process: what an edge was last told lies on the shelf, so that after a restart it serves
//! what it served even if the control plane cannot be asked.
//!
//! Nobody waits for the shelf to be written. Of each name only the newest change counts, and a change that is not written
//! yet is already what [`KeptVerdicts::of`] answers with.

use crate::backoff::Backoff;
use crate::{CertificateName, ServerName};
use moka::sync::Cache;
use nameplate_certificates::{Shelf, ShelfError};
use nameplate_domain::issuance::entry::KeptVerdict;
use nameplate_domain::time::{Clock, Timestamp};
use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// Above it, a further yes is not kept: it costs an answer after a restart without a control plane. What is to be
/// forgotten is always noted.
const WAITING_MAX: usize = 100_000;
/// Longest wait for the shelf when a verdict is looked for.
const PATIENCE: Duration = Duration::from_secs(2);
/// Changed wildcards that are remembered.
const DOUBTS_MAX: u64 = 100_000;

/// Verdicts on the shelf. Cheap to clone.
#[derive(Clone)]
pub(crate) struct KeptVerdicts {
    inner: Arc<Inner>,
}

struct Inner {
    shelf: Arc<dyn Shelf>,
    clock: Arc<dyn Clock>,
    waiting: Mutex<Waiting>,
    arrived: Notify,
    written: Notify,
    /// Since when what is kept about the names below a wildcard is in doubt.
    doubted: Cache<CertificateName, Timestamp>,
}

#[derive(Default)]
struct Waiting {
    newest: HashMap<ServerName, Pending>,
    order: VecDeque<ServerName>,
}

#[derive(Clone, PartialEq, Eq)]
enum Pending {
    Keep { origin: Option<String>, told_at: Timestamp },
    Forget,
}

impl KeptVerdicts {
    pub(crate) fn new(shelf: Arc<dyn Shelf>, clock: Arc<dyn Clock>) -> Self {
        let inner = Inner {
            shelf,
            clock,
            waiting: Mutex::default(),
            arrived: Notify::new(),
            written: Notify::new(),
            doubted: Cache::new(DOUBTS_MAX),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Notes a yes. `origin` is what the control plane named, not our default for when it names none.
    pub(crate) fn keep(&self, name: &ServerName, origin: Option<String>) {
        let told_at = self.inner.clock.now();
        self.note(name, Pending::Keep { origin, told_at });
    }

    /// Notes that nothing is known of a name any more.
    pub(crate) fn forget(&self, name: &ServerName) {
        self.note(name, Pending::Forget);
    }

    /// Notes that what is kept about any name one label below a wildcard's parent is not to be relied on.
    pub(crate) fn doubt_below(&self, wildcards: &HashSet<CertificateName>) {
        let now = self.inner.clock.now();
        for wildcard in wildcards.iter().filter(|name| matches!(name, CertificateName::Wildcard(_))) {
            self.inner.doubted.insert(wildcard.clone(), now);
        }
    }

    /// What was last told about a name; `None` too if the shelf cannot be read in time.
    pub(crate) async fn of(&self, name: &ServerName) -> Option<KeptVerdict> {
        let pending = self.inner.lock().newest.get(name).cloned();
        let kept = match pending {
            Some(Pending::Forget) => None,
            Some(Pending::Keep { origin, told_at }) => {
                Some(KeptVerdict { name: name.as_str().to_owned(), origin, told_at })
            }
            None => self.inner.read(name).await,
        };
        kept.filter(|kept| self.inner.is_beyond_doubt(name, kept.told_at))
    }

    /// Resolves when everything noted so far is written, or the shelf has had its time.
    pub(crate) async fn all_written(&self) {
        let all_written = async {
            loop {
                let mut written = pin!(self.inner.written.notified());
                written.as_mut().enable();
                if self.inner.lock().newest.is_empty() {
                    return;
                }
                written.await;
            }
        };
        let _ = tokio::time::timeout(PATIENCE, all_written).await;
    }

    /// Writes what is noted, one after the other, for ever.
    pub(crate) async fn write(self) {
        let mut backoff = Backoff::new(Duration::from_millis(100), Duration::from_secs(15));
        loop {
            let Some((name, pending)) = self.inner.first() else {
                self.inner.arrived.notified().await;
                continue;
            };
            match self.inner.write(&name, &pending).await {
                Ok(()) => {
                    self.inner.settle(&name, &pending);
                    backoff.reset();
                }
                Err(error) => {
                    let pause = backoff.pause();
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        pause_ms = crate::uptime::ms(pause),
                        "Verdicts cannot be kept for after a restart; it is tried again."
                    );
                    tokio::time::sleep(pause).await;
                }
            }
        }
    }

    fn note(&self, name: &ServerName, pending: Pending) {
        let mut waiting = self.inner.lock();
        if pending != Pending::Forget && waiting.newest.len() >= WAITING_MAX && !waiting.newest.contains_key(name) {
            return;
        }
        if waiting.newest.insert(name.clone(), pending).is_none() {
            waiting.order.push_back(name.clone());
        }
        drop(waiting);
        self.inner.arrived.notify_one();
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_beyond_doubt(&self, name: &ServerName, told_at: Timestamp) -> bool {
        let doubted = CertificateName::covering(name).and_then(|wildcard| self.doubted.get(&wildcard));
        doubted.is_none_or(|since| told_at > since)
    }

    async fn read(&self, name: &ServerName) -> Option<KeptVerdict> {
        match tokio::time::timeout(PATIENCE, self.shelf.verdict(name.as_str())).await {
            Ok(Ok(kept)) => kept,
            Ok(Err(error)) => {
                tracing::warn!(server.name = %name, error = &error as &dyn std::error::Error, "What was last told about a name cannot be read.");
                None
            }
            Err(_elapsed) => None,
        }
    }

    /// Reading is cheaper than writing: what is there already, as after a restart of one edge of many, is left alone.
    async fn write(&self, name: &ServerName, pending: &Pending) -> Result<(), ShelfError> {
        match pending {
            Pending::Forget => self.shelf.drop_verdict(name.as_str()).await,
            Pending::Keep { origin, told_at } => {
                let there = self.shelf.verdict(name.as_str()).await?;
                let is_same = |kept: KeptVerdict| kept.origin == *origin && self.is_beyond_doubt(name, kept.told_at);
                if there.is_some_and(is_same) {
                    return Ok(());
                }
                let verdict = KeptVerdict { name: name.as_str().to_owned(), origin: origin.clone(), told_at: *told_at };
                self.shelf.keep_verdict(&verdict).await
            }
        }
    }

    fn first(&self) -> Option<(ServerName, Pending)> {
        let waiting = self.lock();
        let name = waiting.order.front()?;
        Some((name.clone(), waiting.newest.get(name)?.clone()))
    }

    /// Takes off what is written, unless something newer took its place meanwhile.
    fn settle(&self, name: &ServerName, written: &Pending) {
        let mut waiting = self.lock();
        if waiting.newest.get(name) == Some(written) {
            waiting.newest.remove(name);
            waiting.order.pop_front();
        }
        if waiting.newest.is_empty() {
            self.written.notify_waiters();
        }
    }
}

impl fmt::Debug for KeptVerdicts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptVerdicts").field("waiting", &self.inner.lock().newest.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nameplate_certificates::InMemoryShelf;
    use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

    /// A millisecond later each time it is looked at.
    #[derive(Default)]
    struct Ticking(AtomicI64);

    impl Clock for Ticking {
        fn now(&self) -> Timestamp {
            Timestamp::from_ms(self.0.fetch_add(1, SeqCst))
        }
    }

    fn name(text: &str) -> ServerName {
        ServerName::parse(text).unwrap()
    }

    fn kept(shelf: &Arc<InMemoryShelf>) -> KeptVerdicts {
        KeptVerdicts::new(Arc::clone(shelf) as Arc<dyn Shelf>, Arc::new(Ticking::default()))
    }

    async fn origin(kept: &KeptVerdicts, host: &str) -> Option<Option<String>> {
        kept.of(&name(host)).await.map(|kept| kept.origin)
    }

    #[tokio::test]
    async fn what_is_noted_counts_before_it_is_written() {
        let kept = kept(&Arc::default());
        assert_eq!(origin(&kept, "a.test").await, None);
        kept.keep(&name("a.test"), Some("http://one".into()));
        assert_eq!(origin(&kept, "a.test").await, Some(Some("http://one".into())));
        kept.forget(&name("a.test"));
        assert_eq!(origin(&kept, "a.test").await, None);
    }

    #[tokio::test]
    async fn only_the_newest_is_written_and_only_if_it_differs_from_what_is_there() {
        let shelf = Arc::new(InMemoryShelf::new());
        let first = kept(&shelf);
        first.keep(&name("a.test"), Some("http://one".into()));
        first.keep(&name("a.test"), Some("http://two".into()));
        let writing = tokio::spawn(first.clone().write());
        first.all_written().await;
        let told_at = shelf.verdict("a.test").await.unwrap().unwrap().told_at;
        assert_eq!(origin(&first, "a.test").await, Some(Some("http://two".into())));
        first.keep(&name("a.test"), Some("http://two".into()));
        first.keep(&name("b.test"), None);
        first.all_written().await;
        assert_eq!(shelf.verdict("a.test").await.unwrap().unwrap().told_at, told_at);
        assert_eq!(origin(&kept(&shelf), "b.test").await, Some(None), "another edge reads it");
        writing.abort();
    }

    #[tokio::test]
    async fn what_was_kept_below_a_changed_wildcard_is_doubted_until_it_is_told_again() {
        let shelf = Arc::new(InMemoryShelf::new());
        let kept = kept(&shelf);
        let writing = tokio::spawn(kept.clone().write());
        for host in ["a.x.test", "b.a.x.test", "x.test"] {
            kept.keep(&name(host), None);
        }
        kept.all_written().await;
        kept.doubt_below(&HashSet::from([CertificateName::parse("*.x.test").unwrap()]));
        assert_eq!(origin(&kept, "a.x.test").await, None);
        assert_eq!(origin(&kept, "b.a.x.test").await, Some(None));
        assert_eq!(origin(&kept, "x.test").await, Some(None));
        kept.keep(&name("a.x.test"), None);
        kept.all_written().await;
        assert_eq!(origin(&kept, "a.x.test").await, Some(None), "written anew, though it is the same");
        writing.abort();
    }
}
