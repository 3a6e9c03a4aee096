//! Telling the control plane how this edge is, for whoever looks after the fleet.

use crate::ask::{ControlPlane, EdgeStatus};
use crate::meter::Meter;
use nameplate_certificates::{Certificates, ShelfError};
use nameplate_domain::time::Timestamp;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior};

/// Counting certificates goes over all of them: it takes this part of the time at most.
const COUNTING_SHARE: u32 = 1000;

/// Says how an edge is, now and then.
pub(crate) struct Teller {
    meter: Meter,
    certificates: Certificates,
    started_at: Timestamp,
    every: Duration,
    counted: Option<Counted>,
}

/// How many certificates there were, and when they may be counted again.
#[derive(Clone, Copy)]
struct Counted {
    held: u64,
    again_at: Instant,
}

impl Teller {
    pub(crate) fn new(meter: Meter, certificates: Certificates, started_at: Timestamp, every: Duration) -> Self {
        Self { meter, certificates, started_at, every, counted: None }
    }

    /// Tells it, for ever. What is not heard is not repeated: the next word says more.
    pub(crate) async fn run(mut self, plane: Arc<dyn ControlPlane>) {
        let mut ticks = tokio::time::interval(self.every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut is_heard = true;
        loop {
            ticks.tick().await;
            let status = self.status().await;
            match plane.note_status(status).await {
                Ok(()) => is_heard = true,
                // The first time only: an older control plane never listens, and one that is gone is told of elsewhere.
                Err(error) => {
                    if std::mem::take(&mut is_heard) {
                        tracing::info!(
                            error = &error as &dyn std::error::Error,
                            "The control plane does not hear how this edge is."
                        );
                    }
                }
            }
        }
    }

    /// How the edge is now. What the shelf does not tell is left out.
    async fn status(&mut self) -> EdgeStatus {
        let counters = self.meter.snapshot();
        let hits = counters.ask_hits_total.wrapping_add(counters.sites_at_hand_total);
        EdgeStatus {
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            started_at: Some(self.started_at),
            certificates: told(self.held().await),
            asks: Some(counters.asks_total.wrapping_add(hits)),
            ask_hits: Some(hits),
            handshakes: Some(counters.handshakes_total),
            streams: Some(counters.streams_open),
            authorities: told(self.certificates.authorities().await).unwrap_or_default(),
        }
    }

    /// How many names have a certificate, as of lately.
    async fn held(&mut self) -> Result<u64, ShelfError> {
        let before = Instant::now();
        if let Some(counted) = self.counted.filter(|counted| before < counted.again_at) {
            return Ok(counted.held);
        }
        let held = self.certificates.shelf().held().await?;
        self.counted = Some(Counted { held, again_at: before + before.elapsed() * COUNTING_SHARE });
        Ok(held)
    }
}

/// What the shelf answered, if it did: that it does not is told by whoever needs it more.
fn told<T>(answer: Result<T, ShelfError>) -> Option<T> {
    answer
        .inspect_err(|error| {
            tracing::debug!(error = error as &dyn std::error::Error, "The shelf does not tell how this edge is.");
        })
        .ok()
}

impl fmt::Debug for Teller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Teller").field("every", &self.every).finish_non_exhaustive()
    }
}
