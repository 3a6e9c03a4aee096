//! The live end of the outbox: each process reads it once, and hands every event to all who listen for its tenant.
//!
//! Whoever listens keeps the position of the last event it was given. What it could not take in time, and what was there before
//! it came, it reads from the store behind that position; nothing is lost and nothing is told twice.

mod follow;
mod listening;

pub use listening::{Heed, Heeding, Listening};

use crate::Control;
use nameplate_domain::tenancy::{EventId, TenantId};
use nameplate_store::{StoreError, StoredEvent};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::{Notify, broadcast, watch};
use uuid::Uuid;

/// Most who listen for one tenant in one process.
const OF_TENANT_MAX: usize = 1000;
/// Most who listen in one process.
pub const LISTENERS_MAX: usize = 10_000;
/// Events of a tenant that somebody may leave unread before they are read from the store instead.
const UNREAD_MAX: usize = 256;

/// An event, shared by all who are told of it.
#[derive(Debug)]
pub struct Told {
    /// What happened.
    pub event: StoredEvent,
    text: OnceLock<String>,
}

impl Told {
    fn new(event: StoredEvent) -> Arc<Self> {
        Arc::new(Self { event, text: OnceLock::new() })
    }

    /// How it is written, made by the first who asks.
    pub fn text(&self, write: impl FnOnce(&StoredEvent) -> String) -> &str {
        self.text.get_or_init(|| write(&self.event))
    }

    fn position(&self) -> i64 {
        self.event.position.unwrap_or(0)
    }
}

/// Stands for an event before all others.
pub const BEFORE_ALL: EventId = EventId(Uuid::nil());

/// From where on to listen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Start {
    /// From now on.
    Now,
    /// After this event; after [`BEFORE_ALL`], from the oldest that is kept.
    After(EventId),
}

/// One who has begun to listen.
#[derive(Debug)]
pub struct ListeningBegun {
    /// What brings the events.
    pub listening: Listening,
    /// What tells of an end.
    pub heeding: Heeding,
    /// After which event listening began; [`BEFORE_ALL`] when there was none.
    pub after: EventId,
    /// False when the event to begin after is not there, or no longer: listening began with the oldest that is.
    pub is_known: bool,
}

/// Why nobody more may listen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FullHouse {
    /// The tenant has as many listeners as one may have.
    OfTenant,
    /// This process has as many as it takes.
    OfProcess,
}

/// What the listeners of a process share.
#[derive(Debug)]
pub(crate) struct Feed {
    halls: Mutex<HashMap<TenantId, Hall>>,
    /// Somebody has come.
    came: Notify,
    news: watch::Sender<News>,
}

/// What listeners have to heed besides events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct News {
    /// How often what callers may do has changed.
    changes: u64,
    /// Listening ends.
    is_over: bool,
}

/// Who listens for one tenant.
#[derive(Debug)]
struct Hall {
    sender: broadcast::Sender<Arc<Told>>,
    listeners: usize,
}

impl Feed {
    pub(crate) fn new() -> Self {
        Self { halls: Mutex::default(), came: Notify::new(), news: watch::Sender::default() }
    }

    fn halls(&self) -> MutexGuard<'_, HashMap<TenantId, Hall>> {
        self.halls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has callers looked at again: a key was revoked, a tenant suspended.
    pub(crate) fn callers_changed(&self) {
        self.news.send_modify(|news| news.changes = news.changes.wrapping_add(1));
    }

    /// Takes a place.
    fn enter(&self, tenant: TenantId) -> Result<broadcast::Receiver<Arc<Told>>, FullHouse> {
        let mut halls = self.halls();
        if halls.values().map(|hall| hall.listeners).sum::<usize>() >= LISTENERS_MAX {
            return Err(FullHouse::OfProcess);
        }
        let hall =
            halls.entry(tenant).or_insert_with(|| Hall { sender: broadcast::Sender::new(UNREAD_MAX), listeners: 0 });
        if hall.listeners >= OF_TENANT_MAX {
            return Err(FullHouse::OfTenant);
        }
        hall.listeners += 1;
        let receiver = hall.sender.subscribe();
        drop(halls);
        self.came.notify_one();
        Ok(receiver)
    }

    /// The same place, at the end of what is told now.
    fn enter_again(&self, tenant: TenantId) -> Option<broadcast::Receiver<Arc<Told>>> {
        self.halls().get(&tenant).map(|hall| hall.sender.subscribe())
    }

    fn leave(&self, tenant: TenantId) {
        let mut halls = self.halls();
        if let Some(hall) = halls.get_mut(&tenant) {
            hall.listeners -= 1;
            if hall.listeners == 0 {
                halls.remove(&tenant);
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.halls().is_empty()
    }

    /// Has everybody read from the store up to where telling begins anew.
    fn begin_anew(&self) {
        for hall in self.halls().values_mut() {
            hall.sender = broadcast::Sender::new(UNREAD_MAX);
        }
    }

    fn tell(&self, event: StoredEvent) {
        if let Some(hall) = self.halls().get(&event.tenant) {
            // An error means that whoever listened has just left.
            let _ = hall.sender.send(Told::new(event));
        }
    }
}

impl Control {
    /// Listens for what happens to a tenant's connections.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn listen(
        &self,
        tenant: TenantId,
        start: Start,
    ) -> Result<Result<ListeningBegun, FullHouse>, StoreError> {
        // The place first: what is told from now on waits in it while the store is asked.
        let heeding = Heeding::new(&self.feed);
        let mut listening = match Listening::enter(Arc::clone(&self.feed), self.reader(), tenant) {
            Ok(listening) => listening,
            Err(full) => return Ok(Err(full)),
        };
        let (after, position) = match start {
            Start::Now => match self.reader().newest_event(tenant).await? {
                Some((id, position)) => (id, Some(position)),
                None => (BEFORE_ALL, Some(0)),
            },
            Start::After(BEFORE_ALL) => (BEFORE_ALL, Some(0)),
            Start::After(id) => (id, self.reader().event_position(tenant, id).await?),
        };
        listening.begin(position.unwrap_or(0), start != Start::Now);
        Ok(Ok(ListeningBegun { listening, heeding, after, is_known: position.is_some() }))
    }

    /// Ends all listening, now and later: the process is about to stop.
    pub fn end_listening(&self) {
        self.feed.news.send_modify(|news| news.is_over = true);
    }

    /// How many listen.
    #[must_use]
    pub fn listeners(&self) -> usize {
        self.feed.halls().values().map(|hall| hall.listeners).sum()
    }
}
