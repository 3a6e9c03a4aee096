//! Looking at every connection when it is due: proof, propagation, drift, recovery, expiry.
//!
//! Work is taken by due time and lease, so that any number of processes share it. The lease saves work; what makes it right
//! is the compare-and-swap of each transition. Checks run many at once within a bound, and each has its own time limit, so a
//! dead DNS server delays nobody but its own customers.

use crate::operations::Findings;
use crate::operations::check_records::Asker;
use crate::{Control, Refused};
use nameplate_domain::connection::{Connection, Event, Problem, SetupType, State};
use nameplate_store::{Signal, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Bounds of the workers.
#[derive(Clone, Copy, Debug)]
pub struct WorkerSettings {
    /// Checks under way at once in this process.
    pub at_once_max: usize,
    /// Connections taken in one go.
    pub batch_max: usize,
    /// How long a lease keeps others away from a connection that is being worked on.
    pub lease: Duration,
    /// How long to sleep when nothing is due and nobody signals.
    pub idle: Duration,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        Self { at_once_max: 512, batch_max: 100, lease: Duration::from_secs(30), idle: Duration::from_millis(250) }
    }
}

impl Control {
    /// Takes and does what is due, until dropped. `done` counts finished checks.
    pub async fn work(&self, settings: WorkerSettings, done: Arc<AtomicU64>) {
        let slots = Arc::new(Semaphore::new(settings.at_once_max));
        let mut signals = self.store.signals().subscribe();
        let mut is_store_down = false;
        loop {
            let Ok(first) = Arc::clone(&slots).acquire_owned().await else { return };
            let room = (slots.available_permits() + 1).min(settings.batch_max);
            let batch = match self.take_due(settings, room).await {
                Ok(batch) => batch,
                Err(error) => {
                    if !is_store_down {
                        tracing::error!(
                            error = &error as &dyn std::error::Error,
                            "Workers cannot reach the store; they try again every second."
                        );
                    }
                    is_store_down = true;
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    continue;
                }
            };
            if is_store_down {
                tracing::info!("Workers reach the store again.");
                is_store_down = false;
            }
            let is_full = batch.len() == room;
            let mut first = Some(first);
            for connection in batch {
                let permit = match first.take() {
                    Some(permit) => permit,
                    None => match Arc::clone(&slots).acquire_owned().await {
                        Ok(permit) => permit,
                        Err(_) => return,
                    },
                };
                let (control, done) = (self.clone(), Arc::clone(&done));
                tokio::spawn(async move {
                    control.look_after(connection).await;
                    done.fetch_add(1, Ordering::Relaxed);
                    drop(permit);
                });
            }
            drop(first);
            if !is_full {
                let due = Self::wait_for_signal(&mut signals, |signal| *signal == Signal::Due);
                let _ = tokio::time::timeout(settings.idle, due).await;
            }
        }
    }

    async fn take_due(&self, settings: WorkerSettings, room: usize) -> Result<Vec<Connection>, StoreError> {
        let mut tx = self.store.begin().await?;
        let limit = u32::try_from(room).unwrap_or(u32::MAX);
        let jitter = 0.9 + 0.2 * self.chance.fraction();
        let batch = tx.lease_due(self.now(), settings.lease, jitter, limit).await?;
        tx.commit().await?;
        Ok(batch)
    }

    async fn look_after(&self, connection: Connection) {
        let id = connection.id;
        match self.advance(connection).await {
            Ok(()) => {}
            Err(Refused::Store(error)) => {
                // The lease runs out by itself: the check is repeated, nothing is lost.
                tracing::warn!(connection.id = %id, error = &error as &dyn std::error::Error, "A check could not be kept.");
            }
            // Everything else is an answer for people: it is kept with the connection.
            Err(refused) => tracing::debug!(connection.id = %id, "A check ended: {refused}."),
        }
    }

    /// What is due for one connection.
    async fn advance(&self, connection: Connection) -> Result<(), Refused> {
        if connection.state == State::Archived {
            return self.go_on_cleaning_up(connection).await;
        }
        if connection.expires_at().is_some_and(|end| end <= self.now()) {
            let problem = Problem {
                code: "ownership_expired".into(),
                message: format!(
                    "Ownership of {} was not proven within 7 days. Create a new connection.",
                    connection.hostname
                ),
            };
            return self.expire(&connection, problem).await;
        }
        if self.is_to_be_written(&connection).await? {
            return self.write_or_lose(connection).await;
        }
        match connection.standing().proven {
            false => self.verify_or_lose(connection).await,
            true => self.check(connection, Asker::Worker).await.map(|_| ()),
        }
    }

    /// Whether the automatic flow is the next thing to do. Where its challenge is written and only has to be seen, looking is.
    async fn is_to_be_written(&self, connection: &Connection) -> Result<bool, Refused> {
        if connection.setup_type != SetupType::Automatic {
            return Ok(false);
        }
        match connection.state {
            State::Verified | State::DnsWriting => Ok(true),
            _ if connection.standing().proven || connection.fresh_proof => Ok(false),
            _ => self.is_challenge_written(connection).await.map(|written| !written),
        }
    }

    async fn write_or_lose(&self, connection: Connection) -> Result<(), Refused> {
        match self.automate(connection.clone()).await {
            Err(conflict @ Refused::HostnameConflict { .. }) => self.tell_conflict(&connection, &conflict).await,
            other => other.map(|_| ()),
        }
    }

    async fn tell_conflict(&self, connection: &Connection, conflict: &Refused) -> Result<(), Refused> {
        let problem = Problem { code: "hostname_conflict".into(), message: format!("{conflict}.") };
        self.note(connection, &problem).await.map(|_| ())
    }

    async fn expire(&self, connection: &Connection, problem: Problem) -> Result<(), Refused> {
        let findings = Findings { problem: Some(problem), ..Default::default() };
        self.apply(connection, Event::Expired, &findings).await.map(|_| ())
    }

    /// A connection that proves a name which somebody else holds keeps waiting, and says so.
    async fn verify_or_lose(&self, connection: Connection) -> Result<(), Refused> {
        match self.verify(connection.clone()).await {
            Err(conflict @ Refused::HostnameConflict { .. }) => self.tell_conflict(&connection, &conflict).await,
            other => other.map(|_| ()),
        }
    }
}
