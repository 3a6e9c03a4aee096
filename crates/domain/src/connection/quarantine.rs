//! A name that somebody let go lately: whoever comes next proves it afresh.
//!
//! Records of the one who left may still stand in the zone: a CNAME to the platform, a credential that the customer lent for another
//! product. They say nothing about what the customer wants now. What counts is a record with the new connection's own token, put there by
//! hand.

use crate::evidence::ProofMethod;
use crate::time::Timestamp;
use std::time::Duration;

/// For how long a released name is proven afresh by everybody but the tenant that released it.
pub const QUARANTINE: Duration = Duration::from_hours(30 * 24);

/// Whether only a fresh DNS challenge proves a name: when it is to be moved away from its holder, and when another tenant let it go
/// within the last [`QUARANTINE`]. `released_at` is the last time that another tenant did.
#[must_use]
pub fn needs_fresh_proof(takeover: bool, released_at: Option<Timestamp>, now: Timestamp) -> bool {
    takeover || released_at.is_some_and(|at| now.since(at) < QUARANTINE)
}

impl ProofMethod {
    /// Whether this is a fresh DNS challenge: a record with the connection's own token that the customer published by hand. A CNAME for
    /// visitors may have been there all along; what we wrote with a credential, and what a provider wrote by a template, was allowed for
    /// something else; and an operator's word is no record at all.
    #[must_use]
    pub const fn is_fresh_challenge(self) -> bool {
        match self {
            Self::Txt | Self::AcmeCname | Self::PaasTxt => true,
            Self::TrafficCname | Self::Credential | Self::DomainConnect | Self::Operator => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp::from_ms(1_800_000_000_000);
    const DAY: Duration = Duration::from_hours(24);

    #[test]
    fn a_release_counts_for_thirty_days() {
        for (days, expected) in [(0, true), (29, true), (30, false), (31, false)] {
            assert_eq!(needs_fresh_proof(false, Some(NOW.minus(days * DAY)), NOW), expected, "{days} days");
        }
        assert!(!needs_fresh_proof(false, None, NOW));
        assert!(needs_fresh_proof(true, None, NOW));
    }

    proptest! {
        #[test]
        fn a_quarantine_ends_once_and_a_takeover_never(takeover: bool, released in 0..10_000_000_000_i64, later in 0..10_000_000_000_i64) {
            let (at, now) = (Timestamp::from_ms(released), Timestamp::from_ms(released + later));
            let needed = needs_fresh_proof(takeover, Some(at), now);
            prop_assert!(needed || !takeover);
            // Once it is over it stays over.
            let afterwards = needs_fresh_proof(takeover, Some(at), now.plus(DAY));
            prop_assert!(needed || !afterwards);
            // Not having been released is never stricter than having been.
            prop_assert!(needed || !needs_fresh_proof(takeover, None, now));
        }

        /// Clocks of two processes differ: a release that seems to lie ahead is one that just happened.
        #[test]
        fn a_release_in_the_future_counts(ahead in 0..100_000_i64) {
            prop_assert!(needs_fresh_proof(false, Some(Timestamp::from_ms(NOW.as_ms() + ahead)), NOW));
        }
    }

    #[test]
    fn a_fresh_challenge_bears_a_token() {
        for method in ProofMethod::ALL {
            assert!(!method.is_fresh_challenge() || method.bears_token(), "{method:?}");
        }
    }
}
