//! Counting API calls: in memory, since a row for each would cost more than the call.

use crate::Control;
use nameplate_domain::connection::UsageKind;
use nameplate_domain::day::Day;
use nameplate_domain::period::Period;
use nameplate_domain::tenancy::TenantId;
use nameplate_store::StoreError;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How often counted calls are written down. What a process that is killed has counted since is lost.
const EVERY: Duration = Duration::from_secs(5);
/// Tenants in one transaction.
const BATCH_MAX: usize = 200;

/// Calls that were counted and not written down yet.
#[derive(Debug, Default)]
pub(crate) struct CallCounts {
    /// Ordered: processes that write at the same time take rows in the same order, and never wait for each other in a circle.
    counted: Mutex<BTreeMap<(TenantId, Day), i64>>,
    /// Held alone by whoever writes down, so that readers see each call either here or in the store.
    written: tokio::sync::RwLock<()>,
}

impl CallCounts {
    fn add(&self, tenant: TenantId, day: Day, calls: i64) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        *counted.entry((tenant, day)).or_default() += calls;
    }

    /// By day, from `first` to `last`, both included.
    fn of(&self, tenant: TenantId, first: Day, last: Day) -> Vec<(Day, i64)> {
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.range((tenant, first)..=(tenant, last)).map(|((_, day), calls)| (*day, *calls)).collect()
    }

    fn take(&self, most: usize) -> Taken<'_> {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        Taken { batch: std::iter::from_fn(|| counted.pop_first()).take(most).collect(), counts: self }
    }
}

/// Calls on their way to the store. What is still here when this is dropped goes back: it failed, or was given up.
#[derive(Debug)]
struct Taken<'a> {
    batch: Vec<((TenantId, Day), i64)>,
    counts: &'a CallCounts,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.batch.drain(..).for_each(|((tenant, day), calls)| self.counts.add(tenant, day, calls));
    }
}

impl Control {
    /// Counts a call of the tenant's.
    pub fn count_call(&self, tenant: TenantId) {
        self.calls.add(tenant, Day::of(self.now()), 1);
    }

    /// What the tenant used in a month, calls of this process that are not written down yet included.
    pub(crate) async fn used(&self, tenant: TenantId, period: Period) -> Result<BTreeMap<UsageKind, i64>, StoreError> {
        let _written = self.calls.written.read().await;
        let mut used: BTreeMap<_, _> = self.reader().usage(tenant, &period.to_string()).await?.into_iter().collect();
        let waiting = self.calls.of(tenant, Day::of(period.start()), Day::of(period.end()).plus_days(-1));
        *used.entry(UsageKind::ApiCall).or_default() += waiting.iter().map(|(_, calls)| calls).sum::<i64>();
        Ok(used)
    }

    /// The same by day, from `first` to `last`, both included.
    pub(crate) async fn used_by_day(
        &self,
        tenant: TenantId,
        first: Day,
        last: Day,
    ) -> Result<BTreeMap<(Day, UsageKind), i64>, StoreError> {
        let _written = self.calls.written.read().await;
        let stored = self.reader().usage_by_day(tenant, first, last).await?;
        let mut used: BTreeMap<_, _> = stored.into_iter().map(|of| ((of.day, of.kind), of.used)).collect();
        for (day, calls) in self.calls.of(tenant, first, last) {
            *used.entry((day, UsageKind::ApiCall)).or_default() += calls;
        }
        Ok(used)
    }

    /// Writes down what was counted.
    ///
    /// # Errors
    /// See [`StoreError`]; what could not be written is counted still.
    pub async fn write_down_calls(&self) -> Result<(), StoreError> {
        let _written = self.calls.written.write().await;
        loop {
            let mut taken = self.calls.take(BATCH_MAX);
            if taken.batch.is_empty() {
                return Ok(());
            }
            self.write_down_batch(&taken.batch).await?;
            taken.batch.clear();
        }
    }

    async fn write_down_batch(&self, batch: &[((TenantId, Day), i64)]) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        for ((tenant, day), calls) in batch {
            tx.count_usage(*tenant, UsageKind::ApiCall, *calls, day.start()).await?;
        }
        tx.commit().await
    }

    /// Writes down counted calls every few seconds. Runs until dropped.
    pub async fn keep_counting(&self) {
        loop {
            tokio::time::sleep(EVERY).await;
            if let Err(error) = self.write_down_calls().await {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "Could not write down counted API calls; they are kept for the next time."
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nameplate_domain::time::Timestamp;

    #[test]
    fn calls_are_counted_by_tenant_and_day_and_taken_once() {
        let counts = CallCounts::default();
        let [ours, theirs] = [1, 2].map(|id| TenantId(uuid::Uuid::from_u128(id)));
        let first = Day::of(Timestamp::from_ms(1_793_491_200_000));
        let second = first.plus_days(1);
        counts.add(theirs, first, 1);
        counts.add(ours, second, 1);
        counts.add(ours, first, 1);
        counts.add(ours, first, 2);
        assert_eq!(counts.of(ours, first, first), [(first, 3)]);
        assert_eq!(counts.of(ours, first, second), [(first, 3), (second, 1)]);
        assert_eq!(counts.of(theirs, second, second), []);
        let mut taken = counts.take(2);
        assert_eq!(taken.batch, [((ours, first), 3), ((ours, second), 1)]);
        taken.batch.clear();
        drop(taken);
        drop(counts.take(2));
        assert_eq!(counts.take(2).batch, [((theirs, first), 1)], "what was given up is counted still");
    }
}
