//! One who listens.

use super::{Feed, FullHouse, News, Told};
use nameplate_domain::tenancy::TenantId;
use nameplate_store::Reader;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

/// Events read from the store in one go.
const PAGE: u32 = 100;
/// Between two attempts to read from a store that is down.
const RETRY_EVERY: Duration = Duration::from_secs(1);

/// A place among those who listen for a tenant. Dropping it frees the place.
#[derive(Debug)]
pub struct Listening {
    feed: Arc<Feed>,
    reader: Reader,
    tenant: TenantId,
    /// The last event that was given out, or where listening began.
    position: i64,
    live: broadcast::Receiver<Arc<Told>>,
    /// Whether there may be events behind `position` that `live` will not bring.
    is_behind: bool,
    /// What was read from the store and not given out yet.
    read: VecDeque<Arc<Told>>,
}

/// Tells a listener what to heed besides events.
#[derive(Debug)]
pub struct Heeding(watch::Receiver<News>);

/// What a listener has to heed besides events.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Heed {
    /// What callers may do has changed: look again whether this one may still listen.
    CallersChanged,
    /// Listening ends.
    Over,
}

impl Listening {
    pub(super) fn enter(feed: Arc<Feed>, reader: Reader, tenant: TenantId) -> Result<Self, FullHouse> {
        let live = feed.enter(tenant)?;
        Ok(Self { feed, reader, tenant, position: 0, live, is_behind: false, read: VecDeque::new() })
    }

    /// Begins behind `position`; `is_behind` when there may be events before those that are told from now on.
    pub(super) fn begin(&mut self, position: i64, is_behind: bool) {
        (self.position, self.is_behind) = (position, is_behind);
    }

    /// The next event of the tenant. Cancel safe. While the store is down, and is needed, this waits.
    pub async fn next(&mut self) -> Arc<Told> {
        loop {
            if let Some(told) = self.read.pop_front() {
                self.position = told.position();
                return told;
            }
            if self.is_behind {
                self.read_on().await;
                continue;
            }
            match self.live.recv().await {
                Ok(told) if told.position() <= self.position => {}
                Ok(told) => {
                    self.position = told.position();
                    return told;
                }
                Err(RecvError::Lagged(_)) => self.is_behind = true,
                // Telling begins anew. While this one has its place, the tenant has its hall.
                Err(RecvError::Closed) => match self.feed.enter_again(self.tenant) {
                    Some(live) => (self.live, self.is_behind) = (live, true),
                    None => std::future::pending().await,
                },
            }
        }
    }

    /// One more event, if it can be had without waiting.
    pub fn next_at_once(&mut self) -> Option<Arc<Told>> {
        if let Some(told) = self.read.pop_front() {
            self.position = told.position();
            return Some(told);
        }
        while !self.is_behind {
            match self.live.try_recv() {
                Ok(told) if told.position() <= self.position => {}
                Ok(told) => {
                    self.position = told.position();
                    return Some(told);
                }
                Err(broadcast::error::TryRecvError::Lagged(_)) => self.is_behind = true,
                Err(_) => return None,
            }
        }
        None
    }

    async fn read_on(&mut self) {
        match self.reader.events_after(Some(self.tenant), self.position, PAGE).await {
            Ok(events) => {
                // A page that is not full goes up to the present; what comes later waits in `live`.
                self.is_behind = events.len() == PAGE as usize;
                self.read.extend(events.into_iter().map(Told::new));
            }
            // The one who follows the outbox says so in the log.
            Err(_) => tokio::time::sleep(RETRY_EVERY).await,
        }
    }
}

impl Heeding {
    pub(super) fn new(feed: &Feed) -> Self {
        Self(feed.news.subscribe())
    }

    /// Waits for something to heed. Cancel safe.
    pub async fn next(&mut self) -> Heed {
        if self.0.borrow().is_over || self.0.changed().await.is_err() || self.0.borrow_and_update().is_over {
            return Heed::Over;
        }
        Heed::CallersChanged
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.feed.leave(self.tenant);
    }
}
