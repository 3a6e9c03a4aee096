//! Writing attempts down, those of many lanes in one transaction: what comes while one is written goes into the next.

use crate::Control;
use crate::operations::webhooks::{After, Told};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

/// Attempts in one transaction, and those that may wait for the next.
const BATCH: usize = 256;

/// The way to who writes attempts down. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    to: mpsc::Sender<Report>,
}

#[derive(Debug)]
struct Report {
    told: Told,
    done: oneshot::Sender<After>,
}

impl Recorder {
    /// Starts the one who writes, for as long as `tasks` live.
    pub(super) fn start(control: Control, tasks: &mut JoinSet<()>) -> Self {
        let (to, mut reports) = mpsc::channel(BATCH);
        tasks.spawn(async move {
            let mut batch = Vec::with_capacity(BATCH);
            while reports.recv_many(&mut batch, BATCH).await > 0 {
                control.write_down(std::mem::take(&mut batch)).await;
            }
        });
        Self { to }
    }

    /// Has an attempt written down; says how its endpoint goes on, once that lasts. `None` when it could not be written.
    pub(super) async fn record(&self, told: Told) -> Option<After> {
        let (done, wait) = oneshot::channel();
        self.to.send(Report { told, done }).await.ok()?;
        wait.await.ok()
    }
}

impl Control {
    /// Writes them down and answers. Those that could not be written get no answer.
    async fn write_down(&self, batch: Vec<Report>) {
        let (told, done): (Vec<_>, Vec<_>) = batch.into_iter().map(|report| (report.told, report.done)).unzip();
        match self.settle(&told).await {
            Ok(after) => {
                for (done, after) in done.into_iter().zip(after) {
                    // Nobody waits where an endpoint's turn was broken off.
                    let _ = done.send(after);
                }
            }
            Err(error) => tracing::warn!(
                error = &error as &dyn std::error::Error,
                deliveries.count = told.len(),
                "Attempts to deliver could not be written down; they are made again."
            ),
        }
    }
}
