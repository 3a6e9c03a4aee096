//! Hearing of other processes on one SQLite file. They tell nothing, so it is looked whether they have written.

use super::Signal;
use crate::error::StoreError;
use crate::sqlite::{Writer, Writes};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// How often it is looked. A look takes no lock and reads no disk: the file's index of its journal is in shared memory.
const LOOK_INTERVAL: Duration = Duration::from_millis(100);
/// Shortest time from one "everything" to the next look, for who writes without a pause: each costs whoever hears it its memory.
const TOLD_INTERVAL: Duration = Duration::from_millis(500);

/// Looks, until it is dropped.
#[derive(Debug)]
pub(super) struct Watch {
    _task: JoinSet<()>,
}

impl Watch {
    /// Tells `local` that anything may have changed, once others write.
    pub(super) async fn begin(writer: &Arc<Writer>, local: broadcast::Sender<Signal>) -> Result<Self, StoreError> {
        let seen = writer.writes_of_others().await;
        let seen = seen.map_err(|error| StoreError::of_transaction("look for writes of others", error))?;
        let mut task = JoinSet::new();
        task.spawn(watch(Arc::downgrade(writer), seen, local));
        Ok(Self { _task: task })
    }
}

/// Ends when the file is closed.
async fn watch(writer: Weak<Writer>, mut seen: Writes, local: broadcast::Sender<Signal>) {
    let mut is_blind = false;
    let mut pause = LOOK_INTERVAL;
    loop {
        sleep(pause).await;
        pause = LOOK_INTERVAL;
        let Some(writer) = writer.upgrade() else { return };
        match writer.writes_of_others().await {
            Ok(writes) => {
                is_blind = false;
                if writes != seen {
                    (seen, pause) = (writes, TOLD_INTERVAL);
                    // An error means that nobody listens.
                    let _ = local.send(Signal::Everything);
                }
            }
            Err(error) => {
                if !is_blind {
                    tracing::warn!(error.cause = %error, "It cannot be seen whether other processes write to the database; looking is tried again until it works");
                }
                is_blind = true;
            }
        }
    }
}
