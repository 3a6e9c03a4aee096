//! One turn after the other for names that a limit keeps waiting.

use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::hostname::registered_domain;
use nameplate_domain::issuance::budget::Limits;
use nameplate_domain::time::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Nobody waits longer without asking again: those before may have gone.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);
/// Turns that have passed are forgotten when there are so many.
const SWEPT_AT: usize = 1_000;

/// The last turn that was given away, for each queue of this edge. If each of thousands of names came back as soon as there is
/// room for one of them, each order would cost thousands of looks at DNS.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    /// By registered domain; the empty one is the queue of the account.
    last: Mutex<HashMap<String, Timestamp>>,
}

impl Turns {
    /// When to come back with a name for which there is no room before `until`: as much later as the limit takes for each of those
    /// who wait for the same. Which limit it is shows in the wait, since a bucket gives the next one within the time that it
    /// takes to fill by one. Who has to wait longer waits for something else, and comes back at `until`.
    pub(crate) fn next(&self, name: &CertificateName, limits: &Limits, until: Timestamp, now: Timestamp) -> Timestamp {
        let (one_order, one_of_domain) = (limits.orders.time_for_one(), limits.per_domain.time_for_one());
        let (queue, one) = match until.since(now) {
            wait if wait <= one_order => ("", one_order),
            wait if wait <= one_of_domain => {
                let base = name.base().as_str();
                (registered_domain(base).unwrap_or(base), one_of_domain)
            }
            _ => return until,
        };
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if last.len() >= SWEPT_AT {
            last.retain(|_, turn| now < *turn);
        }
        let turn = last.get(queue).map_or(until, |last| until.max(last.plus(one))).min(now.plus(LONGEST));
        last.insert(queue.to_owned(), turn);
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits::LETS_ENCRYPT;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_ms(0).plus(Duration::from_secs(seconds))
    }

    fn next(turns: &Turns, name: &str, until: u64, now: u64) -> Timestamp {
        turns.next(&CertificateName::parse(name).unwrap(), &LIMITS, at(until), at(now))
    }

    #[test]
    fn who_waits_for_an_order_has_a_turn_of_its_own() {
        let turns = Turns::default();
        let given: Vec<_> = (0..4).map(|number| next(&turns, &format!("shop.example-{number}.com"), 20, 0)).collect();
        assert_eq!(given, [20, 56, 92, 128].map(at));
        assert_eq!(next(&turns, "late.example.com", 1_010, 990), at(1_010), "nobody is waiting any more");
    }

    #[test]
    fn each_registered_domain_has_a_queue_of_its_own() {
        let turns = Turns::default();
        let one = LIMITS.per_domain.time_for_one();
        assert_eq!(next(&turns, "a.example.com", 9_000, 0), at(9_000));
        assert_eq!(next(&turns, "b.example.com", 9_000, 0), at(9_000).plus(one));
        assert_eq!(next(&turns, "a.example.org", 9_000, 0), at(9_000));
        assert_eq!(next(&turns, "c.example.com", 20_000, 0), at(20_000), "it waits for something else");
    }

    #[test]
    fn nobody_waits_for_its_turn_longer_than_a_day() {
        let turns = Turns::default();
        let latest = (0..10_000).map(|_| next(&turns, "shop.example.com", 1_020, 990)).max();
        assert_eq!(latest, Some(at(990).plus(LONGEST)));
    }

    #[test]
    fn turns_that_have_passed_are_forgotten() {
        let turns = Turns::default();
        for number in 0..5_000 {
            next(&turns, &format!("shop.example-{number}.com"), number * 100 + 50, number * 100);
            next(&turns, &format!("shop.example-{number}.com"), number * 100 + 5_000, number * 100);
        }
        assert!(turns.last.lock().unwrap().len() <= SWEPT_AT);
    }
}
