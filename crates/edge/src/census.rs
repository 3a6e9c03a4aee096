//! Asking about certificates that nobody visits: whose name is not ours any more must lose its key too.
//!
//! A name that the control plane says has changed is asked about at once, if it has a certificate. After the start, and when
//! anything may have changed, every certificate on the shelf is asked about, at a bounded rate. Who gets a no is removed:
//! renewal stops, and key and certificate are deleted after a time. Nobody is removed because nobody answered.

use crate::CertificateName;
use crate::ask::{Purpose, Refusal, Remembered};
use crate::backoff::Backoff;
use futures_util::StreamExt as _;
use nameplate_certificates::{Certificates, ShelfError};
use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// Names waiting for their turn; above it, all are looked at instead.
const NAMES_MAX: usize = 10_000;
/// Names asked about at one time.
const AT_ONCE: usize = 16;
/// Lines read from the shelf at one time.
const PAGE: u32 = 500;

/// What is to be looked at. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Census {
    wishes: Arc<Mutex<Wishes>>,
    names_arrived: Arc<Notify>,
    all_wanted: Arc<Notify>,
}

#[derive(Default)]
struct Wishes {
    names: HashSet<CertificateName>,
    /// Wildcards below which every certificate is to be looked at.
    below: HashSet<CertificateName>,
}

/// Whom to ask, and whom to tell.
pub(crate) struct CensusTaker {
    census: Census,
    remembered: Remembered,
    certificates: Certificates,
    /// From one question to the next when all are looked at.
    pace: Duration,
}

/// What came of looking at one name.
enum Looked {
    Done,
    /// Nobody answered, or the shelf cannot be used: look again.
    InVain,
}

impl Census {
    /// Wants these names to be looked at now; for a wildcard, also every name one label below its parent.
    pub(crate) fn look_at(&self, names: &HashSet<CertificateName>) {
        let mut wishes = self.lock();
        for name in names {
            if matches!(name, CertificateName::Wildcard(_)) {
                wishes.below.insert(name.clone());
            }
            wishes.names.insert(name.clone());
        }
        let is_too_much = wishes.names.len() > NAMES_MAX || wishes.below.len() > NAMES_MAX;
        if is_too_much {
            *wishes = Wishes::default();
        }
        drop(wishes);
        if is_too_much {
            self.look_at_all();
        }
        self.names_arrived.notify_one();
    }

    /// Wants every name that has a certificate to be looked at.
    pub(crate) fn look_at_all(&self) {
        self.all_wanted.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Wishes> {
        self.wishes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CensusTaker {
    /// `per_second` is how many questions are asked when all are looked at; with 0, that is left out.
    pub(crate) fn new(census: Census, remembered: Remembered, certificates: Certificates, per_second: u32) -> Self {
        let pace = if per_second == 0 { Duration::MAX } else { Duration::from_secs(1) / per_second };
        Self { census, remembered, certificates, pace }
    }

    /// Looks at what is wanted, for ever. A look at all takes its time; names that have changed do not wait for it.
    pub(crate) async fn run(self) {
        tokio::join!(self.follow_changes(), self.look_at_all());
    }

    async fn follow_changes(&self) {
        loop {
            self.census.names_arrived.notified().await;
            self.look_at_names().await;
            let below = std::mem::take(&mut self.census.lock().below);
            if !below.is_empty() {
                self.look_through(|name| is_below(name, &below)).await;
            }
        }
    }

    async fn look_at_all(&self) {
        loop {
            self.census.all_wanted.notified().await;
            if self.pace < Duration::MAX {
                self.look_slowly_through_all().await;
            }
        }
    }

    async fn look_at_names(&self) {
        let mut backoff = pauses();
        loop {
            let names = std::mem::take(&mut self.census.lock().names);
            if names.is_empty() {
                return;
            }
            let again: HashSet<CertificateName> = futures_util::stream::iter(names)
                .map(|name| async move { (self.look_at_changed(&name).await, name) })
                .buffer_unordered(AT_ONCE)
                .filter_map(|(looked, name)| async move { matches!(looked, Looked::InVain).then_some(name) })
                .collect()
                .await;
            if !again.is_empty() {
                self.census.lock().names.extend(again);
                tokio::time::sleep(backoff.pause()).await;
            }
        }
    }

    async fn look_at_changed(&self, name: &CertificateName) -> Looked {
        match self.certificates.shelf().entry(name).await {
            Ok(Some(entry)) if entry.removed_at.is_none() => {
                let asked = self.remembered.allowed(name, Purpose::Serve).await.map(drop);
                self.settled(name, asked).await
            }
            Ok(_) => Looked::Done,
            Err(error) => in_vain(&error),
        }
    }

    /// Looks at those lines of the shelf that a change may concern.
    async fn look_through(&self, is_concerned: impl Fn(&CertificateName) -> bool) {
        let mut after = None;
        while let Some(page) = self.page(&mut after).await {
            let concerned: HashSet<_> = page.into_iter().filter(&is_concerned).collect();
            self.census.lock().names.extend(concerned);
            self.look_at_names().await;
        }
    }

    async fn look_slowly_through_all(&self) {
        let mut backoff = pauses();
        let (mut after, mut next) = (None, Instant::now());
        while let Some(page) = self.page(&mut after).await {
            for name in page {
                tokio::time::sleep_until(next).await;
                next = Instant::now() + self.pace;
                while let Looked::InVain = self.settled(&name, self.remembered.asked_aside(&name).await).await {
                    tokio::time::sleep(backoff.pause()).await;
                }
                backoff.reset();
            }
        }
    }

    /// The next names that have a line and are not removed; `None` at the end. Goes on trying when the shelf cannot be read.
    async fn page(&self, after: &mut Option<CertificateName>) -> Option<Vec<CertificateName>> {
        let mut backoff = pauses();
        loop {
            match self.certificates.shelf().entries(after.as_ref(), PAGE).await {
                Ok(page) => {
                    *after = Some(page.last()?.name.clone());
                    return Some(
                        page.into_iter().filter(|entry| entry.removed_at.is_none()).map(|entry| entry.name).collect(),
                    );
                }
                Err(error) => {
                    in_vain(&error);
                    tokio::time::sleep(backoff.pause()).await;
                }
            }
        }
    }

    async fn settled(&self, name: &CertificateName, asked: Result<(), Refusal>) -> Looked {
        match asked {
            Ok(()) => Looked::Done,
            Err(Refusal::Denied) => {
                self.remembered.forget_kept(name);
                match self.certificates.remove(name).await {
                    Ok(()) => {
                        tracing::info!(server.name = %name, "A certificate is removed: its name is not served any more.");
                        Looked::Done
                    }
                    Err(error) => in_vain(&error),
                }
            }
            Err(Refusal::Unknown(_)) => Looked::InVain,
        }
    }
}

fn is_below(name: &CertificateName, wildcards: &HashSet<CertificateName>) -> bool {
    match name {
        CertificateName::Exact(host) => {
            CertificateName::covering(host).is_some_and(|wildcard| wildcards.contains(&wildcard))
        }
        CertificateName::Wildcard(_) => false,
    }
}

fn pauses() -> Backoff {
    Backoff::new(Duration::from_millis(250), Duration::from_secs(5))
}

fn in_vain(error: &ShelfError) -> Looked {
    tracing::warn!(
        error = error as &dyn std::error::Error,
        "Certificates of names that are not served any more cannot be removed; it is tried again."
    );
    Looked::InVain
}

impl fmt::Debug for Census {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Census").field("names", &self.lock().names.len()).finish_non_exhaustive()
    }
}

impl fmt::Debug for CensusTaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CensusTaker").field("pace", &self.pace).finish_non_exhaustive()
    }
}
