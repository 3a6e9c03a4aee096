//! Bringing events to webhook endpoints.
//!
//! Endpoints with something due are taken by lease, so that each is at one process at a time; there it gets a *lane*: a few requests at
//! once, and a turn of some seconds, after which others come first. Endpoints whose last attempt failed have lanes of their own, of one
//! request at a time: however many of them hang, they keep none waiting that do not.
//!
//! An attempt is written down after it was made. A process that dies in between has its lease run out, and the attempt is made again:
//! at least once, never lost.

mod lane;
mod recorder;

use crate::Control;
use lane::Pace;
use nameplate_store::{Lane, Signal, StoreError};
use recorder::Recorder;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Bounds of the deliveries of one process.
#[derive(Clone, Copy, Debug)]
pub struct DeliverySettings {
    /// Endpoints that are at work at once, of those whose last attempt did not fail.
    pub lanes_max: usize,
    /// Requests to one of these at once.
    pub at_once_max: usize,
    /// Endpoints that are at work at once, of those whose last attempt failed; each gets one request at a time.
    pub failing_lanes_max: usize,
    /// How long an endpoint's turn begins new requests.
    pub turn: Duration,
    /// How long a lease keeps other processes away: longer than a turn and the last request of it.
    pub lease: Duration,
    /// How long to sleep when nothing is due and nobody signals.
    pub idle: Duration,
}

impl Default for DeliverySettings {
    fn default() -> Self {
        Self {
            lanes_max: 128,
            at_once_max: 4,
            failing_lanes_max: 64,
            turn: Duration::from_secs(4),
            lease: Duration::from_secs(15),
            idle: Duration::from_millis(250),
        }
    }
}

/// Lanes of one kind.
struct Lanes {
    failing: bool,
    free: Arc<Semaphore>,
    pace: Pace,
}

impl Control {
    /// Delivers what is due, until dropped.
    pub async fn deliver(&self, settings: DeliverySettings) {
        let mut tasks = JoinSet::new();
        let recorder = Recorder::start(self.clone(), &mut tasks);
        let lanes = |failing, count, at_once| Lanes {
            failing,
            free: Arc::new(Semaphore::new(count)),
            pace: Pace { at_once, turn: settings.turn },
        };
        let kinds =
            [lanes(false, settings.lanes_max, settings.at_once_max), lanes(true, settings.failing_lanes_max, 1)];
        let mut signals = self.store.signals().subscribe();
        let mut is_store_down = false;
        loop {
            for lanes in &kinds {
                match self.fill(lanes, settings, &recorder, &mut tasks).await {
                    Ok(()) => {}
                    Err(error) => {
                        if !is_store_down {
                            tracing::error!(
                                error = &error as &dyn std::error::Error,
                                "Webhooks cannot be delivered without the store; it is tried again every second."
                            );
                        }
                        is_store_down = true;
                        tokio::time::sleep(Duration::from_secs(1)).await;
                        continue;
                    }
                }
                if is_store_down {
                    tracing::info!("Webhooks are delivered again.");
                    is_store_down = false;
                }
            }
            // Whoever ended makes room, and may have left something to be done.
            while tasks.try_join_next().is_some() {}
            let due = Self::wait_for_signal(&mut signals, |signal| *signal == Signal::DeliveryDue);
            tokio::select! {
                () = due => {}
                _ = tasks.join_next() => {}
                () = tokio::time::sleep(settings.idle) => {}
            }
        }
    }

    /// Puts endpoints with something due on free lanes.
    async fn fill(
        &self,
        lanes: &Lanes,
        settings: DeliverySettings,
        recorder: &Recorder,
        tasks: &mut JoinSet<()>,
    ) -> Result<(), StoreError> {
        let room = lanes.free.available_permits();
        if room == 0 || !self.reader().has_webhook_lanes_due(lanes.failing, self.now()).await? {
            return Ok(());
        }
        let taken = self.take_lanes(lanes.failing, settings.lease, room).await?;
        for lane in taken {
            // There is room for as many as were asked for: nobody else takes any.
            let Ok(permit) = Arc::clone(&lanes.free).acquire_owned().await else { return Ok(()) };
            let (control, recorder, pace) = (self.clone(), recorder.clone(), lanes.pace);
            tasks.spawn(async move {
                control.serve_lane(lane, pace, recorder).await;
                drop(permit);
            });
        }
        Ok(())
    }

    async fn take_lanes(&self, failing: bool, hold: Duration, room: usize) -> Result<Vec<Lane>, StoreError> {
        let limit = u32::try_from(room).unwrap_or(u32::MAX);
        let mut tx = self.store.begin().await?;
        let taken = tx.lease_webhook_lanes(failing, self.now(), hold, limit).await?;
        tx.commit().await?;
        Ok(taken)
    }
}
