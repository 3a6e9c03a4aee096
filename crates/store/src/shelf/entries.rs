//! Lines: what is known of each name.

use super::ShelfStore;
use crate::error::StoreError;
use crate::row::Row;
use crate::sql::statements;
use crate::value::values;
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::entry::{Entry, Held, RenewalWindow};
use nameplate_domain::time::Timestamp;

/// The columns that [`entry`] reads.
macro_rules! columns {
    () => {
        "name, due_at_ms, renew_at_ms, failures, removed_at_ms, not_before_ms, not_after_ms, authority, window_start_ms, \
         window_end_ms, problem"
    };
}
pub(super) use columns;

statements! { edge_entries by "name";
    BY_NAME = concat!("SELECT ", columns!(), " FROM edge_entries WHERE name = $1");
    IN_ORDER = concat!("SELECT ", columns!(), " FROM edge_entries WHERE name > $1 ORDER BY name LIMIT $2");
    HELD = "SELECT COUNT(*) AS held FROM edge_entries WHERE not_after_ms IS NOT NULL AND removed_at_ms IS NULL";
    // The first of either index.
    NEXT_DUE = "SELECT MIN(due_at_ms) AS due_at_ms FROM (\
                SELECT due_at_ms FROM (SELECT due_at_ms FROM edge_entries WHERE not_after_ms IS NULL \
                AND due_at_ms IS NOT NULL AND lease_until_ms IS NULL ORDER BY due_at_ms LIMIT 1) AS newcomers \
                UNION ALL SELECT due_at_ms FROM (SELECT due_at_ms FROM edge_entries WHERE not_after_ms IS NOT NULL \
                AND due_at_ms IS NOT NULL AND lease_until_ms IS NULL ORDER BY due_at_ms LIMIT 1) AS held) AS dues";
}

impl ShelfStore {
    /// One name's line.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn entry(&self, name: &CertificateName) -> Result<Option<Entry>, StoreError> {
        self.store.reader().first(&BY_NAME, values![&name.to_string()], entry).await
    }

    /// Lines in the order in which the database sorts their names, after `after`, at most `limit`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn entries(&self, after: Option<&CertificateName>, limit: u32) -> Result<Vec<Entry>, StoreError> {
        let after = after.map(ToString::to_string).unwrap_or_default();
        self.store.reader().all(&IN_ORDER, values![&after, limit], entry).await
    }

    /// How many names have a certificate and are not removed. Goes over all of them.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn held(&self) -> Result<u64, StoreError> {
        let held = self.store.reader().first(&HELD, values![], |row| row.get::<i64>("held")).await?;
        Ok(held.and_then(|held| u64::try_from(held).ok()).unwrap_or_default())
    }

    /// When the next line is due that nobody holds; `None` for never. What a holder that died has left is not told: it is found
    /// by whoever leases what is due after the end of its lease.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.store.reader().first(&NEXT_DUE, values![], |row| row.at_if_any("due_at_ms")).await?.flatten())
    }
}

/// A line out of a row that has [`columns!`].
pub(super) fn entry(row: &Row) -> Result<Entry, StoreError> {
    Ok(Entry {
        name: row.name("name", |name| CertificateName::parse(name).ok())?,
        held: held(row)?,
        due_at: row.at_if_any("due_at_ms")?,
        renew_at: row.at_if_any("renew_at_ms")?,
        window: window(row)?,
        failures: u32::try_from(row.get::<i64>("failures")?)
            .map_err(|_| row.unreadable("failures", "it is out of range".to_owned()))?,
        problem: row.json_if_any("problem")?,
        removed_at: row.at_if_any("removed_at_ms")?,
    })
}

fn held(row: &Row) -> Result<Option<Held>, StoreError> {
    let Some(not_after) = row.at_if_any("not_after_ms")? else { return Ok(None) };
    Ok(Some(Held { authority: row.get("authority")?, not_before: row.at("not_before_ms")?, not_after }))
}

fn window(row: &Row) -> Result<Option<RenewalWindow>, StoreError> {
    let Some(start) = row.at_if_any("window_start_ms")? else { return Ok(None) };
    Ok(Some(RenewalWindow { start, end: row.at("window_end_ms")? }))
}
