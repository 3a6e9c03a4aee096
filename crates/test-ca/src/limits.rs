//! Let's Encrypt's rate limits, as token buckets (<https://letsencrypt.org/docs/rate-limits/>).
//!
//! The arithmetic is that of a generic cell rate algorithm: a bucket is the instant at which it would be full again.

use crate::instants::{go_duration, spoken, whole_second_after};
use crate::problem::{Kind, Problem};
use nameplate_domain::time::Timestamp;
use std::collections::HashMap;
use std::time::Duration;

/// A bucket's size, and how long it takes to fill from empty; it fills evenly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rate {
    /// How many at once, from full.
    pub count: u32,
    /// How long an empty bucket takes to fill.
    pub per: Duration,
}

/// The limits an authority has; `None` is unlimited. The default is what Let's Encrypt documents.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// New orders per account.
    pub new_orders: Option<Rate>,
    /// Certificates per registered domain, whoever asks.
    pub certificates_per_domain: Option<Rate>,
    /// Certificates per exact set of names, whoever asks.
    pub certificates_per_set: Option<Rate>,
    /// Failed authorizations per name and account.
    pub failed_authorizations: Option<Rate>,
    /// Failures in a row per name and account, after which the pair is paused until [`crate::TestCa::unpause`]. A success
    /// fills the bucket.
    pub consecutive_failures: Option<Rate>,
    /// Names in one order, unless the profile has fewer.
    pub names: usize,
}

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(86_400);

impl Default for Limits {
    fn default() -> Self {
        Self {
            new_orders: Some(Rate { count: 300, per: HOUR.saturating_mul(3) }),
            certificates_per_domain: Some(Rate { count: 50, per: DAY.saturating_mul(7) }),
            certificates_per_set: Some(Rate { count: 5, per: DAY.saturating_mul(7) }),
            failed_authorizations: Some(Rate { count: 5, per: HOUR }),
            consecutive_failures: Some(Rate { count: 1152, per: DAY.saturating_mul(1152) }),
            names: 100,
        }
    }
}

impl Limits {
    /// None but the number of names in an order.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            new_orders: None,
            certificates_per_domain: None,
            certificates_per_set: None,
            failed_authorizations: None,
            consecutive_failures: None,
            names: 100,
        }
    }
}

/// Which limit stood in the way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LimitName {
    /// New orders per account.
    NewOrders,
    /// Certificates per registered domain.
    CertificatesPerDomain,
    /// Certificates per exact set of names.
    CertificatesPerSet,
    /// Failed authorizations per name and account.
    FailedAuthorizations,
    /// Too many failures in a row: the name is paused for the account.
    Paused,
}

/// One bucket: what is counted, and for whom.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Bucket {
    Orders(u64),
    Domain(String),
    Set([u8; 32]),
    Failures(u64, String),
    InARow(u64, String),
}

/// When the bucket would be full again, in microseconds since 1970.
#[derive(Default)]
pub(crate) struct Buckets {
    full_at_us: HashMap<Bucket, i64>,
    sweep_at: usize,
}

/// A bucket that had too little.
#[derive(Debug)]
pub(crate) struct Empty {
    pub(crate) bucket: Bucket,
    pub(crate) rate: Rate,
    pub(crate) wait: Duration,
}

impl Buckets {
    /// Whether one could be taken; nothing is taken.
    pub(crate) fn check(&self, bucket: &Bucket, rate: Option<Rate>, now: Timestamp) -> Result<(), Empty> {
        let Some(rate) = rate else { return Ok(()) };
        self.after_one(bucket, rate, now).map(|_| ())
    }

    /// Takes one.
    pub(crate) fn take(&mut self, bucket: Bucket, rate: Option<Rate>, now: Timestamp) -> Result<(), Empty> {
        let Some(rate) = rate else { return Ok(()) };
        let full_at = self.after_one(&bucket, rate, now)?;
        self.full_at_us.insert(bucket, full_at);
        self.sweep(now);
        Ok(())
    }

    /// Fills the bucket.
    pub(crate) fn fill(&mut self, bucket: &Bucket) {
        self.full_at_us.remove(bucket);
    }

    fn after_one(&self, bucket: &Bucket, rate: Rate, now: Timestamp) -> Result<i64, Empty> {
        let now_us = now.as_ms().saturating_mul(1000);
        let count = i64::from(rate.count.max(1));
        let interval = i64::try_from(rate.per.as_micros()).unwrap_or(i64::MAX) / count;
        let full_at = self.full_at_us.get(bucket).copied().unwrap_or(now_us).max(now_us).saturating_add(interval);
        let missing = full_at.saturating_sub(interval.saturating_mul(count)).saturating_sub(now_us);
        match u64::try_from(missing) {
            Ok(missing @ 1..) => Err(Empty { bucket: bucket.clone(), rate, wait: Duration::from_micros(missing) }),
            _ => Ok(full_at),
        }
    }

    /// Forgets full buckets whenever twice as many are known as the last time.
    fn sweep(&mut self, now: Timestamp) {
        if self.full_at_us.len() >= self.sweep_at.max(1024) {
            let now_us = now.as_ms().saturating_mul(1000);
            self.full_at_us.retain(|_, full_at| *full_at > now_us);
            self.sweep_at = self.full_at_us.len() * 2;
        }
    }
}

impl Empty {
    /// Which limit this is.
    pub(crate) const fn limit(&self) -> LimitName {
        match self.bucket {
            Bucket::Orders(_) => LimitName::NewOrders,
            Bucket::Domain(_) => LimitName::CertificatesPerDomain,
            Bucket::Set(_) => LimitName::CertificatesPerSet,
            Bucket::Failures(..) => LimitName::FailedAuthorizations,
            Bucket::InARow(..) => LimitName::Paused,
        }
    }

    /// The refusal in Let's Encrypt's words. The instant is rounded up: who asks again then is admitted.
    pub(crate) fn to_problem(&self, now: Timestamp) -> Problem {
        let (count, per) = (self.rate.count, go_duration(self.rate.per));
        let (what, page) = match &self.bucket {
            Bucket::Orders(_) => (format!("too many new orders ({count}) from this account"), "new-orders-per-account"),
            Bucket::Domain(domain) => (
                format!("too many certificates ({count}) already issued for {domain:?}"),
                "new-certificates-per-registered-domain",
            ),
            Bucket::Set(_) => (
                format!("too many certificates ({count}) already issued for this exact set of identifiers"),
                "new-certificates-per-exact-set-of-identifiers",
            ),
            Bucket::Failures(_, name) | Bucket::InARow(_, name) => (
                format!("too many failed authorizations ({count}) for {name:?}"),
                "authorization-failures-per-identifier-per-account",
            ),
        };
        let again = whole_second_after(now.plus(self.wait + Duration::from_micros(999)));
        let detail = format!(
            "{what} in the last {per}, retry after {}: see https://letsencrypt.org/docs/rate-limits/#{page}",
            spoken(again)
        );
        let mut problem = Problem::new(Kind::RateLimited, detail);
        problem.retry_after_s = Some(again.since(now).as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX));
        problem
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_ms(1_795_262_400_000);

    #[test]
    fn a_full_bucket_gives_its_size_at_once_and_then_one_per_interval() {
        let (mut buckets, rate) = (Buckets::default(), Limits::default().new_orders);
        for _ in 0..300 {
            buckets.take(Bucket::Orders(1), rate, NOON).unwrap();
        }
        let refused = buckets.take(Bucket::Orders(1), rate, NOON).unwrap_err();
        assert_eq!(refused.wait, Duration::from_secs(36));
        assert_eq!(
            refused.to_problem(NOON).detail,
            "too many new orders (300) from this account in the last 3h0m0s, retry after 2026-11-21 12:00:36 UTC: \
             see https://letsencrypt.org/docs/rate-limits/#new-orders-per-account"
        );
        let later = NOON.plus(Duration::from_secs(36));
        buckets.take(Bucket::Orders(1), rate, later).unwrap();
        assert!(buckets.take(Bucket::Orders(1), rate, later).is_err());
        let full = later.plus(Duration::from_secs(3 * 3600));
        assert_eq!((0..400).filter(|_| buckets.take(Bucket::Orders(1), rate, full).is_ok()).count(), 300);
    }

    #[test]
    fn whoever_asks_again_at_the_named_instant_is_admitted() {
        let (mut buckets, rate) = (Buckets::default(), Limits::default().certificates_per_domain);
        let bucket = || Bucket::Domain("example.com".into());
        for step in 0..50 {
            buckets.take(bucket(), rate, NOON.plus(Duration::from_millis(37 * step))).unwrap();
        }
        let now = NOON.plus(Duration::from_millis(40_001));
        let problem = buckets.take(bucket(), rate, now).unwrap_err().to_problem(now);
        let wait = Duration::from_secs(problem.retry_after_s.unwrap());
        assert!(buckets.check(&bucket(), rate, now.plus(wait - Duration::from_secs(2))).is_err());
        buckets.take(bucket(), rate, now.plus(wait)).unwrap();
    }

    #[test]
    fn full_buckets_are_forgotten() {
        let (mut buckets, rate) = (Buckets::default(), Limits::default().failed_authorizations);
        for account in 0..10_000 {
            let now = NOON.plus(Duration::from_secs(account * 60));
            buckets.take(Bucket::Failures(account, "a.test".into()), rate, now).unwrap();
        }
        assert!(buckets.full_at_us.len() < 2048);
    }
}
