//! What the edges of a fleet share: certificates with their keys, who works on which name, accounts with authorities, rate
//! limits, answers to challenges, what may be served, and secrets.
//!
//! Keys, accounts and secrets arrive sealed. Here they are bytes, which are printed nowhere.

mod accounts;
mod answers;
mod buckets;
mod chain;
mod entries;
mod kept;
mod leases;
mod settling;
mod verdicts;

use crate::error::StoreError;
use crate::sql::Sql;
use crate::store::Store;
use nameplate_domain::time::Timestamp;

pub use verdicts::VERDICT_REWRITTEN_AFTER;

/// Every statement of the shelf.
pub(crate) const ALL: [&[Sql]; 8] =
    [accounts::ALL, answers::ALL, buckets::ALL, entries::ALL, kept::ALL, leases::ALL, settling::ALL, verdicts::ALL];

/// The shelf of a fleet. Each method is a transaction of its own: once its future has returned, it lasts. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ShelfStore {
    store: Store,
}

impl ShelfStore {
    pub(crate) fn new(store: Store) -> Self {
        Self { store }
    }

    /// Deletes answers that have expired and buckets that are full and open, which need no row; says how many there were.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn purge(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut tx = self.store.begin().await?;
        let purged = answers::purge(&mut tx, now).await? + buckets::purge(&mut tx, now).await?;
        tx.commit().await?;
        Ok(purged)
    }
}
