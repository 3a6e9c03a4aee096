//! Buckets by key or address, in bounded memory.

use nameplate_domain::rate::{Rate, Taken};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

const SHARDS: usize = 16;
/// Most buckets of one shard; all shards together hold 131,072, in some 5 MiB.
const SHARD_LENGTH_MAX: usize = 8192;
const SWEPT_AT_LEAST: usize = 256;
/// A shard that stays full is not swept more often than this.
const SWEEP_PAUSE_NS: u64 = 100_000_000;
/// Whose bucket everybody shares for whom there is no more room.
const EVERYBODY_ELSE: u128 = u128::MAX;

/// One bucket for each of many, forgotten when it has been full for a while.
#[derive(Debug)]
pub(super) struct Buckets {
    rate: Rate,
    kept_for_ns: u64,
    shards: [Mutex<Shard>; SHARDS],
}

#[derive(Debug, Default)]
struct Shard {
    full_at_ns: HashMap<u128, u64>,
    sweep_at: usize,
    swept_at_ns: u64,
}

impl Buckets {
    /// Buckets of `rate` that are remembered for `kept_for_ns` after they have become full.
    pub(super) fn new(rate: Rate, kept_for_ns: u64) -> Self {
        Self { rate, kept_for_ns, shards: Default::default() }
    }

    pub(super) fn rate(&self) -> Rate {
        self.rate
    }

    /// Takes one from the bucket of `key`.
    pub(super) fn take(&self, key: u128, now_ns: u64) -> Taken {
        let mut shard = self.shard(key);
        let bucket = shard.bucket(key, now_ns, self.kept_for_ns);
        taken_from(self.rate, bucket, now_ns)
    }

    /// As [`Buckets::take`], if there is such a bucket.
    pub(super) fn take_known(&self, key: u128, now_ns: u64) -> Option<Taken> {
        let mut shard = self.shard(key);
        let bucket = shard.full_at_ns.get_mut(&key)?;
        Some(taken_from(self.rate, bucket, now_ns))
    }

    /// What [`Buckets::take`] would say, without taking.
    pub(super) fn look(&self, key: u128, now_ns: u64) -> Taken {
        let shard = self.shard(key);
        let is_full = shard.full_at_ns.len() >= SHARD_LENGTH_MAX;
        let others = shard.full_at_ns.get(&EVERYBODY_ELSE).filter(|_| is_full);
        self.rate.take(shard.full_at_ns.get(&key).or(others).copied().unwrap_or(0), now_ns)
    }

    /// Takes one whether there is one or not.
    pub(super) fn owe(&self, key: u128, now_ns: u64) {
        let mut shard = self.shard(key);
        let bucket = shard.bucket(key, now_ns, self.kept_for_ns);
        *bucket = self.rate.owe(*bucket, now_ns);
    }

    /// How many the bucket of `key` has left, and in how many nanoseconds it is full.
    pub(super) fn left(&self, key: u128, now_ns: u64) -> (u32, u64) {
        let full_at_ns = self.shard(key).full_at_ns.get(&key).copied().unwrap_or(0);
        (self.rate.left(full_at_ns, now_ns), full_at_ns.saturating_sub(now_ns))
    }

    pub(super) fn forget(&self, key: u128) {
        self.shard(key).full_at_ns.remove(&key);
    }

    fn shard(&self, key: u128) -> MutexGuard<'_, Shard> {
        // Fibonacci hashing over both halves: neighbouring addresses go to different shards.
        let [low, high] = [key, key >> 64].map(|half| (half & u128::from(u64::MAX)) as u64);
        let mixed = (low ^ high.rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let shard = (mixed >> 60) as usize % SHARDS;
        self.shards[shard].lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.shards.iter().map(|shard| shard.lock().unwrap().full_at_ns.len()).sum()
    }
}

impl Shard {
    fn bucket(&mut self, key: u128, now_ns: u64, kept_for_ns: u64) -> &mut u64 {
        let is_new = !self.full_at_ns.contains_key(&key);
        if is_new && self.full_at_ns.len() >= self.sweep_at.max(SWEPT_AT_LEAST) {
            self.sweep(now_ns, kept_for_ns);
        }
        let has_room = !is_new || self.full_at_ns.len() < SHARD_LENGTH_MAX;
        self.full_at_ns.entry(if has_room { key } else { EVERYBODY_ELSE }).or_insert(0)
    }

    fn sweep(&mut self, now_ns: u64, kept_for_ns: u64) {
        let is_crowded = self.full_at_ns.len() >= SHARD_LENGTH_MAX;
        if is_crowded && now_ns < self.swept_at_ns.saturating_add(SWEEP_PAUSE_NS) {
            return;
        }
        self.swept_at_ns = now_ns;
        self.full_at_ns.retain(|_, full_at_ns| full_at_ns.saturating_add(kept_for_ns) > now_ns);
        if self.full_at_ns.len() >= SHARD_LENGTH_MAX {
            // In a crowd, only those that would be limited are worth remembering.
            self.full_at_ns.retain(|_, full_at_ns| *full_at_ns > now_ns);
        }
        self.sweep_at = (self.full_at_ns.len() * 2).min(SHARD_LENGTH_MAX);
        self.full_at_ns.shrink_to(self.sweep_at);
    }
}

fn taken_from(rate: Rate, bucket: &mut u64, now_ns: u64) -> Taken {
    let taken = rate.take(*bucket, now_ns);
    if let Taken::Within { full_at_ns } = taken {
        *bucket = full_at_ns;
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    fn is_within(taken: Taken) -> bool {
        matches!(taken, Taken::Within { .. })
    }

    #[test]
    fn each_has_a_bucket_of_its_own() {
        let buckets = Buckets::new("1/2".parse().unwrap(), 0);
        assert!(is_within(buckets.take(1, 0)) && is_within(buckets.take(1, 0)));
        assert!(!is_within(buckets.take(1, 0)) && !is_within(buckets.look(1, 0)));
        assert!(is_within(buckets.take(2, 0)));
        assert!(is_within(buckets.look(1, SECOND)));
        assert_eq!((buckets.left(2, 0), buckets.left(3, 0)), ((1, SECOND), (2, 0)));
        assert_eq!(buckets.take_known(3, 0), None);
        buckets.forget(1);
        assert!(is_within(buckets.look(1, 0)));
    }

    #[test]
    fn a_spray_of_a_million_addresses_leaves_nothing_behind() {
        let buckets = Buckets::new("20/100".parse().unwrap(), 0);
        let mut most = 0;
        for address in 0..1_000_000u128 {
            // A hundred thousand a second.
            buckets.owe(address << 64, u64::try_from(address).unwrap() * 10_000);
            if address % 10_000 == 0 {
                most = most.max(buckets.len());
            }
        }
        // Each is of interest for 50 ms, in which 5,000 others come.
        assert!(most < 30_000, "{most} buckets");
    }

    #[test]
    fn when_there_is_no_more_room_newcomers_share_one_bucket() {
        let buckets = Buckets::new("1/1000".parse().unwrap(), 0);
        for address in 0..1_000_000u128 {
            buckets.owe(address << 64, 1);
        }
        assert!(buckets.len() <= SHARDS * (SHARD_LENGTH_MAX + 1), "{}", buckets.len());
        let newcomer = 7_000_000u128 << 64;
        assert!(!is_within(buckets.look(newcomer, 2)) && !is_within(buckets.take(newcomer, 2)));
        assert!(is_within(buckets.look(0, 2)), "who is remembered has a bucket as before");
        // Sixteen minutes later all of them are full again.
        assert!(is_within(buckets.look(newcomer, 5000 * SECOND)));
        assert!(is_within(buckets.take(newcomer, 5000 * SECOND)));
    }
}
