//! Issuing before the first visitor comes, when the control plane says so.

use crate::CertificateName;
use crate::ask::{CertificateOutcome, CertificateReport, Reports};
use crate::certificates::{Found, Ladder};
use moka::sync::Cache;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::AbortHandle;

/// A name just dealt with is not dealt with again for so long, however often it is named.
const SETTLE: Duration = Duration::from_secs(2);
/// Names dealt with at one time.
const AT_ONCE: usize = 16;
/// Names dealt with or waiting for it. Further ones are left to be named again.
const NAMES_MAX: usize = 1000;

/// Sees to wanted names, beside whatever else is done. All of it ends when this is dropped.
pub(crate) struct Ahead {
    ladder: Ladder,
    reports: Arc<Reports>,
    room: Arc<Semaphore>,
    settled: Cache<String, ()>,
    under_way: HashMap<String, AbortHandle>,
}

impl Ahead {
    pub(crate) fn new(ladder: Ladder, reports: Arc<Reports>) -> Self {
        Self {
            ladder,
            reports,
            room: Arc::new(Semaphore::new(AT_ONCE)),
            settled: Cache::builder().max_capacity(100_000).time_to_live(SETTLE).build(),
            under_way: HashMap::new(),
        }
    }

    /// Begins with those names that are not under way or just dealt with, and says whether there were any.
    pub(crate) fn take_on(&mut self, names: Vec<String>) -> bool {
        self.under_way.retain(|_, task| !task.is_finished());
        let mut is_new = false;
        for name in names {
            if self.under_way.len() >= NAMES_MAX {
                break;
            }
            if !self.settled.contains_key(&name) && !self.under_way.contains_key(&name) {
                is_new = true;
                let task = tokio::spawn(self.see_to(name.clone())).abort_handle();
                self.under_way.insert(name, task);
            }
        }
        is_new
    }

    fn see_to(&self, name: String) -> impl Future<Output = ()> + use<> {
        let (ladder, reports) = (self.ladder.clone(), Arc::clone(&self.reports));
        let (room, settled) = (Arc::clone(&self.room), self.settled.clone());
        async move {
            let _room = room.acquire().await;
            see_to(&name, &ladder, &reports).await;
            settled.insert(name, ());
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

/// Whatever the outcome, the control plane hears of it: it named the name because it does not know better.
async fn see_to(wanted: &str, ladder: &Ladder, reports: &Reports) {
    let outcome = match CertificateName::parse(wanted) {
        Err(error) => CertificateOutcome::Failed { detail: error.to_string() },
        Ok(name) => match ladder.ordered(&name).await {
            Ok(order) if order.found == Found::Issued => return,
            Ok(order) => order.certificate.facts.to_outcome(),
            Err(error) => {
                tracing::warn!(server.name = %name, error = &error as &dyn std::error::Error, "A wanted certificate could not be issued.");
                CertificateOutcome::Failed { detail: error.to_string() }
            }
        },
    };
    reports.put(CertificateReport { hostname: wanted.to_owned(), outcome });
}
