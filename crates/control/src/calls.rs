//! Counting API calls: in memory, since a row for each would cost more than the call.

use crate::Control;
use nameplate_domain::connection::UsageKind;
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
    counted: Mutex<BTreeMap<(TenantId, Period), i64>>,
    /// Held alone by whoever writes down, so that readers see each call either here or in the store.
    written: tokio::sync::RwLock<()>,
}

impl CallCounts {
    fn add(&self, tenant: TenantId, period: Period, calls: i64) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        *counted.entry((tenant, period)).or_default() += calls;
    }

    fn of(&self, tenant: TenantId, period: Period) -> i64 {
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.get(&(tenant, period)).copied().unwrap_or_default()
    }

    fn take(&self, most: usize) -> Taken<'_> {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        Taken { batch: std::iter::from_fn(|| counted.pop_first()).take(most).collect(), counts: self }
    }
}

/// Calls on their way to the store. What is still here when this is dropped goes back: it failed, or was given up.
#[derive(Debug)]
struct Taken<'a> {
    batch: Vec<((TenantId, Period), i64)>,
    counts: &'a CallCounts,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.batch.drain(..).for_each(|((tenant, period), calls)| self.counts.add(tenant, period, calls));
    }
}

impl Control {
    /// Counts a call of the tenant's.
    pub fn count_call(&self, tenant: TenantId) {
        self.calls.add(tenant, Period::of(self.now()), 1);
    }

    /// What the tenant used in a month, calls of this process that are not written down yet included.
    pub(crate) async fn used(&self, tenant: TenantId, period: Period) -> Result<BTreeMap<UsageKind, i64>, StoreError> {
        let _written = self.calls.written.read().await;
        let mut used: BTreeMap<_, _> = self.reader().usage(tenant, &period.to_string()).await?.into_iter().collect();
        *used.entry(UsageKind::ApiCall).or_default() += self.calls.of(tenant, period);
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

    async fn write_down_batch(&self, batch: &[((TenantId, Period), i64)]) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        for ((tenant, period), calls) in batch {
            tx.count_usage(*tenant, UsageKind::ApiCall, *calls, period.start()).await?;
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
    fn calls_are_counted_by_tenant_and_month_and_taken_once() {
        let counts = CallCounts::default();
        let [ours, theirs] = [1, 2].map(|id| TenantId(uuid::Uuid::from_u128(id)));
        let november = Period::of(Timestamp::from_ms(1_793_491_200_000));
        let december = Period::of(november.end());
        counts.add(theirs, november, 1);
        counts.add(ours, december, 1);
        counts.add(ours, november, 1);
        counts.add(ours, november, 2);
        assert_eq!((counts.of(ours, november), counts.of(ours, december), counts.of(theirs, december)), (3, 1, 0));
        let mut taken = counts.take(2);
        assert_eq!(taken.batch, [((ours, november), 3), ((ours, december), 1)]);
        taken.batch.clear();
        drop(taken);
        drop(counts.take(2));
        assert_eq!(counts.take(2).batch, [((theirs, november), 1)], "what was given up is counted still");
    }
}
