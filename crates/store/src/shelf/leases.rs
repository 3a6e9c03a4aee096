//! Who works on which name.

use super::ShelfStore;
use super::entries::{columns, entry};
use crate::error::StoreError;
use crate::sql::{Sql, statements};
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::entry::{Entry, Lease};
use nameplate_domain::time::Timestamp;

/// How often a lease is tried that is neither had nor seen with another holder. It takes a holder that gives it back
/// exactly in between.
const ATTEMPTS_MAX: usize = 10;

/// Takes lines that are due and free. `$1` holder, `$2` end of the lease, `$3` now, `$4` limit. As in `leases.rs`, the outer
/// condition is repeated: without it, PostgreSQL hands lines out that another worker took in between.
macro_rules! lease_due {
    ($which:literal, $lock:literal) => {
        concat!(
            "WITH due AS MATERIALIZED (SELECT name FROM edge_entries WHERE ",
            $which,
            " AND due_at_ms <= $3 AND (lease_until_ms IS NULL OR lease_until_ms <= $3) ORDER BY due_at_ms LIMIT $4",
            $lock,
            ") UPDATE edge_entries SET lease_holder = $1, lease_until_ms = $2 WHERE name IN (SELECT name FROM due) \
             AND due_at_ms <= $3 AND (lease_until_ms IS NULL OR lease_until_ms <= $3) RETURNING ",
            columns!()
        )
    };
}

statements! { edge_entries by "name";
    // A line that is new, or whose removal ends, is due at once: should the holder die, another one finds it.
    LEASE = concat!(
        "INSERT INTO edge_entries (name, due_at_ms, renew_at_ms, lease_holder, lease_until_ms, failures) \
         VALUES ($1, $4, $4, $2, $3, 0) ON CONFLICT (name) DO UPDATE SET lease_holder = excluded.lease_holder, \
         lease_until_ms = excluded.lease_until_ms, removed_at_ms = NULL, due_at_ms = CASE \
         WHEN edge_entries.removed_at_ms IS NULL THEN edge_entries.due_at_ms ELSE excluded.due_at_ms END \
         WHERE edge_entries.lease_until_ms IS NULL OR edge_entries.lease_until_ms <= $4 \
         OR edge_entries.lease_holder = excluded.lease_holder RETURNING ",
        columns!()
    );
    LEASED_UNTIL = "SELECT name, lease_until_ms FROM edge_entries WHERE name = $1";
    LEASE_NEWCOMERS = lease_due!("not_after_ms IS NULL", ""),
        on postgres lease_due!("not_after_ms IS NULL", " FOR UPDATE SKIP LOCKED");
    LEASE_HELD = lease_due!("not_after_ms IS NOT NULL", ""),
        on postgres lease_due!("not_after_ms IS NOT NULL", " FOR UPDATE SKIP LOCKED");
    EXTEND = "UPDATE edge_entries SET lease_until_ms = $3 WHERE name = $1 AND lease_holder = $2";
    HASTEN = "UPDATE edge_entries SET due_at_ms = $2 WHERE name = $1 AND removed_at_ms IS NULL \
              AND (due_at_ms IS NULL OR due_at_ms > $2)";
}

impl ShelfStore {
    /// Leases one name to `holder` until `until`, making its line if there is none and ending a removal. A lease that has ended
    /// by itself is anybody's. Who holds it already gets it again.
    ///
    /// # Errors
    /// [`StoreError::LostRace`] when others take it and give it back all the time; else see [`StoreError`].
    pub async fn lease(
        &self,
        name: &CertificateName,
        holder: &str,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Lease, StoreError> {
        let name = name.to_string();
        for _ in 0..ATTEMPTS_MAX {
            let mut tx = self.store.begin().await?;
            if let Some(row) = tx.rows(&LEASE, values![&name, holder, until, now]).await?.first() {
                let entry = entry(row)?;
                tx.commit().await?;
                return Ok(Lease::Ours(entry));
            }
            let line = tx.rows(&LEASED_UNTIL, values![&name]).await?;
            // PostgreSQL locks the row although nothing was written, and a rollback by dropping comes later: until then,
            // [`Self::lease_due`] would pass this line over.
            tx.commit().await?;
            if let Some(until) = line.first().map(|row| row.at_if_any("lease_until_ms")).transpose()?.flatten() {
                return Ok(Lease::Theirs { until });
            }
        }
        Err(StoreError::LostRace)
    }

    /// Leases up to `limit` names that are due at `now` and not leased: newcomers first, then the longest due.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn lease_due(
        &self,
        holder: &str,
        limit: u32,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<Entry>, StoreError> {
        let mut tx = self.store.begin().await?;
        let mut leased = longest_due(&mut tx, &LEASE_NEWCOMERS, holder, limit, until, now).await?;
        let left = limit.saturating_sub(u32::try_from(leased.len()).unwrap_or(u32::MAX));
        if left > 0 {
            leased.extend(longest_due(&mut tx, &LEASE_HELD, holder, left, until, now).await?);
        }
        tx.commit().await?;
        Ok(leased)
    }

    /// Keeps a lease for longer; `false` when it is no longer `holder`'s.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn extend(&self, name: &CertificateName, holder: &str, until: Timestamp) -> Result<bool, StoreError> {
        let mut tx = self.store.begin().await?;
        let extended = tx.execute(&EXTEND, values![&name.to_string(), holder, until]).await? > 0;
        tx.commit().await?;
        Ok(extended)
    }

    /// Makes a name's line due at `at`, if it has one that is not removed and `at` is sooner than what is there; `false` when
    /// nothing changed.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn hasten(&self, name: &CertificateName, at: Timestamp) -> Result<bool, StoreError> {
        let mut tx = self.store.begin().await?;
        let hastened = tx.execute(&HASTEN, values![&name.to_string(), at]).await? > 0;
        tx.commit().await?;
        Ok(hastened)
    }
}

/// In the order in which they were due, which the database does not give them in.
async fn longest_due(
    tx: &mut Tx,
    sql: &'static Sql,
    holder: &str,
    limit: u32,
    until: Timestamp,
    now: Timestamp,
) -> Result<Vec<Entry>, StoreError> {
    let rows = tx.rows(sql, values![holder, until, now, limit]).await?;
    let mut entries = rows.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(|entry| entry.due_at);
    Ok(entries)
}
