//! Time since the edge started, for time limits inside memory.

use std::time::{Duration, Instant};

/// A monotonic clock that fits an atomic: milliseconds since it was made. Unlike the wall clock it never jumps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Uptime(Instant);

impl Uptime {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Milliseconds since the start.
    pub(crate) fn ms(self) -> u64 {
        ms(self.0.elapsed())
    }
}

/// A duration in whole milliseconds.
pub(crate) fn ms(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
