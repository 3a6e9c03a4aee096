//! Waiting for something, with a limit.

use std::time::{Duration, Instant};

/// How long a condition may take to become true.
const TIME_MAX: Duration = Duration::from_secs(20);
/// How long between two looks.
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// Looks again and again until `look` gives something.
///
/// # Panics
/// When it has not after 20 seconds; `what` says what was awaited.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(started.elapsed() < TIME_MAX, "waited in vain for: {what}");
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}
