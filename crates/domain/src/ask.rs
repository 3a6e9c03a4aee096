//! May the edge serve this name: the question and its answer.

use crate::connection::Standing;
use crate::time::Timestamp;
use std::time::Duration;

/// What the edge is about to do with a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Purpose {
    /// Answer a visitor.
    #[default]
    Serve,
    /// Obtain a certificate.
    Issue,
}

/// Whether a connection in this standing may be served (or have a certificate issued) at `now`.
///
/// A drifted name goes on being served for `drift_grace` if it has a certificate, and gets no new one.
#[must_use]
pub fn allows(
    purpose: Purpose,
    standing: Standing,
    drifted_at: Option<Timestamp>,
    has_certificate: bool,
    now: Timestamp,
    drift_grace: Duration,
) -> bool {
    use crate::connection::State;
    match (standing.state, purpose) {
        (State::Drifted, Purpose::Issue) => false,
        (State::Drifted, Purpose::Serve) => {
            has_certificate && drifted_at.is_some_and(|since| now.since(since) < drift_grace)
        }
        _ => standing.holds_claim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::State;

    #[test]
    fn a_drifted_name_is_served_within_its_grace_and_gets_no_new_certificate() {
        let grace = Duration::from_secs(100);
        let since = Timestamp::from_ms(0);
        let asked = |purpose, certificate, now_ms| {
            let standing = Standing { state: State::Drifted, proven: true };
            allows(purpose, standing, Some(since), certificate, Timestamp::from_ms(now_ms), grace)
        };
        assert!(asked(Purpose::Serve, true, 99_999));
        assert!(!asked(Purpose::Serve, true, 100_000));
        assert!(!asked(Purpose::Serve, false, 1));
        assert!(!asked(Purpose::Issue, true, 1));
    }

    #[test]
    fn only_a_proven_name_is_served() {
        for state in State::ALL {
            for proven in [false, true] {
                let standing = Standing { state, proven };
                if state != State::Drifted {
                    let allowed = allows(Purpose::Serve, standing, None, true, Timestamp::from_ms(0), Duration::ZERO);
                    assert_eq!(allowed, standing.holds_claim(), "{state}");
                }
            }
        }
    }
}
