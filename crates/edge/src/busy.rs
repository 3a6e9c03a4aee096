//! Knowing when nothing is being done any more.

use tokio::sync::watch;

/// Counts pieces of work in progress, so that a shutdown can wait for the last one.
#[derive(Clone, Debug)]
pub(crate) struct Busy(watch::Sender<usize>);

/// One piece of work, until dropped.
#[derive(Debug)]
pub(crate) struct Hold(watch::Sender<usize>);

impl Busy {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(0))
    }

    pub(crate) fn hold(&self) -> Hold {
        self.0.send_modify(|count| *count += 1);
        Hold(self.0.clone())
    }

    pub(crate) fn count(&self) -> usize {
        *self.0.borrow()
    }

    /// Resolves as soon as no [`Hold`] is left.
    pub(crate) async fn idle(&self) {
        // The only error is a closed channel, and `self` keeps it open.
        let _ = self.0.subscribe().wait_for(|count| *count == 0).await;
    }

    /// Resolves as soon as there is a [`Hold`], at once if there is one.
    pub(crate) async fn begun(&self) {
        let _ = self.0.subscribe().wait_for(|count| *count > 0).await;
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}
