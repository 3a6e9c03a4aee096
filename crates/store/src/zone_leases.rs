//! One writer for a zone at a time, in all processes.

use crate::error::StoreError;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::time::Timestamp;
use uuid::Uuid;

statements! { zone_leases by "zone";
    TAKE = "INSERT INTO zone_leases (zone, holder, until_ms) VALUES ($1, $2, $3) ON CONFLICT (zone) DO UPDATE SET \
            holder = excluded.holder, until_ms = excluded.until_ms \
            WHERE zone_leases.until_ms <= $4";
    PROLONG = "UPDATE zone_leases SET until_ms = $3 WHERE zone = $1 AND holder = $2";
    GIVE_BACK = "DELETE FROM zone_leases WHERE zone = $1 AND holder = $2";
    PURGE = "DELETE FROM zone_leases WHERE until_ms <= $1";
}

impl Tx {
    /// Takes the zone (provider and apex) for `holder` until `until`; `false` while somebody has it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn lease_zone(
        &mut self,
        zone: &str,
        holder: Uuid,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&TAKE, values![zone, holder, until, now]).await? > 0)
    }

    /// Keeps the zone that `holder` has until `until`; `false` when it has been given back or taken by another.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn prolong_zone_lease(&mut self, zone: &str, holder: Uuid, until: Timestamp) -> Result<bool, StoreError> {
        Ok(self.execute(&PROLONG, values![zone, holder, until]).await? > 0)
    }

    /// Gives the zone back, if `holder` has it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn release_zone(&mut self, zone: &str, holder: Uuid) -> Result<(), StoreError> {
        self.execute(&GIVE_BACK, values![zone, holder]).await.map(|_| ())
    }

    /// Deletes leases that have ended.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn purge_zone_leases(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(&PURGE, values![now]).await
    }
}
