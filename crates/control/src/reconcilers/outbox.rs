//! Putting events in order, and handing them on: each process that serves does it, so that nobody waits for workers.

use crate::Control;
use crate::operations::webhooks::FanOut;
use nameplate_store::{Signal, StoreError};
use std::time::Duration;

/// Events placed in one statement.
const BATCH: u32 = 50;
/// How many events, or deliveries of them, end a transaction: everybody who places waits for it, and on SQLite whoever writes.
const EVENTS_ENOUGH: usize = 500;
const DELIVERIES_ENOUGH: usize = 2_500;
/// How often events are looked for that no signal told of: a command beside the server, a lost connection.
const LOOK_EVERY: Duration = Duration::from_secs(1);

impl Control {
    /// Gives events their positions as soon as they are written, until dropped.
    pub async fn place_events(&self) {
        let mut signals = self.store.signals().subscribe();
        let mut is_down = false;
        loop {
            match self.place_waiting_events().await {
                Ok(()) if is_down => {
                    tracing::info!("The outbox is read again.");
                    is_down = false;
                }
                Ok(()) => {}
                Err(error) => {
                    if !is_down {
                        tracing::error!(
                            error = &error as &dyn std::error::Error,
                            "Events cannot be handed on to webhooks and streams; they wait in the outbox, and it is tried again every second."
                        );
                    }
                    is_down = true;
                    tokio::time::sleep(LOOK_EVERY).await;
                    continue;
                }
            }
            let written = Self::wait_for_signal(&mut signals, |signal| *signal == Signal::Event);
            let _ = tokio::time::timeout(LOOK_EVERY, written).await;
        }
    }

    /// Places what has no position yet. Looks without writing first, so that a quiet process writes nothing.
    async fn place_waiting_events(&self) -> Result<(), StoreError> {
        while self.reader().has_events_to_place().await? {
            let mut tx = self.store.begin().await?;
            let (mut events, mut out) = (0, FanOut::default());
            while events < EVENTS_ENOUGH && out.deliveries() < DELIVERIES_ENOUGH {
                let placed = tx.place_events(BATCH).await?;
                events += placed.len();
                self.fan_out(&mut tx, &placed, &mut out).await?;
                if placed.len() < BATCH as usize {
                    break;
                }
            }
            self.put_on_their_way(&mut tx, out).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
