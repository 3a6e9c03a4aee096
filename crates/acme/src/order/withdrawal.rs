//! What was presented is withdrawn, whatever happens.

use crate::stage::{Presented, Stage};
use std::sync::Arc;
use tokio::runtime::Handle;

/// Remembers what is on a stage. Dropped before [`Withdrawal::finish`] is through, it leaves the rest to a task of its own.
pub(super) struct Withdrawal {
    stage: Arc<dyn Stage>,
    presented: Vec<Presented>,
}

impl Withdrawal {
    pub(super) fn new(stage: Arc<dyn Stage>) -> Self {
        Self { stage, presented: Vec::new() }
    }

    /// The stage; whatever is presented there is to be remembered first.
    pub(super) fn stage(&self) -> &dyn Stage {
        &*self.stage
    }

    pub(super) fn remember(&mut self, presented: &[Presented]) {
        self.presented.extend_from_slice(presented);
    }

    /// Withdraws everything.
    pub(super) async fn finish(mut self) {
        withdraw(&*self.stage, &mut self.presented).await;
    }
}

/// One is forgotten only once it is withdrawn.
async fn withdraw(stage: &dyn Stage, presented: &mut Vec<Presented>) {
    while let Some(last) = presented.last() {
        stage.withdraw(last).await;
        presented.pop();
    }
}

impl Drop for Withdrawal {
    fn drop(&mut self) {
        if self.presented.is_empty() {
            return;
        }
        let (stage, mut presented) = (Arc::clone(&self.stage), std::mem::take(&mut self.presented));
        match Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(async move { withdraw(&*stage, &mut presented).await });
            }
            Err(_) => tracing::warn!(
                acme.challenges = presented.len(),
                "An order was broken off outside a runtime; answers to its challenges stay up until they expire."
            ),
        }
    }
}
