//! What may be served, as the control plane last said, for when it is gone.

use super::ShelfStore;
use crate::error::StoreError;
use crate::row::Row;
use crate::sql::statements;
use crate::value::values;
use nameplate_domain::issuance::entry::KeptVerdict;
use std::time::Duration;

/// How old a verdict may be that is not written anew when it is told again.
pub const VERDICT_REWRITTEN_AFTER: Duration = Duration::from_mins(10);

statements! { edge_verdicts by "name";
    BY_NAME = "SELECT name, origin, told_at_ms FROM edge_verdicts WHERE name = $1";
    // Of two edges that were told different things, the one that was told later is right; at one instant, the one that says so
    // later.
    KEEP = "INSERT INTO edge_verdicts (name, origin, told_at_ms) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET \
            origin = excluded.origin, told_at_ms = excluded.told_at_ms WHERE edge_verdicts.told_at_ms <= excluded.told_at_ms";
    DROP = "DELETE FROM edge_verdicts WHERE name = $1";
}

impl ShelfStore {
    /// Remembers that a name may be served. Every edge does so every minute for every name with visitors: the same verdict is
    /// written again only when the one that is kept is [`VERDICT_REWRITTEN_AFTER`] older, and else costs a read.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn keep_verdict(&self, verdict: &KeptVerdict) -> Result<(), StoreError> {
        let says_the_same = |kept: &KeptVerdict| {
            kept.origin == verdict.origin && verdict.told_at < kept.told_at.plus(VERDICT_REWRITTEN_AFTER)
        };
        if self.verdict(&verdict.name).await?.as_ref().is_some_and(says_the_same) {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        tx.execute(&KEEP, values![&verdict.name, verdict.origin.as_deref(), verdict.told_at]).await?;
        tx.commit().await
    }

    /// What was remembered of a name.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn verdict(&self, name: &str) -> Result<Option<KeptVerdict>, StoreError> {
        self.store.reader().first(&BY_NAME, values![name], verdict).await
    }

    /// Forgets it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn drop_verdict(&self, name: &str) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.execute(&DROP, values![name]).await?;
        tx.commit().await
    }
}

fn verdict(row: &Row) -> Result<KeptVerdict, StoreError> {
    Ok(KeptVerdict { name: row.get("name")?, origin: row.get("origin")?, told_at: row.at("told_at_ms")? })
}
