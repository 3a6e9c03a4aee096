//! Staying below an authority's rate limits.
//!
//! Every limit is a bucket that fills evenly, as Let's Encrypt's are. All of a bucket's state is one instant: when it is full
//! again (the generic cell rate algorithm).

use crate::certificate_name::CertificateName;
use crate::hostname::registered_domain;
use crate::time::Timestamp;
use std::time::Duration;

/// So many in so long; refilled evenly, as Let's Encrypt does (a token bucket).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limit {
    /// How many at once, from full.
    pub count: u32,
    /// How long an empty bucket takes to fill.
    pub per: Duration,
}

impl Limit {
    /// How long an empty bucket takes to give one.
    #[must_use]
    pub fn time_for_one(self) -> Duration {
        Duration::from_millis(u64::try_from(self.interval_ms()).unwrap_or_default())
    }

    /// How many come back in an hour.
    #[must_use]
    pub fn per_hour(self) -> f64 {
        3_600_000.0 / f64::from(u32::try_from(self.interval_ms().max(1)).unwrap_or(u32::MAX))
    }

    /// The time in which one is refilled; rounded up to whole milliseconds, so never too often.
    fn interval_ms(self) -> i64 {
        let interval = self.per.as_millis().div_ceil(u128::from(self.count.max(1)));
        i64::try_from(interval).unwrap_or(i64::MAX)
    }

    const fn scaled(self, percent: u32) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the quotient is at most the largest u32, by the comparison"
        )]
        let count = {
            let scaled = self.count as u64 * percent as u64 / 100;
            if scaled > u32::MAX as u64 { u32::MAX } else { scaled as u32 }
        };
        Self { count: if count == 0 { 1 } else { count }, per: self.per }
    }
}

/// What is known of a bucket.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Level {
    /// When it is full again; `None`: it is full.
    pub full_at: Option<Timestamp>,
    /// Until when it gives nothing, whatever is in it.
    pub closed_until: Option<Timestamp>,
}

/// One thing to be taken out of one bucket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draw {
    /// Which bucket, e.g. `letsencrypt/orders` or `letsencrypt/domain/example.com`.
    pub key: String,
    /// How large it is.
    pub limit: Limit,
    /// How many must be left in it afterwards, for those who go first.
    pub reserve: u32,
}

/// What came of drawing from several buckets at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Drawn {
    /// One was taken out of each.
    Admitted,
    /// Nothing was taken; not before this instant.
    NotBefore(Timestamp),
}

/// The limits of one authority, as far as a platform can meet them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// New orders of one account.
    pub orders: Limit,
    /// Certificates below one registered domain.
    pub per_domain: Limit,
    /// Certificates for exactly the same names.
    pub per_set: Limit,
    /// Failed authorizations of one name.
    pub failures: Limit,
}

impl Limits {
    /// <https://letsencrypt.org/docs/rate-limits/>, as of 2026-08.
    pub const LETS_ENCRYPT: Self = Self {
        orders: Limit { count: 300, per: Duration::from_hours(3) },
        per_domain: Limit { count: 50, per: Duration::from_hours(7 * 24) },
        per_set: Limit { count: 5, per: Duration::from_hours(7 * 24) },
        failures: Limit { count: 5, per: Duration::from_hours(1) },
    };

    /// No limits worth the name: for an authority of one's own, which says itself when it has enough.
    pub const NONE: Self = {
        let plenty = Limit { count: 1_000_000, per: Duration::from_secs(1) };
        Self { orders: plenty, per_domain: plenty, per_set: plenty, failures: plenty }
    };

    /// So many percent of each, and at least one: less to leave room for others who use the account, more where the authority has
    /// granted it.
    #[must_use]
    pub const fn scaled(self, percent: u32) -> Self {
        Self {
            orders: self.orders.scaled(percent),
            per_domain: self.per_domain.scaled(percent),
            per_set: self.per_set.scaled(percent),
            failures: self.failures.scaled(percent),
        }
    }
}

/// What an order is for, as limits see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// A name without a certificate. Goes first.
    Newcomer,
    /// A name that has one.
    Renewal,
    /// A renewal that names the certificate it replaces, in the time that the authority suggested (RFC 9773, 5). Let's Encrypt exempts
    /// it from all limits.
    Replacing,
}

/// Takes one out of a bucket that is full again at `full_at` (`None`: it is full), leaving at least `reserve`: the new `full_at`.
///
/// # Errors
/// Too little is in it, and nothing is taken: the earliest instant at which one would be given. That is the end of time when the
/// reserve is the whole bucket.
pub fn draw(full_at: Option<Timestamp>, limit: Limit, reserve: u32, now: Timestamp) -> Result<Timestamp, Timestamp> {
    let interval = limit.interval_ms();
    let Some(burst) = limit.count.checked_sub(reserve).filter(|burst| *burst > 0) else {
        return Err(Timestamp::from_ms(i64::MAX));
    };
    let full = full_at.map_or(now, |full| full.max(now)).as_ms().saturating_add(interval);
    let earliest = full.saturating_sub(interval.saturating_mul(i64::from(burst)));
    if earliest <= now.as_ms() { Ok(Timestamp::from_ms(full)) } else { Err(Timestamp::from_ms(earliest)) }
}

/// How many are in a bucket that is full again at `full_at`: so often [`draw`] gives one now.
#[must_use]
pub fn available(full_at: Option<Timestamp>, limit: Limit, now: Timestamp) -> u32 {
    let missing_ms = full_at.map_or(0, |full| full.as_ms().saturating_sub(now.as_ms()).max(0));
    let interval = limit.interval_ms().max(1);
    let missing = missing_ms / interval + i64::from(missing_ms % interval != 0);
    limit.count.saturating_sub(u32::try_from(missing).unwrap_or(u32::MAX))
}

/// What an order for `name` takes: from the orders of the account, the certificates of the registered domain, and those of exactly
/// this name. Renewals leave a third of the first two to newcomers, who have no certificate to live on meanwhile; nobody else draws
/// from the third.
#[must_use]
pub fn draws(authority: &str, limits: &Limits, name: &CertificateName, standing: Standing) -> Vec<Draw> {
    let reserve = |limit: Limit| match standing {
        Standing::Newcomer => 0,
        Standing::Renewal | Standing::Replacing => limit.count / 3,
    };
    if standing == Standing::Replacing {
        return Vec::new();
    }
    let base = name.base().as_str();
    let domain = registered_domain(base).unwrap_or(base);
    vec![
        Draw { key: orders_key(authority), limit: limits.orders, reserve: reserve(limits.orders) },
        Draw {
            key: format!("{authority}/domain/{domain}"),
            limit: limits.per_domain,
            reserve: reserve(limits.per_domain),
        },
        Draw { key: format!("{authority}/set/{name}"), limit: limits.per_set, reserve: 0 },
    ]
}

/// The bucket of all orders of the account.
#[must_use]
pub fn orders_key(authority: &str) -> String {
    format!("{authority}/orders")
}

/// What a failed authorization takes. `x` and `*.x` are the same identifier to the authority, and share one bucket.
#[must_use]
pub fn failure_draw(authority: &str, limits: &Limits, name: &CertificateName) -> Draw {
    Draw { key: format!("{authority}/failures/{}", name.base()), limit: limits.failures, reserve: 0 }
}

#[cfg(test)]
mod tests;
