//! A yes, and for how long it is relied on.

use crate::proxy::{InvalidOrigin, Origin};
use crate::uptime::ms;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::Duration;
use tokio::sync::Notify;

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
    overruled: Notify,
}

impl Allowed {
    /// Not relied on yet; see [`Allowed::believe`]. Also what is wrong with the origin, if it cannot be used.
    pub(super) fn new(origin_text: Option<String>) -> (Self, Option<InvalidOrigin>) {
        let (origin, invalid) = match origin_text.as_deref().map(Origin::parse) {
            Some(Ok(origin)) => (Some(Arc::new(origin)), None),
            Some(Err(invalid)) => (None, Some(invalid)),
            None => (None, None),
        };
        let allowed = Self {
            origin,
            origin_text,
            due_ms: AtomicU64::new(0),
            good_until_ms: AtomicU64::new(0),
            refreshing: AtomicBool::new(false),
            stale: AtomicBool::new(false),
            overruled: Notify::new(),
        };
        (allowed, invalid)
    }

    /// Where requests go; none if the control plane named no origin, or none that can be used.
    pub(crate) fn origin(&self) -> Option<&Arc<Origin>> {
        self.origin.as_ref()
    }

    /// Whether the control plane has since said something else, or said that it may.
    pub(crate) fn is_overruled(&self) -> bool {
        self.good_until_ms.load(Relaxed) == 0
    }

    /// Resolves when that is so.
    pub(crate) async fn overruled(&self) {
        let mut overruled = pin!(self.overruled.notified());
        overruled.as_mut().enable();
        if !self.is_overruled() {
            overruled.await;
        }
    }

    pub(super) fn overrule(&self) {
        self.good_until_ms.store(0, Relaxed);
        self.overruled.notify_waiters();
    }

    pub(super) fn has_origin(&self, origin_text: Option<&str>) -> bool {
        self.origin_text.as_deref() == origin_text
    }

    pub(super) fn holds_at(&self, now_ms: u64) -> bool {
        now_ms < self.good_until_ms.load(Relaxed)
    }

    /// Whether somebody should ask again. True once: whoever hears it sees to it.
    pub(super) fn take_due(&self, now_ms: u64) -> bool {
        now_ms >= self.due_ms.load(Relaxed) && !self.refreshing.swap(true, Relaxed)
    }

    /// Relies on it from now on, for so long.
    pub(super) fn believe(&self, now_ms: u64, due_in: Duration, good_for: Duration) {
        self.due_ms.store(now_ms + ms(due_in), Relaxed);
        self.good_until_ms.store(now_ms + ms(good_for), Relaxed);
        self.refreshing.store(false, Relaxed);
    }

    /// Notes whether nobody answers; whether that was so before.
    pub(super) fn set_stale(&self, stale: bool) -> bool {
        self.stale.swap(stale, Relaxed)
    }
}
