//! The control plane's verdicts, remembered.
//!
//! A yes is believed for `ask_positive_ttl` and asked again in the background in the last quarter of it, as long as
//! someone uses it: a busy site never waits. A no is believed for `ask_negative_ttl`, which is what a flood of unknown
//! names costs. When the control plane cannot be asked, what was allowed stays allowed and is asked about again every
//! `ask_retry_pause`; what was not known stays unknown for that long.
//!
//! None of this holds against the control plane's own word that a verdict has changed. Of a name it names, the verdict
//! is forgotten: it is known to be doubtful, so if the control plane cannot be asked then, the name is not served. When
//! it can only say that something changed, every verdict has to be asked for again, but stands if nobody answers. An
//! answer that was on its way when the change was told may be from before it, and is asked for again.

use super::{AskError, ControlPlane, Purpose, Verdict};
use crate::issue::OneAtATime;
use crate::meter::Counters;
use crate::proxy::Origin;
use crate::settings::EdgeSettings;
use crate::uptime::{Uptime, ms};
use crate::{CertificateName, ServerName};
use moka::sync::Cache;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

/// Questions in a row that changes may overtake. The last one's answer is passed on, but not remembered.
const ATTEMPTS_MAX: u32 = 4;

/// A yes. Shared by everybody who relies on it, so that one background question renews it for all.
#[derive(Debug)]
pub(crate) struct Allowed {
    origin: Option<Arc<Origin>>,
    origin_text: Option<String>,
    /// From here on it is asked again in the background. Uptime in ms.
    due_ms: AtomicU64,
    /// From here on it is not relied on. Uptime in ms; 0 when overruled.
    good_until_ms: AtomicU64,
    refreshing: AtomicBool,
    stale: AtomicBool,
}

impl Allowed {
    /// Where requests go; none if the control plane named no origin, or none that can be used.
    pub(crate) fn origin(&self) -> Option<&Arc<Origin>> {
        self.origin.as_ref()
    }

    /// Whether the control plane has since said something else, or said that it may.
    pub(crate) fn is_overruled(&self) -> bool {
        self.good_until_ms.load(Relaxed) == 0
    }

    fn overrule(&self) {
        self.good_until_ms.store(0, Relaxed);
    }
}

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
    runtime: Handle,
    uptime: Uptime,
    /// What falls out of here is overruled, for a change would not find it.
    allowed: Cache<CertificateName, Arc<Allowed>>,
    refused: Cache<Question, Refused>,
    /// Questions on their way, and whether a change has overtaken them. What is remembered changes under this lock, so
    /// that an answer is either noted before a change, and forgotten by it, or seen to be overtaken.
    under_way: Mutex<HashMap<Question, bool>>,
    asks: Semaphore,
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
        settings: &EdgeSettings,
        uptime: Uptime,
        runtime: Handle,
        counters: Arc<Counters>,
    ) -> Self {
        let inner = Inner {
            plane,
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
        if now >= allowed.good_until_ms.load(Relaxed) {
            return false;
        }
        if now >= allowed.due_ms.load(Relaxed) && !allowed.refreshing.swap(true, Relaxed) {
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
        let refused = self.inner.refused.get(question)?;
        (self.inner.uptime.ms() < refused.until_ms).then_some(Err(refused.why))
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
            let answer = self.answer(&question).await;
            let mut under_way = self.lock();
            let overtaken = under_way.remove(&question).unwrap_or_default();
            if overtaken && attempts < ATTEMPTS_MAX {
                continue;
            }
            let noted = self.note(question.clone(), answer);
            if overtaken {
                self.forget(&question.name);
            }
            return noted;
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Question, bool>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
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
        self.forget_refusal(name);
    }

    async fn answer(&self, question: &Question) -> Result<Verdict, AskError> {
        let purpose = if question.for_issue { Purpose::Issue } else { Purpose::Serve };
        let name = question.name.to_string();
        self.counters.asks_total.up();
        let answer = match self.asks.acquire().await {
            Ok(_permit) => tokio::time::timeout(self.timeout, self.plane.ask(&name, purpose)).await,
            Err(_closed) => Ok(Err(AskError::Unreachable { detail: "the edge is shutting down".into() })),
        };
        answer.unwrap_or(Err(AskError::Timeout { after_ms: ms(self.timeout) }))
    }

    fn note(&self, question: Question, answer: Result<Verdict, AskError>) -> Result<Arc<Allowed>, Refusal> {
        match answer {
            Ok(Verdict { allow: true, origin }) => {
                Ok(self.note_yes(&question, origin.or_else(|| self.default_origin.clone())))
            }
            Ok(Verdict { allow: false, .. }) => Err(self.note_no(question)),
            Err(error) => self.note_silence(question, error),
        }
    }

    fn note_yes(&self, question: &Question, origin_text: Option<String>) -> Arc<Allowed> {
        let previous = self.allowed.get(&question.name);
        self.refused.invalidate(question);
        if let Some(same) = previous.as_ref().filter(|known| known.origin_text == origin_text) {
            if same.stale.swap(false, Relaxed) {
                tracing::info!(server.name = %question.name, "The control plane answers again.");
            }
            self.believe(same, self.positive_ttl * 3 / 4, self.positive_ttl);
            return Arc::clone(same);
        }
        let origin = origin_text.as_deref().and_then(|text| match Origin::parse(text) {
            Ok(origin) => Some(Arc::new(origin)),
            Err(error) => {
                tracing::error!(server.name = %question.name, error = &error as &dyn std::error::Error, "The origin of a name cannot be used.");
                None
            }
        });
        let allowed = Arc::new(Allowed {
            origin,
            origin_text,
            due_ms: AtomicU64::new(0),
            good_until_ms: AtomicU64::new(0),
            refreshing: AtomicBool::new(false),
            stale: AtomicBool::new(false),
        });
        self.believe(&allowed, self.positive_ttl * 3 / 4, self.positive_ttl);
        self.allowed.insert(question.name.clone(), Arc::clone(&allowed));
        if let Some(previous) = previous {
            previous.overrule();
        }
        allowed
    }

    fn note_no(&self, question: Question) -> Refusal {
        if !question.for_issue
            && let Some(previous) = self.allowed.remove(&question.name)
        {
            previous.overrule();
        }
        self.refuse(question, Refusal::Denied, self.negative_ttl)
    }

    fn note_silence(&self, question: Question, error: AskError) -> Result<Arc<Allowed>, Refusal> {
        self.counters.ask_errors_total.up();
        match self.allowed.get(&question.name) {
            Some(allowed) if !question.for_issue => {
                self.counters.ask_stale_total.up();
                if !allowed.stale.swap(true, Relaxed) {
                    tracing::warn!(server.name = %question.name, error = &error as &dyn std::error::Error, "The control plane cannot be asked; a name goes on being served by its last verdict.");
                }
                self.believe(&allowed, self.retry_pause, self.positive_ttl.max(self.retry_pause * 2));
                Ok(allowed)
            }
            _ => {
                tracing::warn!(server.name = %question.name, error = &error as &dyn std::error::Error, "The control plane cannot be asked about a name.");
                Err(self.refuse(question, Refusal::Unknown(error), self.retry_pause))
            }
        }
    }

    fn believe(&self, allowed: &Allowed, due_in: Duration, good_for: Duration) {
        let now = self.uptime.ms();
        allowed.due_ms.store(now + ms(due_in), Relaxed);
        allowed.good_until_ms.store(now + ms(good_for), Relaxed);
        allowed.refreshing.store(false, Relaxed);
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
