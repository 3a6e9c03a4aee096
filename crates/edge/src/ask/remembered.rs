//! The control plane's verdicts, remembered.
//!
//! A yes is believed for `ask_positive_ttl` and asked again in the background in the last quarter of it, as long as
//! someone uses it: a busy site never waits. A no is believed for `ask_negative_ttl`, which is what a flood of unknown
//! names costs. When the control plane cannot be asked, what was allowed stays allowed and is asked about again every
//! `ask_retry_pause`. What is not in memory is looked up among the verdicts kept on the shelf, so that all this holds over a
//! restart too; what was never allowed stays unknown for that long.
//!
//! None of this holds against the control plane's own word that a verdict has changed. Of a name it names, the verdict
//! is forgotten, on the shelf too: it is known to be doubtful, so if the control plane cannot be asked then, the name is not served. When
//! it can only say that something changed, every verdict has to be asked for again, but stands if nobody answers. An
//! answer that was on its way when the change was told may be from before it, and is asked for again.

use super::allowed::Allowed;
use super::{AskError, ControlPlane, KeptVerdicts, Purpose, Verdict};
use crate::meter::Counters;
use crate::settings::EdgeSettings;
use crate::uptime::{Uptime, ms};
use crate::{CertificateName, ServerName};
use moka::sync::Cache;
use nameplate_certificates::OneAtATime;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

/// Questions in a row that changes may overtake. The last one's answer is passed on, but not remembered.
const ATTEMPTS_MAX: u32 = 4;

/// Why a name is not allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the control plane does not allow the name")]
    Denied,
    #[error("whether the name is allowed is not known")]
    Unknown(#[source] AskError),
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Question {
    name: CertificateName,
    for_issue: bool,
}

/// A yes from before a restart.
struct Kept {
    origin: Option<String>,
}

#[derive(Clone)]
struct Refused {
    why: Refusal,
    until_ms: u64,
}

/// Asks, remembers, and asks about one thing once at a time.
#[derive(Clone)]
pub(crate) struct Remembered {
    inner: Arc<Inner>,
    flights: Arc<OneAtATime<Question, Result<Arc<Allowed>, Refusal>>>,
}

struct Inner {
    plane: Arc<dyn ControlPlane>,
    kept: KeptVerdicts,
    runtime: Handle,
    uptime: Uptime,
    /// What falls out of here is overruled, for a change would not find it.
    allowed: Cache<CertificateName, Arc<Allowed>>,
    refused: Cache<Question, Refused>,
    /// Questions on their way, and whether a change has overtaken them. What is remembered changes under this lock, so
    /// that an answer is either noted before a change, and forgotten by it, or seen to be overtaken.
    under_way: Mutex<HashMap<Question, bool>>,
    asks: Semaphore,
    /// Until when a verdict kept from before is believed without waiting for an answer, because the last question got
    /// none. Uptime in ms.
    silent_until_ms: AtomicU64,
    positive_ttl: Duration,
    negative_ttl: Duration,
    retry_pause: Duration,
    timeout: Duration,
    default_origin: Option<String>,
    counters: Arc<Counters>,
}

impl Remembered {
    pub(crate) fn new(
        plane: Arc<dyn ControlPlane>,
        kept: KeptVerdicts,
        settings: &EdgeSettings,
        uptime: Uptime,
        runtime: Handle,
        counters: Arc<Counters>,
    ) -> Self {
        let inner = Inner {
            plane,
            kept,
            runtime: runtime.clone(),
            uptime,
            allowed: Cache::builder()
                .max_capacity(settings.verdicts_max)
                .eviction_listener(|_, allowed: Arc<Allowed>, _| allowed.overrule())
                .build(),
            refused: Cache::builder()
                .max_capacity(settings.verdicts_max)
                .time_to_live(settings.ask_negative_ttl.max(settings.ask_retry_pause))
                .build(),
            under_way: Mutex::default(),
            asks: Semaphore::new(settings.asks_max),
            silent_until_ms: AtomicU64::new(0),
            positive_ttl: settings.ask_positive_ttl,
            negative_ttl: settings.ask_negative_ttl,
            retry_pause: settings.ask_retry_pause,
            timeout: settings.ask_timeout,
            default_origin: settings.default_origin.clone(),
            counters,
        };
        Self { inner: Arc::new(inner), flights: Arc::new(OneAtATime::new(runtime)) }
    }

    /// Whether a yes may still be relied on. Two atomic reads; sees to its renewal when due.
    pub(crate) fn still_holds(&self, name: &ServerName, allowed: &Allowed) -> bool {
        let now = self.inner.uptime.ms();
        if !allowed.holds_at(now) {
            return false;
        }
        if allowed.take_due(now) {
            let this = self.clone();
            let question = Question { name: name.clone().into(), for_issue: false };
            self.inner.runtime.spawn(async move { this.asked(question).await.map(drop) });
        }
        true
    }

    /// The verdict, remembered or asked for now.
    ///
    /// A yes for [`Purpose::Issue`] is never taken from memory: a certificate is only issued for who is allowed one now.
    pub(crate) async fn allowed(&self, name: &CertificateName, purpose: Purpose) -> Result<Arc<Allowed>, Refusal> {
        let question = Question { name: name.clone(), for_issue: purpose == Purpose::Issue };
        if let Some(known) = self.known(&question) {
            self.inner.counters.ask_hits_total.up();
            return known;
        }
        self.asked(question).await
    }

    /// Asks about a name that nobody visits, beside all that is remembered: looking through all names must not drive those
    /// that are visited out of memory. A no is asked for once more, and noted.
    pub(crate) async fn asked_aside(&self, name: &CertificateName) -> Result<(), Refusal> {
        let question = Question { name: name.clone(), for_issue: false };
        match self.inner.answer(&question).await {
            Ok(Verdict { allow: true, .. }) => Ok(()),
            Ok(Verdict { allow: false, .. }) => self.asked(question).await.map(drop),
            Err(error) => Err(Refusal::Unknown(error)),
        }
    }

    /// A no that is remembered.
    pub(crate) fn refusal(&self, name: &CertificateName, purpose: Purpose) -> Option<Refusal> {
        self.inner.refusal(&Question { name: name.clone(), for_issue: purpose == Purpose::Issue })
    }

    /// Forgets what was kept of a name on the shelf, because the control plane has since said no.
    pub(crate) fn forget_kept(&self, name: &CertificateName) {
        self.inner.forget_kept(name);
    }

    /// Forgets a no, because the control plane has since said otherwise.
    pub(crate) fn forget_refusal(&self, name: &CertificateName) {
        self.inner.forget_refusal(name);
    }

    /// Forgets what was said about these names, and for a wildcard about every name one label below its parent.
    pub(crate) fn forget(&self, changed: &HashSet<CertificateName>) {
        let is_changed = |name: &CertificateName| {
            let below = || matches!(name, CertificateName::Exact(host) if CertificateName::covering(host).is_some_and(|wildcard| changed.contains(&wildcard)));
            changed.contains(name) || below()
        };
        let mut under_way = self.inner.lock();
        for (question, overtaken) in under_way.iter_mut() {
            *overtaken |= is_changed(&question.name);
        }
        self.inner.kept.doubt_below(changed);
        for name in changed {
            self.inner.forget(name);
        }
        if changed.iter().any(|name| matches!(name, CertificateName::Wildcard(_))) {
            let allowed = self.inner.allowed.iter().map(|(name, _)| CertificateName::clone(&name));
            let refused = self.inner.refused.iter().map(|(question, _)| question.name.clone());
            let below: Vec<CertificateName> = allowed.chain(refused).filter(is_changed).collect();
            below.iter().for_each(|name| self.inner.forget(name));
        }
    }

    /// Relies on no verdict any more without asking again. A yes stands if nobody answers.
    pub(crate) fn doubt_all(&self) {
        let mut under_way = self.inner.lock();
        under_way.values_mut().for_each(|overtaken| *overtaken = true);
        self.inner.allowed.iter().for_each(|(_, allowed)| allowed.overrule());
        self.inner.refused.invalidate_all();
    }

    fn known(&self, question: &Question) -> Option<Result<Arc<Allowed>, Refusal>> {
        if !question.for_issue
            && let CertificateName::Exact(host) = &question.name
            && let Some(allowed) = self.inner.allowed.get(&question.name)
            && self.still_holds(host, &allowed)
        {
            return Some(Ok(allowed));
        }
        self.inner.refusal(question).map(Err)
    }

    async fn asked(&self, question: Question) -> Result<Arc<Allowed>, Refusal> {
        let inner = Arc::clone(&self.inner);
        let asking = question.clone();
        let broke_off = |_| Err(Refusal::Unknown(AskError::Unreachable { detail: "asking broke off".into() }));
        self.flights.run(question, move || async move { inner.ask(asking).await }).await.unwrap_or_else(broke_off)
    }
}

impl Inner {
    async fn ask(&self, question: Question) -> Result<Arc<Allowed>, Refusal> {
        let mut attempts = 0;
        loop {
            attempts += 1;
            self.lock().insert(question.clone(), false);
            let (answer, kept) = self.answer_or_kept(&question).await;
            let mut under_way = self.lock();
            let overtaken = under_way.remove(&question).unwrap_or_default();
            if overtaken && attempts < ATTEMPTS_MAX {
                continue;
            }
            let noted = match (answer, kept) {
                (Err(error), Some(kept)) if !overtaken => Ok(self.note_kept(&question, kept, &error)),
                (answer, _) => self.note(question.clone(), answer),
            };
            if overtaken {
                self.forget(&question.name);
            }
            return noted;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Question, bool>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn refusal(&self, question: &Question) -> Option<Refusal> {
        let refused = self.refused.get(question)?;
        (self.uptime.ms() < refused.until_ms).then_some(refused.why)
    }

    fn forget_refusal(&self, name: &CertificateName) {
        for for_issue in [false, true] {
            self.refused.invalidate(&Question { name: name.clone(), for_issue });
        }
    }

    fn forget(&self, name: &CertificateName) {
        if let Some(allowed) = self.allowed.remove(name) {
            allowed.overrule();
        }
        self.forget_kept(name);
        self.forget_refusal(name);
    }

    fn forget_kept(&self, name: &CertificateName) {
        if let CertificateName::Exact(host) = name {
            self.kept.forget(host);
        }
    }

    /// The control plane's answer; without one, and with nothing in memory, also what was kept of an earlier one. While the
    /// control plane is known to be silent, nobody waits for its time limit before being served by what was kept.
    async fn answer_or_kept(&self, question: &Question) -> (Result<Verdict, AskError>, Option<Kept>) {
        let is_in_memory = || self.allowed.contains_key(&question.name);
        let mut kept = None;
        if self.uptime.ms() < self.silent_until_ms.load(Relaxed) && !is_in_memory() {
            kept = self.kept(question).await;
            if kept.is_some() {
                return (Err(AskError::Unreachable { detail: "it did not answer a moment ago".into() }), kept);
            }
        }
        let answer = self.answer(question).await;
        if answer.is_err() && !is_in_memory() {
            kept = self.kept(question).await;
        }
        (answer, kept)
    }

    async fn kept(&self, question: &Question) -> Option<Kept> {
        match &question.name {
            CertificateName::Exact(host) if !question.for_issue => {
                let kept = self.kept.of(host).await?;
                Some(Kept { origin: kept.origin })
            }
            _ => None,
        }
    }

    async fn answer(&self, question: &Question) -> Result<Verdict, AskError> {
        let purpose = if question.for_issue { Purpose::Issue } else { Purpose::Serve };
        let name = question.name.to_string();
        self.counters.asks_total.up();
        let answer = match self.asks.acquire().await {
            Ok(_permit) => tokio::time::timeout(self.timeout, self.plane.ask(&name, purpose)).await,
            Err(_closed) => Ok(Err(AskError::Unreachable { detail: "the edge is shutting down".into() })),
        };
        let answer = answer.unwrap_or(Err(AskError::Timeout { after_ms: ms(self.timeout) }));
        let silent_until_ms = if answer.is_err() { self.uptime.ms() + ms(self.retry_pause) } else { 0 };
        self.silent_until_ms.store(silent_until_ms, Relaxed);
        answer
    }

    fn note(&self, question: Question, answer: Result<Verdict, AskError>) -> Result<Arc<Allowed>, Refusal> {
        match answer {
            Ok(Verdict { allow: true, origin }) => {
                let (allowed, is_new) = self.note_yes(&question, origin.clone());
                if is_new && let CertificateName::Exact(host) = &question.name {
                    self.kept.keep(host, origin);
                }
                Ok(allowed)
            }
            Ok(Verdict { allow: false, .. }) => Err(self.note_no(question)),
            Err(error) => self.note_silence(question, error),
        }
    }

    /// What is relied on from now on, and whether it is another than before.
    fn note_yes(&self, question: &Question, origin: Option<String>) -> (Arc<Allowed>, bool) {
        let origin_text = origin.or_else(|| self.default_origin.clone());
        let previous = self.allowed.get(&question.name);
        self.refused.invalidate(question);
        if let Some(same) = previous.as_ref().filter(|known| known.has_origin(origin_text.as_deref())) {
            if same.set_stale(false) {
                tracing::info!(server.name = %question.name, "The control plane answers again.");
            }
            self.believe(same, self.positive_ttl * 3 / 4, self.positive_ttl);
            return (Arc::clone(same), false);
        }
        let (allowed, invalid) = Allowed::new(origin_text);
        if let Some(invalid) = invalid {
            tracing::error!(server.name = %question.name, error = &invalid as &dyn std::error::Error, "The origin of a name cannot be used.");
        }
        let allowed = Arc::new(allowed);
        self.believe(&allowed, self.positive_ttl * 3 / 4, self.positive_ttl);
        self.allowed.insert(question.name.clone(), Arc::clone(&allowed));
        if let Some(previous) = previous {
            previous.overrule();
        }
        (allowed, true)
    }

    /// Relies on what was kept, and asks again soon.
    fn note_kept(&self, question: &Question, kept: Kept, error: &AskError) -> Arc<Allowed> {
        self.counters.ask_errors_total.up();
        let (allowed, _) = self.note_yes(question, kept.origin);
        self.rely_on_stale(question, &allowed, error);
        allowed
    }

    fn note_no(&self, question: Question) -> Refusal {
        if !question.for_issue
            && let Some(previous) = self.allowed.remove(&question.name)
        {
            previous.overrule();
            self.forget_kept(&question.name);
        }
        self.refuse(question, Refusal::Denied, self.negative_ttl)
    }

    fn note_silence(&self, question: Question, error: AskError) -> Result<Arc<Allowed>, Refusal> {
        self.counters.ask_errors_total.up();
        match self.allowed.get(&question.name) {
            Some(allowed) if !question.for_issue => {
                self.rely_on_stale(&question, &allowed, &error);
                Ok(allowed)
            }
            _ => {
                tracing::warn!(server.name = %question.name, error = &error as &dyn std::error::Error, "The control plane cannot be asked about a name.");
                Err(self.refuse(question, Refusal::Unknown(error), self.retry_pause))
            }
        }
    }

    fn rely_on_stale(&self, question: &Question, allowed: &Allowed, error: &AskError) {
        self.counters.ask_stale_total.up();
        if !allowed.set_stale(true) {
            tracing::warn!(server.name = %question.name, error = error as &dyn std::error::Error, "The control plane cannot be asked; a name goes on being served by its last verdict.");
        }
        self.believe(allowed, self.retry_pause, self.positive_ttl.max(self.retry_pause * 2));
    }

    fn believe(&self, allowed: &Allowed, due_in: Duration, good_for: Duration) {
        allowed.believe(self.uptime.ms(), due_in, good_for);
    }

    fn refuse(&self, question: Question, why: Refusal, ttl: Duration) -> Refusal {
        self.refused.insert(question, Refused { why: why.clone(), until_ms: self.uptime.ms() + ms(ttl) });
        why
    }
}

impl fmt::Debug for Remembered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Remembered")
    }
}
