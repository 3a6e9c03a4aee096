//! One endpoint's turn.

use super::recorder::Recorder;
use crate::Control;
use crate::operations::webhooks::{After, Told};
use futures_util::StreamExt as _;
use nameplate_store::{Lane, StoreError};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Deliveries read in one go.
const BATCH: u32 = 64;
/// How long an endpoint rests whose secret cannot be opened: until somebody has put the key right.
const UNSIGNABLE_REST: Duration = Duration::from_mins(1);

/// How fast a lane goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Requests at once.
    pub(super) at_once: usize,
    /// How long new ones begin.
    pub(super) turn: Duration,
}

impl Control {
    /// Delivers what is due to the lane's endpoint for one turn, then lets it go.
    pub(super) async fn serve_lane(&self, lane: Lane, pace: Pace, recorder: Recorder) {
        if let Err(error) = self.try_lane(&lane, pace, recorder).await {
            // The lease runs out by itself: what was not written down is done again, nothing is lost.
            tracing::warn!(
                webhook_endpoint.id = %lane.endpoint.id,
                error = &error as &dyn std::error::Error,
                "Deliveries to an endpoint could not be kept; they are made again."
            );
        }
    }

    async fn try_lane(&self, lane: &Lane, pace: Pace, recorder: Recorder) -> Result<(), StoreError> {
        let endpoint = Arc::new(lane.endpoint.clone());
        let signing = match self.signing_of(endpoint.id, &lane.secrets, self.now()) {
            Ok(signing) => Arc::new(signing),
            Err(error) => {
                tracing::error!(
                    webhook_endpoint.id = %endpoint.id,
                    error = &error as &dyn std::error::Error,
                    "An endpoint's signing secret cannot be opened, so it is told nothing; check CREDENTIAL_ENC_KEY."
                );
                return self.let_go(lane, UNSIGNABLE_REST).await;
            }
        };
        let due = self.reader().due_webhook_deliveries(endpoint.id, self.now(), BATCH).await?;
        let end = Instant::now() + pace.turn;
        let made = futures_util::stream::iter(due).map(|delivery| {
            let (endpoint, signing, recorder) = (Arc::clone(&endpoint), Arc::clone(&signing), recorder.clone());
            async move {
                // Its turn is over: it stays due.
                if Instant::now() >= end {
                    return Some(After::GoOn);
                }
                let attempt = self.attempt(&endpoint.url, &signing, &delivery).await;
                recorder.record(Told { endpoint, delivery, attempt }).await
            }
        });
        let mut made = std::pin::pin!(made.buffer_unordered(pace.at_once));
        while let Some(after) = made.next().await {
            match after {
                Some(After::GoOn) => {}
                // Nothing more is begun; what is under way is given up, as everything else to this endpoint was.
                Some(After::Stop) => break,
                // It was told already why it could not be written down.
                None => return Ok(()),
            }
        }
        self.let_go(lane, Duration::ZERO).await
    }

    async fn let_go(&self, lane: &Lane, rest: Duration) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.let_webhook_lane_go(lane, self.now().plus(rest)).await?;
        tx.commit().await
    }
}
