//! Rate limits of authorities, counted for the whole fleet.

use super::ShelfStore;
use crate::error::StoreError;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::issuance::budget::{self, Draw, Drawn, Level};
use nameplate_domain::time::Timestamp;
use std::collections::BTreeMap;

statements! { edge_buckets by "key";
    // Writes what is there, so as to lock the row: until the end of the transaction, nobody else draws from this bucket.
    LOCK = "INSERT INTO edge_buckets (key, full_at_ms, closed_until_ms) VALUES ($1, $2, 0) \
            ON CONFLICT (key) DO UPDATE SET full_at_ms = edge_buckets.full_at_ms RETURNING key, full_at_ms, closed_until_ms";
    LEVEL = "SELECT key, full_at_ms, closed_until_ms FROM edge_buckets WHERE key = $1";
    DRAW = "UPDATE edge_buckets SET full_at_ms = $2 WHERE key = $1";
    GIVE_BACK = "UPDATE edge_buckets SET full_at_ms = full_at_ms - $2 WHERE key = $1";
    CLOSE = "INSERT INTO edge_buckets (key, full_at_ms, closed_until_ms) VALUES ($1, 0, $2) \
             ON CONFLICT (key) DO UPDATE SET closed_until_ms = excluded.closed_until_ms \
             WHERE edge_buckets.closed_until_ms < excluded.closed_until_ms";
    PURGE = "DELETE FROM edge_buckets WHERE full_at_ms <= $1 AND closed_until_ms <= $1";
}

impl ShelfStore {
    /// Takes one out of each bucket, or nothing out of any; see [`nameplate_domain::issuance::budget`]. A bucket that is drawn
    /// from twice gives two.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn draw(&self, draws: &[Draw], now: Timestamp) -> Result<Drawn, StoreError> {
        // In one order, so that two who draw from the same buckets do not wait for each other.
        let mut in_order: Vec<&Draw> = draws.iter().collect();
        in_order.sort_by(|one, other| one.key.cmp(&other.key));
        let mut tx = self.store.begin().await?;
        let mut full_at = BTreeMap::new();
        let mut not_before = None;
        for draw in in_order {
            let level = match full_at.get(draw.key.as_str()) {
                Some(drawn) => Level { full_at: Some(*drawn), closed_until: None },
                None => lock(&mut tx, &draw.key, now).await?,
            };
            not_before = not_before.max(level.closed_until.filter(|until| now < *until));
            match budget::draw(level.full_at, draw.limit, draw.reserve, now) {
                Ok(then) => drop(full_at.insert(draw.key.as_str(), then)),
                Err(at) => not_before = not_before.max(Some(at)),
            }
        }
        if let Some(at) = not_before {
            return Ok(Drawn::NotBefore(at));
        }
        for (key, full_at) in full_at {
            tx.execute(&DRAW, values![key, full_at]).await?;
        }
        tx.commit().await?;
        Ok(Drawn::Admitted)
    }

    /// What is in these buckets, in their order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn levels(&self, keys: &[String]) -> Result<Vec<Level>, StoreError> {
        let mut levels = Vec::with_capacity(keys.len());
        for key in keys {
            levels.push(self.store.reader().first(&LEVEL, values![key], level).await?.unwrap_or_default());
        }
        Ok(levels)
    }

    /// Puts back what was drawn for something that did not come about: one into each bucket. A bucket that was full again
    /// meanwhile is not fuller for it: an instant in the past says no more than the present one.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn give_back(&self, draws: &[Draw]) -> Result<(), StoreError> {
        let mut in_order: Vec<&Draw> = draws.iter().collect();
        in_order.sort_by(|one, other| one.key.cmp(&other.key));
        let mut tx = self.store.begin().await?;
        for draw in in_order {
            let one = i64::try_from(draw.limit.time_for_one().as_millis()).unwrap_or(i64::MAX);
            tx.execute(&GIVE_BACK, values![&draw.key, one]).await?;
        }
        tx.commit().await
    }

    /// Closes a bucket until then, whatever is in it. One that is closed for longer stays so.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn close_until(&self, key: &str, until: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.execute(&CLOSE, values![key, until]).await?;
        tx.commit().await
    }
}

/// Deletes buckets that are full and open.
pub(super) async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&PURGE, values![now]).await
}

async fn lock(tx: &mut Tx, key: &str, now: Timestamp) -> Result<Level, StoreError> {
    let rows = tx.rows(&LOCK, values![key, now]).await?;
    rows.first().map(level).unwrap_or(Err(StoreError::LostRace))
}

fn level(row: &Row) -> Result<Level, StoreError> {
    Ok(Level { full_at: Some(row.at("full_at_ms")?), closed_until: Some(row.at("closed_until_ms")?) })
}
