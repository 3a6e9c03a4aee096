//! When a delivery is tried again.

use std::time::Duration;

/// Attempts of one round, the first included.
pub const ATTEMPTS_MAX: u32 = 6;
/// Longest wait between two attempts, before it is spread.
const WAIT_MAX: Duration = Duration::from_mins(60);
/// How much longer a wait may get, as a part of it: enough that what failed together does not come back together, too
/// little for anybody to see another wait than the documented one.
const SPREAD_MAX: f64 = 0.05;

/// How long to wait after `failed` attempts of a round that all failed: 1, 2, 4, 8, 16 minutes (and so on up to an hour, should
/// there be more attempts). `None`: that was the last one. `chance` is a random number from 0 to 1, which makes the wait longer by
/// up to 5 %, never shorter.
#[must_use]
pub fn retry_in(failed: u32, chance: f64) -> Option<Duration> {
    (failed < ATTEMPTS_MAX).then(|| wait_after(failed).mul_f64(1.0 + SPREAD_MAX * chance.clamp(0.0, 1.0)))
}

/// Doubled with each failure, up to the longest wait.
fn wait_after(failed: u32) -> Duration {
    let doublings = failed.saturating_sub(1).min(16);
    Duration::from_mins(1 << doublings).min(WAIT_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_waits_are_those_of_the_table() {
        let minutes: Vec<u64> = (1..=9).map(|failed| wait_after(failed).as_secs() / 60).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(retry_in(1, 0.0), Some(Duration::from_mins(1)));
        assert_eq!(retry_in(5, 0.0), Some(Duration::from_mins(16)));
        assert_eq!(retry_in(1, 1.0), Some(Duration::from_secs(63)));
    }

    #[test]
    fn the_sixth_attempt_is_the_last() {
        assert_eq!(retry_in(ATTEMPTS_MAX, 0.5), None);
        assert_eq!(retry_in(u32::MAX, 0.5), None);
    }

    proptest! {
        #[test]
        fn a_wait_is_spread_upwards_by_five_percent_at_most(failed in 1u32..6, chance in -1.0f64..2.0) {
            let wait = retry_in(failed, chance).unwrap().as_secs_f64();
            let least = wait_after(failed).as_secs_f64();
            prop_assert!((least..=least * 1.0501).contains(&wait), "{} for {}", wait, least);
        }
    }
}
