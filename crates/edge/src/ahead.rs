//! Obtaining and replacing certificates when the control plane says so: before the first visitor comes, or by request.

use crate::CertificateName;
use crate::ask::{CertificateOutcome, CertificateReport, Reports};
use crate::backoff::Backoff;
use crate::liaison;
use crate::sites::{Found, Ladder, NoSite};
use moka::sync::Cache;
use nameplate_certificates::NoCertificate;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::AbortHandle;
use tokio::time::Instant;

/// A name just dealt with is not dealt with again for so long, however often it is named.
const SETTLE: Duration = Duration::from_secs(2);
/// A certificate just replaced is not replaced again for so long: the report of it may be on its way.
const SETTLE_RENEWAL: Duration = Duration::from_secs(60);
/// How long it is tried again when something that this edge needs does not work.
const BRIDGED: Duration = Duration::from_secs(10);
/// Names dealt with at one time.
const AT_ONCE: usize = 16;
/// Names dealt with or waiting for it. Further ones are left to be named again.
const NAMES_MAX: usize = 1000;

/// What is wanted for a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Wish {
    /// A certificate.
    Hold(String),
    /// Another certificate than the one that is held.
    Replace(String),
}

/// Sees to wanted names, beside whatever else is done. All of it ends when this is dropped.
pub(crate) struct Ahead {
    ladder: Ladder,
    reports: Arc<Reports>,
    room: Arc<Semaphore>,
    settled: Cache<Wish, ()>,
    replaced: Cache<Wish, ()>,
    under_way: HashMap<Wish, AbortHandle>,
}

impl Ahead {
    pub(crate) fn new(ladder: Ladder, reports: Arc<Reports>) -> Self {
        let settled_for = |time| Cache::builder().max_capacity(100_000).time_to_live(time).build();
        Self {
            ladder,
            reports,
            room: Arc::new(Semaphore::new(AT_ONCE)),
            settled: settled_for(SETTLE),
            replaced: settled_for(SETTLE_RENEWAL),
            under_way: HashMap::new(),
        }
    }

    /// Begins with those names that are not under way or just dealt with, and says whether there were any.
    pub(crate) fn take_on(&mut self, hold: Vec<String>, replace: Vec<String>) -> bool {
        self.under_way.retain(|_, task| !task.is_finished());
        let mut is_new = false;
        for wish in replace.into_iter().map(Wish::Replace).chain(hold.into_iter().map(Wish::Hold)) {
            if self.under_way.len() >= NAMES_MAX {
                break;
            }
            if !self.settled_by(&wish).contains_key(&wish) && !self.under_way.contains_key(&wish) {
                is_new = true;
                let task = tokio::spawn(self.see_to(wish.clone())).abort_handle();
                self.under_way.insert(wish, task);
            }
        }
        is_new
    }

    fn settled_by(&self, wish: &Wish) -> &Cache<Wish, ()> {
        match wish {
            Wish::Hold(_) => &self.settled,
            Wish::Replace(_) => &self.replaced,
        }
    }

    fn see_to(&self, wish: Wish) -> impl Future<Output = ()> + use<> {
        let (ladder, reports) = (self.ladder.clone(), Arc::clone(&self.reports));
        let (room, settled) = (Arc::clone(&self.room), self.settled_by(&wish).clone());
        async move {
            let _room = room.acquire().await;
            see_to(&wish, &ladder, &reports).await;
            settled.insert(wish, ());
        }
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.under_way.values().for_each(AbortHandle::abort);
    }
}

impl fmt::Debug for Ahead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ahead").field("under_way", &self.under_way.len()).finish_non_exhaustive()
    }
}

/// Whatever the outcome, the control plane hears of it: it named the name because it does not know better. A certificate
/// just obtained is told of by who obtained it, be it another edge.
async fn see_to(wish: &Wish, ladder: &Ladder, reports: &Reports) {
    let (Wish::Hold(wanted) | Wish::Replace(wanted)) = wish;
    let outcome = match CertificateName::parse(wanted) {
        Err(error) => CertificateOutcome::Failed { detail: error.to_string(), problem: None },
        Ok(name) => match granted_in_time(wish, &name, ladder).await {
            Ok(None) => return,
            Ok(Some(held)) => held,
            Err(error) => {
                tracing::warn!(server.name = %name, error = &error as &dyn std::error::Error, "A wanted certificate could not be had.");
                failed(&error)
            }
        },
    };
    reports.put(CertificateReport { hostname: wanted.clone(), outcome });
}

/// What passes within a few seconds is not told: the control plane would have the name wait for a minute.
async fn granted_in_time(
    wish: &Wish,
    name: &CertificateName,
    ladder: &Ladder,
) -> Result<Option<CertificateOutcome>, NoSite> {
    let mut backoff = Backoff::new(Duration::from_millis(250), Duration::from_secs(4));
    let end = Instant::now() + BRIDGED;
    loop {
        match granted(wish, name, ladder).await {
            Err(error) if error.may_pass() && Instant::now() < end => {
                tracing::info!(server.name = %name, error = &error as &dyn std::error::Error, "A wanted certificate cannot be had at this moment; it is tried again.");
                tokio::time::sleep(backoff.pause()).await;
            }
            done => return done,
        }
    }
}

/// What there is to tell, if anything.
async fn granted(wish: &Wish, name: &CertificateName, ladder: &Ladder) -> Result<Option<CertificateOutcome>, NoSite> {
    match wish {
        Wish::Replace(_) => ladder.renewed(name).await.map(|()| None),
        Wish::Hold(_) => match ladder.ordered(name).await? {
            (_, Found::Obtained) => Ok(None),
            (certificate, Found::Held) => Ok(Some(liaison::stored(&certificate.facts, ladder.schedule(name).await))),
        },
    }
}

fn failed(error: &NoSite) -> CertificateOutcome {
    match error {
        NoSite::Certificate(NoCertificate::Problem(problem)) => liaison::failed(problem),
        other => CertificateOutcome::Failed { detail: other.to_string(), problem: None },
    }
}
