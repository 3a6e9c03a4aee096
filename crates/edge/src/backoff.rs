//! How long to wait before trying again.

use std::time::Duration;

/// Waits that double from `first` up to `longest`, each shortened by up to half at random so that many edges that lost
/// the same control plane do not return together.
#[derive(Debug)]
pub(crate) struct Backoff {
    first: Duration,
    longest: Duration,
    next: Duration,
}

impl Backoff {
    pub(crate) fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, next: first }
    }

    /// The wait before the next try.
    pub(crate) fn pause(&mut self) -> Duration {
        let whole = self.next;
        self.next = (whole * 2).min(self.longest);
        whole.mul_f64(1.0 - f64::from(random_byte()) / 512.0)
    }

    /// It worked: the next failure waits shortly again.
    pub(crate) fn reset(&mut self) {
        self.next = self.first;
    }
}

fn random_byte() -> u8 {
    let mut byte = [0];
    // Without randomness the waits are merely not spread.
    let _ = aws_lc_rs::rand::fill(&mut byte);
    byte[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_to_a_limit_and_start_over_after_success() {
        let mut backoff = Backoff::new(Duration::from_millis(100), Duration::from_millis(300));
        for longest in [100, 200, 300, 300] {
            let pause = backoff.pause();
            assert!(
                pause <= Duration::from_millis(longest) && pause > Duration::from_millis(longest / 2 - 1),
                "{pause:?}"
            );
        }
        backoff.reset();
        assert!(backoff.pause() <= Duration::from_millis(100));
    }
}
