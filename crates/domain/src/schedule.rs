//! When to look again.
//!
//! While something is awaited the wait is a fixed share of the time already waited: whoever publishes a record after ten
//! seconds is seen within two, whoever takes a day is seen within fifteen minutes, and nobody is asked in vain very often.

use crate::connection::State;
use std::time::Duration;

/// How long records may take to propagate before the connection is called stalled.
pub const PROPAGATION_TIME_MAX: Duration = Duration::from_hours(72);
/// How long an edge may take over a certificate before the connection is called stalled.
pub const ISSUANCE_TIME_MAX: Duration = Duration::from_mins(10);

/// How long to wait until the next check of a connection that has been in `state` for `age`.
/// `None`: nothing is awaited. `chance` is a random number from 0 to 1, which spreads checks by ±10 %.
#[must_use]
pub fn next_check_in(state: State, age: Duration, chance: f64) -> Option<Duration> {
    let secs = Duration::from_secs;
    let (share, least, most) = match state {
        State::Created | State::PendingOwnership | State::Verifying => (100, secs(2), secs(3600)),
        State::Verified | State::Propagating => (100, secs(2), secs(3600)),
        State::DnsWriting | State::IssuingCert => (10, secs(5), secs(60)),
        State::Stalled => (20, secs(15), secs(3600)),
        State::Live | State::Drifted => (100, secs(5), secs(900)),
        State::Failed | State::Archived => return None,
    };
    Some(jittered((age / share).clamp(least, most), chance))
}

/// `wait` changed by up to ±10 %.
fn jittered(wait: Duration, chance: f64) -> Duration {
    wait.mul_f64(0.9 + 0.2 * chance.clamp(0.0, 1.0))
}

/// Whether a connection that has been in `state` for `age` has been there for too long.
#[must_use]
pub fn is_overdue(state: State, age: Duration) -> bool {
    match state {
        State::Propagating => age >= PROPAGATION_TIME_MAX,
        State::IssuingCert | State::DnsWriting => age >= ISSUANCE_TIME_MAX,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_record_published_early_is_seen_within_seconds() {
        let wait = next_check_in(State::PendingOwnership, Duration::from_secs(30), 1.0).unwrap();
        assert!(wait <= Duration::from_millis(2200), "{wait:?}");
    }

    #[test]
    fn an_end_is_never_looked_at_again() {
        assert_eq!(next_check_in(State::Archived, Duration::ZERO, 0.5), None);
        assert_eq!(next_check_in(State::Failed, Duration::ZERO, 0.5), None);
    }

    proptest! {
        #[test]
        fn the_wait_stays_within_its_bounds(age_s in 0u64..10_000_000, chance in 0.0f64..1.0) {
            for state in State::ALL {
                if let Some(wait) = next_check_in(state, Duration::from_secs(age_s), chance) {
                    prop_assert!(wait >= Duration::from_millis(1800) && wait <= Duration::from_secs(3960));
                }
            }
        }
    }
}
