//! Counting what is metered, by tenant and month, and with it by day (`usage_days`).

use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::connection::UsageKind;
use nameplate_domain::period::Period;
use nameplate_domain::tenancy::TenantId;
use nameplate_domain::time::Timestamp;

statements! { usage_counts by "kind";
    OF_PERIOD = "SELECT kind, used FROM usage_counts WHERE tenant_id = $1 AND period = $2 ORDER BY kind";
    COUNT = "INSERT INTO usage_counts (tenant_id, period, kind, used) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (tenant_id, period, kind) DO UPDATE SET used = usage_counts.used + excluded.used";
    // The first row is inserted whatever the limit is: `reserve_usage` looks at that.
    RESERVE = "INSERT INTO usage_counts (tenant_id, period, kind, used) VALUES ($1, $2, $3, $5) \
               ON CONFLICT (tenant_id, period, kind) DO UPDATE SET used = usage_counts.used + $5 \
               WHERE usage_counts.used <= $4 - $5 RETURNING kind, used";
    IN_SERVICE = "SELECT CAST($2 AS TEXT) AS kind, COUNT(*) AS used FROM connections WHERE tenant_id = $1 AND state IN ('live','drifted')";
}

/// The month of an instant in UTC, e.g. `2026-11`: the period by which usage is counted.
#[must_use]
pub fn period_of(at: Timestamp) -> String {
    Period::of(at).to_string()
}

impl Reader {
    /// What the tenant used in a period (`2026-11`); kinds that were not used are left out.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn usage(&self, tenant: TenantId, period: &str) -> Result<Vec<(UsageKind, i64)>, StoreError> {
        self.all(&OF_PERIOD, values![tenant, period], |row| Ok((kind(row)?, row.get("used")?))).await
    }

    /// How many domains of the tenant are live, or were and are still served.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn domains_in_service(&self, tenant: TenantId) -> Result<i64, StoreError> {
        let kind = UsageKind::ActiveDomain.as_str();
        let count = self.first(&IN_SERVICE, values![tenant, kind], |row| row.get("used")).await?;
        Ok(count.unwrap_or_default())
    }
}

impl Tx {
    /// Adds `by` to what the tenant used in the month and on the day of `now`. Run it last: other transactions of this tenant wait for the row.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn count_usage(
        &mut self,
        tenant: TenantId,
        kind: UsageKind,
        by: i64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(&COUNT, values![tenant, &period_of(now), kind.as_str(), by]).await?;
        self.count_usage_of_day(tenant, kind, by, now).await
    }

    /// Uses `by` more in the month and on the day of `now`, at least one, if that stays within the month's `limit`, and gives what
    /// is used then; `None` when it does not, and nothing is written. Run it last: other transactions of this tenant wait for the row.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn reserve_usage(
        &mut self,
        tenant: TenantId,
        kind: UsageKind,
        by: i64,
        limit: i64,
        now: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        if by < 1 || limit < by {
            return Ok(None);
        }
        let rows = self.rows(&RESERVE, values![tenant, &period_of(now), kind.as_str(), limit, by]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let used = row.get("used")?;
        self.count_usage_of_day(tenant, kind, by, now).await?;
        Ok(Some(used))
    }
}

fn kind(row: &Row) -> Result<UsageKind, StoreError> {
    row.name("kind", UsageKind::from_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_a_month_in_utc() {
        assert_eq!(period_of(Timestamp::from_ms(0)), "1970-01");
        assert_eq!(period_of(Timestamp::from_ms(1_795_737_599_999)), "2026-11");
    }
}
