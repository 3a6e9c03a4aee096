//! Sharing the keys of session tickets with the fleet, and changing them in time.

use super::ring::KeyRing;
use super::ticketer::Tickets;
use aws_lc_rs::error::Unspecified;
use nameplate_certificates::{Certificates, Change, ShelfError};
use nameplate_domain::time::Clock;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// Under which name the fleet's ring lies on the shelf.
const KEY: &str = "session-tickets";
/// Longest wait for the shelf. Nobody waits for tickets, except the start of an edge.
const PATIENCE: Duration = Duration::from_secs(3);
/// Edges may change the ring at the same time; one of them wins each time.
const ATTEMPTS_MAX: u32 = 4;

/// Why the fleet's keys could not be had.
#[derive(Debug, thiserror::Error)]
enum NoSharedRing {
    #[error(transparent)]
    Shelf(#[from] ShelfError),
    #[error("the store of certificates did not answer within {} ms", PATIENCE.as_millis())]
    Late,
    #[error("other edges change the keys all the time")]
    Outrun,
    #[error("no random bytes can be had")]
    NoChance(#[from] Unspecified),
}

/// Keeps [`Tickets`] supplied with keys.
pub(crate) struct TicketKeeper {
    certificates: Certificates,
    clock: Arc<dyn Clock>,
    tickets: Arc<Tickets>,
    ring: KeyRing,
    is_alone: bool,
}

impl TicketKeeper {
    /// Begins with the fleet's keys, making them if there are none; with keys of its own if the shelf cannot be used.
    ///
    /// # Errors
    /// The machine has no random bytes.
    pub(crate) async fn start(certificates: Certificates, clock: Arc<dyn Clock>) -> Result<Self, Unspecified> {
        let ring = KeyRing::new(clock.now())?;
        let tickets = Arc::new(Tickets::new(&ring)?);
        let mut keeper = Self { certificates, clock, tickets, ring, is_alone: false };
        keeper.look().await;
        Ok(keeper)
    }

    pub(crate) fn tickets(&self) -> Arc<Tickets> {
        Arc::clone(&self.tickets)
    }

    /// Looks after the keys for ever: every `look_every`, and when another edge has changed them.
    pub(crate) async fn run(mut self, mut changes: Receiver<Change>, look_every: Duration) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(look_every) => {}
                () = changed(&mut changes) => {}
            }
            self.look().await;
        }
    }

    /// Takes over the fleet's ring, moved on if it is time. Goes on alone if that cannot be done.
    async fn look(&mut self) {
        let looked = match self.shared().await {
            Ok(ring) => {
                if std::mem::take(&mut self.is_alone) {
                    tracing::info!("Session ticket keys are shared with the fleet again.");
                }
                self.take_up(ring)
            }
            Err(error) => {
                if !std::mem::replace(&mut self.is_alone, true) {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "Session ticket keys cannot be shared with the fleet; sessions are resumed on this edge only."
                    );
                }
                self.move_on_alone()
            }
        };
        if looked.is_err() {
            tracing::error!("Session ticket keys cannot be changed: there are no random bytes.");
        }
    }

    fn take_up(&mut self, ring: KeyRing) -> Result<(), Unspecified> {
        if ring != self.ring {
            self.tickets.use_ring(&ring)?;
            self.ring = ring;
        }
        Ok(())
    }

    fn move_on_alone(&mut self) -> Result<(), Unspecified> {
        let now = self.clock.now();
        if self.ring.is_due(now) { self.take_up(self.ring.clone().moved_on(now)?) } else { Ok(()) }
    }

    async fn shared(&self) -> Result<KeyRing, NoSharedRing> {
        for _ in 0..ATTEMPTS_MAX {
            let now = self.clock.now();
            let (version, ring) = match in_time(self.certificates.secret(KEY)).await? {
                None => (0, self.ring.clone()),
                Some((version, bytes)) => match KeyRing::from_bytes(&bytes) {
                    Some(ring) if !ring.is_due(now) => return Ok(ring),
                    Some(ring) => (version, ring.moved_on(now)?),
                    // It was sealed with a key that this edge does not have, and that was said where it was opened.
                    None => (version, KeyRing::new(now)?),
                },
            };
            if in_time(self.certificates.swap_secret(KEY, version, &ring.to_bytes())).await? {
                return Ok(ring);
            }
        }
        Err(NoSharedRing::Outrun)
    }
}

impl fmt::Debug for TicketKeeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TicketKeeper").field("ring", &self.ring).finish_non_exhaustive()
    }
}

async fn in_time<T>(wish: impl Future<Output = Result<T, ShelfError>>) -> Result<T, NoSharedRing> {
    Ok(tokio::time::timeout(PATIENCE, wish).await.map_err(|_elapsed| NoSharedRing::Late)??)
}

/// Resolves when the ring may be another one.
async fn changed(changes: &mut Receiver<Change>) {
    loop {
        match changes.recv().await {
            Ok(Change::Secret(key)) if key == KEY => return,
            Ok(Change::Everything) | Err(RecvError::Lagged(_)) => return,
            Ok(_) => {}
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}
