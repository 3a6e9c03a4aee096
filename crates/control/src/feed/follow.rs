//! Reading the outbox as it grows.

use crate::Control;
use nameplate_store::{Signal, StoreError};
use std::time::Duration;

/// Events read in one go.
const PAGE: u32 = 500;
/// How often events are looked for that no signal told of.
const LOOK_EVERY: Duration = Duration::from_secs(1);

impl Control {
    /// Hands events to those who listen in this process as soon as they have a position, until dropped. Reads nothing while nobody
    /// listens.
    pub async fn follow_events(&self) {
        let mut signals = self.store.signals().subscribe();
        let mut position = None;
        let mut is_down = false;
        loop {
            match self.tell_on(&mut position).await {
                Ok(()) => is_down = false,
                Err(error) => {
                    if !is_down {
                        tracing::error!(
                            error = &error as &dyn std::error::Error,
                            "Event streams stand still, since the outbox cannot be read; it is tried again every second."
                        );
                    }
                    is_down = true;
                    tokio::time::sleep(LOOK_EVERY).await;
                    continue;
                }
            }
            tokio::select! {
                () = Self::wait_for_signal(&mut signals, |signal| *signal == Signal::EventPlaced) => {}
                () = self.feed.came.notified() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }

    /// Tells everything behind `position`; `None` when nothing was told lately.
    async fn tell_on(&self, position: &mut Option<i64>) -> Result<(), StoreError> {
        if self.feed.is_empty() {
            *position = None;
            return Ok(());
        }
        let mut last = match *position {
            Some(last) => last,
            None => {
                let last = self.reader().last_event_position().await?;
                // Those who came before this position was read look in the store for what is in front of it.
                self.feed.begin_anew();
                last
            }
        };
        *position = Some(last);
        loop {
            let events = self.reader().events_after(None, last, PAGE).await?;
            let is_all = events.len() < PAGE as usize;
            for event in events {
                last = event.position.unwrap_or(last);
                self.feed.tell(event);
            }
            *position = Some(last);
            if is_all {
                return Ok(());
            }
        }
    }
}
