//! The exchange that is under way: under which reference it is logged, and whether its credential has proved right.

use nameplate_control::Chance;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

tokio::task_local! {
    static CURRENT: Arc<Current>;
}

/// One exchange.
#[derive(Debug)]
pub(crate) struct Current {
    request_id: String,
    is_proven: AtomicBool,
}

impl Current {
    pub(crate) fn new(request_id: &str) -> Arc<Self> {
        Arc::new(Self { request_id: request_id.to_owned(), is_proven: AtomicBool::new(false) })
    }

    /// Whether [`note_proven`] was called in it.
    pub(crate) fn is_proven(&self) -> bool {
        self.is_proven.load(Ordering::Relaxed)
    }

    /// Runs `work` as this exchange.
    pub(crate) async fn around<T>(self: Arc<Self>, work: impl Future<Output = T>) -> T {
        CURRENT.scope(self, work).await
    }
}

/// The credential of the exchange under way is a right one: it counts as its owner's, not as a stranger's. Whatever checks
/// credentials says so, be it a key, a token or a signature.
pub(crate) fn note_proven() {
    // Outside of an exchange nobody counts.
    let _ = CURRENT.try_with(|current| current.is_proven.store(true, Ordering::Relaxed));
}

/// What finds the exchange under way in the log: its request id. Outside of one, something new.
pub(crate) fn reference() -> String {
    let known = CURRENT.try_with(|current| current.request_id.clone());
    known.unwrap_or_else(|_| uuid::Builder::from_random_bytes(Chance.bytes()).into_uuid().to_string())
}
