//! What is metered, by tenant and day: counted together with the month (`usage`).

use crate::error::StoreError;
use crate::reader::Reader;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::connection::UsageKind;
use nameplate_domain::day::Day;
use nameplate_domain::tenancy::TenantId;
use nameplate_domain::time::Timestamp;

/// How many days are kept: a year and a month.
pub const USAGE_DAYS_KEPT: i32 = 400;

statements! { usage_days by "day";
    BETWEEN = "SELECT day, kind, used FROM usage_days WHERE tenant_id = $1 AND day >= $2 AND day <= $3 ORDER BY day, kind";
    COUNT = "INSERT INTO usage_days (tenant_id, day, kind, used) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (tenant_id, day, kind) DO UPDATE SET used = usage_days.used + excluded.used";
    PURGE = "DELETE FROM usage_days WHERE (tenant_id, day, kind) IN \
             (SELECT tenant_id, day, kind FROM usage_days WHERE day < $1 ORDER BY day LIMIT $2)";
}

/// How much of one kind was used on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UsageOfDay {
    /// The day.
    pub day: Day,
    /// Of what.
    pub kind: UsageKind,
    /// How much.
    pub used: i64,
}

impl Reader {
    /// What the tenant used from `first` to `last`, both included, by day; what was not used is left out.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn usage_by_day(&self, tenant: TenantId, first: Day, last: Day) -> Result<Vec<UsageOfDay>, StoreError> {
        let [first, last] = [first, last].map(|day| day.to_string());
        let read = |row: &crate::row::Row| {
            let day = row.name("day", |text| text.parse().ok())?;
            Ok(UsageOfDay { day, kind: row.name("kind", UsageKind::from_name)?, used: row.get("used")? })
        };
        self.all(&BETWEEN, values![tenant, &first, &last], read).await
    }
}

impl Tx {
    /// Adds `by` to what the tenant used on the day of `now`. Whoever counts has the row of the month, so that nobody waits here.
    pub(crate) async fn count_usage_of_day(
        &mut self,
        tenant: TenantId,
        kind: UsageKind,
        by: i64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.execute(&COUNT, values![tenant, &Day::of(now).to_string(), kind.as_str(), by]).await.map(drop)
    }

    /// Deletes up to `limit` counts of days that are [`USAGE_DAYS_KEPT`] or more before the day of `now`, the oldest first; says how
    /// many.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn purge_usage_days(&mut self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let first_kept = Day::of(now).plus_days(1 - USAGE_DAYS_KEPT).to_string();
        self.execute(&PURGE, values![&first_kept, limit]).await
    }
}
