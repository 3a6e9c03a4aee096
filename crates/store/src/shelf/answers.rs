//! Answers to challenges that any edge may be asked for.

use super::ShelfStore;
use crate::error::StoreError;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::issuance::entry::AnswerKind;
use nameplate_domain::time::Timestamp;

statements! { edge_answers by "key";
    PUT = "INSERT INTO edge_answers (kind, key, answer, expires_at_ms) VALUES ($1, $2, $3, $4) \
           ON CONFLICT (kind, key) DO UPDATE SET answer = excluded.answer, expires_at_ms = excluded.expires_at_ms";
    BY_KEY = "SELECT key, answer FROM edge_answers WHERE kind = $1 AND key = $2 AND expires_at_ms > $3";
    DROP = "DELETE FROM edge_answers WHERE kind = $1 AND key = $2";
    PURGE = "DELETE FROM edge_answers WHERE expires_at_ms <= $1";
}

impl ShelfStore {
    /// Keeps the answer to a challenge, for every edge to give.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn put_answer(
        &self,
        kind: AnswerKind,
        key: &str,
        answer: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.execute(&PUT, values![kind.as_str(), key, answer, until]).await?;
        tx.commit().await
    }

    /// The answer to a challenge, if it is kept and holds at `now`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn answer(&self, kind: AnswerKind, key: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
        self.store.reader().first(&BY_KEY, values![kind.as_str(), key, now], |row| row.get("answer")).await
    }

    /// Forgets an answer.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn drop_answer(&self, kind: AnswerKind, key: &str) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.execute(&DROP, values![kind.as_str(), key]).await?;
        tx.commit().await
    }
}

/// Deletes answers that have expired.
pub(super) async fn purge(tx: &mut Tx, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(&PURGE, values![now]).await
}
