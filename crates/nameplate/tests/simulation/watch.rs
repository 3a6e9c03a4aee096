//! Watches every name at every step: whoever had a certificate once must have one for ever.

use nameplate_certificates::{Outcome, Told};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::time::Timestamp;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

const HOUR_MS: i64 = 60 * 60 * 1000;
const SHORT_LIFE: Duration = Duration::from_secs(10 * 24 * 60 * 60);

/// What is known of a name.
#[derive(Debug)]
pub(crate) struct Life {
    asked_at: Timestamp,
    first_at: Option<Timestamp>,
    not_before: Timestamp,
    not_after: Option<Timestamp>,
    serial: String,
    removed: bool,
}

/// What was stored in one hour.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Stored {
    pub(crate) first: u64,
    pub(crate) renewed: u64,
    /// Those that were renewed within the window that the authority suggests, by tenths of it.
    pub(crate) places: [u64; 10],
}

#[derive(Default, Debug)]
struct State {
    names: HashMap<String, Life>,
    /// When certificates end, the next first; those that were replaced are passed over.
    ends: BinaryHeap<Reverse<(Timestamp, String)>>,
    hours: BTreeMap<i64, Stored>,
    failures: BTreeMap<String, u64>,
}

/// Hears of every certificate, and knows when it ends.
#[derive(Debug)]
pub(crate) struct Watch {
    start: Timestamp,
    now: Mutex<Timestamp>,
    state: Mutex<State>,
}

impl Watch {
    pub(crate) fn new(start: Timestamp) -> Self {
        Self { start, now: Mutex::new(start), state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// A certificate is wanted for this name from now on.
    pub(crate) fn asked(&self, name: &str) {
        let asked_at = *self.now.lock().unwrap();
        let life = Life {
            asked_at,
            first_at: None,
            not_before: asked_at,
            not_after: None,
            serial: String::new(),
            removed: false,
        };
        assert!(self.state().names.insert(name.to_owned(), life).is_none(), "{name} is asked for once");
    }

    /// The clock has been moved, and nothing was done since.
    ///
    /// # Panics
    /// When a certificate has ended and no other one is there.
    pub(crate) fn step_to(&self, now: Timestamp) {
        *self.now.lock().unwrap() = now;
        let state = &mut *self.state();
        while state.ends.peek().is_some_and(|Reverse((end, _))| *end <= now) {
            let Some(Reverse((end, name))) = state.ends.pop() else { break };
            let life = &state.names[&name];
            assert!(
                life.removed || life.not_after.is_some_and(|not_after| not_after > end),
                "{name} has no valid certificate at {now}: the last one ended at {end}"
            );
        }
    }

    /// Names that have a certificate, with its serial number, in the order in which they end.
    pub(crate) fn by_end(&self) -> Vec<(String, String)> {
        let state = self.state();
        let mut held: Vec<_> =
            state.names.iter().filter(|(_, life)| !life.removed && life.not_after.is_some()).collect();
        held.sort_by(|(one, a), (other, b)| (a.not_after, one).cmp(&(b.not_after, other)));
        held.into_iter().map(|(name, life)| (name.clone(), life.serial.clone())).collect()
    }

    /// Since when the present certificate of a name is valid, and until when; `None` when it has none.
    pub(crate) fn validity(&self, name: &str) -> Option<(Timestamp, Timestamp)> {
        let state = self.state();
        let life = state.names.get(name)?;
        life.not_after.map(|not_after| (life.not_before, not_after))
    }

    /// The longest that any of the names that `count` chooses waited for the first certificate.
    ///
    /// # Panics
    /// When one of them has not had any.
    pub(crate) fn longest_wait(&self, count: impl Fn(&str) -> bool) -> Duration {
        let state = self.state();
        let counted = state.names.iter().filter(|(name, _)| count(name));
        let wait = |(name, life): (&String, &Life)| match life.first_at {
            Some(first_at) => first_at.since(life.asked_at),
            None => panic!("{name} never got a certificate"),
        };
        counted.map(wait).max().unwrap_or_default()
    }

    /// What was stored in each hour of so many days.
    pub(crate) fn hours(&self, days: u32) -> Vec<Stored> {
        let state = self.state();
        (0..i64::from(days) * 24).map(|hour| state.hours.get(&hour).copied().unwrap_or_default()).collect()
    }

    /// Attempts that failed or had to wait, by problem.
    pub(crate) fn failures(&self) -> BTreeMap<String, u64> {
        self.state().failures.clone()
    }

    /// How many names are served, and how many were removed.
    pub(crate) fn count(&self) -> (usize, usize) {
        let state = self.state();
        let removed = state.names.values().filter(|life| life.removed).count();
        (state.names.len() - removed, removed)
    }
}

/// In which tenth of the authority's window an instant lies: two hundredths of the life around two thirds of it, or around half of
/// a short one.
fn tenth_of_window(not_before: Timestamp, not_after: Timestamp, now: Timestamp) -> Option<usize> {
    let life = not_after.since(not_before);
    let middle = if life < SHORT_LIFE { life / 2 } else { life * 2 / 3 };
    let into = now.since(not_before).checked_sub(middle - life / 100)?;
    usize::try_from(into.as_millis() / (life / 500).as_millis()).ok().filter(|tenth| *tenth < 10)
}

impl Told for Watch {
    fn outcome(&self, name: &CertificateName, outcome: &Outcome) {
        let now = *self.now.lock().unwrap();
        let name = name.to_string();
        let state = &mut *self.state();
        let Some(life) = state.names.get_mut(&name) else { panic!("nobody asked for {name}") };
        match outcome {
            Outcome::Stored { facts, .. } => {
                assert!(!life.removed, "{name} was removed and has a new certificate");
                let hour = state.hours.entry((now.as_ms() - self.start.as_ms()) / HOUR_MS).or_default();
                if life.first_at.is_none() {
                    life.first_at = Some(now);
                    hour.first += 1;
                } else {
                    hour.renewed += 1;
                    if let Some(tenth) = life.not_after.and_then(|end| tenth_of_window(life.not_before, end, now)) {
                        hour.places[tenth] += 1;
                    }
                }
                (life.not_before, life.not_after) = (facts.not_before(), Some(facts.not_after()));
                life.serial.clone_from(&facts.serial);
                state.ends.push(Reverse((facts.not_after(), name)));
            }
            Outcome::Failed(problem) => *state.failures.entry(problem.code.clone()).or_default() += 1,
            Outcome::Removed => life.removed = true,
            Outcome::Rescheduled { .. } => {}
        }
    }
}

/// The watch itself: a promise that is broken must be noticed.
mod tests {
    use super::*;
    use nameplate_certificates::Facts;
    use nameplate_domain::certificate::Renewal;
    use std::sync::Arc;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_ms(0).plus(Duration::from_secs(seconds))
    }

    fn store(watch: &Watch, until: u64) {
        let name = CertificateName::parse("shop.example.com").unwrap();
        let facts = Facts {
            name: name.clone(),
            names: Vec::new(),
            authority: "ca".to_owned(),
            issuer: "ca".to_owned(),
            serial: "01".to_owned(),
            fingerprint_sha256: String::new(),
            not_before_ms: 0,
            not_after_ms: at(until).as_ms(),
        };
        watch.outcome(
            &name,
            &Outcome::Stored { facts: Arc::new(facts), chain: vec![], renew_at: at(until), renewal: Renewal::Life },
        );
    }

    #[test]
    #[should_panic(expected = "shop.example.com has no valid certificate")]
    fn a_certificate_that_ends_without_another_one_is_noticed() {
        let watch = Watch::new(at(0));
        watch.asked("shop.example.com");
        store(&watch, 10);
        watch.step_to(at(9));
        store(&watch, 20);
        watch.step_to(at(19));
        watch.step_to(at(20));
    }

    #[test]
    #[should_panic(expected = "was removed and has a new certificate")]
    fn a_certificate_for_a_removed_name_is_noticed() {
        let watch = Watch::new(at(0));
        watch.asked("shop.example.com");
        store(&watch, 10);
        watch.outcome(&CertificateName::parse("shop.example.com").unwrap(), &Outcome::Removed);
        store(&watch, 20);
    }
}
