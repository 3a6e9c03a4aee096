//! How long things took, counted by kind: what histograms of metrics are made of.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the buckets, in seconds.
pub const BOUNDS_S: [f64; 9] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];

/// Durations in buckets.
#[derive(Clone, Copy, PartialEq, Default, Debug)]
pub struct Histogram {
    /// How many took at most as long as the bound of the same place in [`BOUNDS_S`].
    pub at_most: [u64; BOUNDS_S.len()],
    /// How many there were.
    pub count: u64,
    /// How long they took together, in seconds.
    pub sum_s: f64,
}

impl Histogram {
    /// Counts one that took so long.
    pub fn note(&mut self, took: Duration) {
        let took_s = took.as_secs_f64();
        for (bucket, bound) in self.at_most.iter_mut().zip(BOUNDS_S) {
            *bucket += u64::from(took_s <= bound);
        }
        self.count += 1;
        self.sum_s += took_s;
    }
}

impl Histogram {
    /// All of both.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        for (bucket, others) in self.at_most.iter_mut().zip(other.at_most) {
            *bucket += others;
        }
        self.count += other.count;
        self.sum_s += other.sum_s;
        self
    }

    /// What was counted after `before` was.
    #[must_use]
    pub fn since(mut self, before: &Self) -> Self {
        for (bucket, earlier) in self.at_most.iter_mut().zip(before.at_most) {
            *bucket = bucket.saturating_sub(earlier);
        }
        self.count = self.count.saturating_sub(before.count);
        self.sum_s = (self.sum_s - before.sum_s).max(0.0);
        self
    }

    /// In how many seconds that share of them was done, as far as buckets tell: evenly spread within each. `None` when there were none;
    /// the last bound for what took longer.
    #[must_use]
    pub fn quantile_s(&self, share: f64) -> Option<f64> {
        if self.count == 0 {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of requests are far below 2^52")]
        let (wanted, at_most) = (self.count as f64 * share, self.at_most.map(|count| count as f64));
        let (mut below, mut lower_s) = (0.0, 0.0);
        for (count, bound_s) in at_most.into_iter().zip(BOUNDS_S) {
            if count >= wanted && count > below {
                return Some(lower_s + (bound_s - lower_s) * (wanted - below) / (count - below));
            }
            (below, lower_s) = (count, bound_s);
        }
        Some(lower_s)
    }
}

/// A histogram for each kind. Kinds must be few: names of ours, never what people chose.
#[derive(Debug)]
pub struct Timings<K> {
    by_kind: Mutex<BTreeMap<K, Histogram>>,
}

impl<K> Default for Timings<K> {
    fn default() -> Self {
        Self { by_kind: Mutex::default() }
    }
}

impl<K: Ord + Clone> Timings<K> {
    /// Counts one of `kind` that took so long.
    pub fn note(&self, kind: K, took: Duration) {
        self.by_kind.lock().unwrap_or_else(PoisonError::into_inner).entry(kind).or_default().note(took);
    }

    /// Everything that was counted so far, by kind.
    pub fn counted(&self) -> Vec<(K, Histogram)> {
        let by_kind = self.by_kind.lock().unwrap_or_else(PoisonError::into_inner);
        by_kind.iter().map(|(kind, histogram)| (kind.clone(), *histogram)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_hold_what_took_at_most_their_bound() {
        let timings = Timings::default();
        for ms in [1, 2, 60_000] {
            timings.note("a", Duration::from_millis(ms));
        }
        timings.note("b", Duration::ZERO);
        let counted = timings.counted();
        let (kind, a) = counted[0];
        assert_eq!((kind, a.count, a.at_most[0], a.at_most[1], a.at_most[8]), ("a", 3, 1, 2, 2));
        assert!((a.sum_s - 60.003).abs() < 1e-9);
        assert_eq!((counted[1].0, counted[1].1.at_most[0]), ("b", 1));
    }

    #[test]
    fn a_share_is_found_within_its_bucket() {
        let of = |times_ms: &[u64]| {
            times_ms.iter().fold(Histogram::default(), |mut all, ms| {
                all.note(Duration::from_millis(*ms));
                all
            })
        };
        let check = |histogram: Histogram, share: f64, expected: f64| {
            let found = histogram.quantile_s(share).unwrap();
            assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
        };
        assert_eq!(Histogram::default().quantile_s(0.99), None);
        check(of(&[20; 100]), 0.5, 0.03);
        check(of(&[20; 100]), 1.0, 0.05);
        let mixed = of(&[20, 20, 20, 300]);
        check(mixed, 0.75, 0.05);
        check(mixed, 1.0, 0.5);
        check(of(&[60_000]), 0.99, 30.0);
        check(mixed.since(&of(&[20, 20, 20])), 1.0, 0.5);
        check(of(&[20]).and(&of(&[300])), 1.0, 0.5);
        assert_eq!(mixed.since(&mixed).quantile_s(0.5), None);
    }
}
