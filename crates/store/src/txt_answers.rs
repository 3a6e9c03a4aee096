//! TXT values below the tokens of the ACME zone.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::signals::Signal;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::time::Timestamp;
use std::time::Duration;

/// Most values of one token; the oldest go.
pub const TXT_VALUES_MAX: u32 = 30;
/// How long it is remembered that a token's values changed.
pub const TXT_CHANGES_KEPT_FOR: Duration = Duration::from_hours(24);

statements! { txt_answers by "token";
    OF_TOKEN = "SELECT token, value, expires_at_ms FROM txt_answers WHERE token = $1 AND expires_at_ms > $2 ORDER BY put_at_ms, value";
    OF_ALL = "SELECT token, value, expires_at_ms FROM txt_answers WHERE expires_at_ms > $1 ORDER BY token, put_at_ms, value";
    CHANGED = "SELECT token FROM txt_sets WHERE changed_at_ms >= $1 ORDER BY changed_at_ms, token LIMIT $2";
    TOUCH = "INSERT INTO txt_sets (token, changed_at_ms) VALUES ($1, $2) ON CONFLICT (token) DO UPDATE SET changed_at_ms = \
             CASE WHEN excluded.changed_at_ms > txt_sets.changed_at_ms THEN excluded.changed_at_ms \
             ELSE txt_sets.changed_at_ms END";
    // SQLite wants the WHERE before ON CONFLICT.
    PUT = "INSERT INTO txt_answers (token, value, put_at_ms, expires_at_ms) \
           SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CASE WHEN COALESCE(MAX(put_at_ms), 0) < $3 THEN $3 \
           ELSE MAX(put_at_ms) + 1 END, CAST($4 AS BIGINT) FROM txt_answers WHERE token = $1 \
           ON CONFLICT (token, value) DO UPDATE SET put_at_ms = excluded.put_at_ms, expires_at_ms = excluded.expires_at_ms";
    TRIM = "DELETE FROM txt_answers WHERE token = $1 AND (expires_at_ms <= $2 OR put_at_ms <= (SELECT put_at_ms FROM \
            txt_answers WHERE token = $1 AND expires_at_ms > $2 ORDER BY put_at_ms DESC LIMIT 1 OFFSET $3))";
    DROP = "DELETE FROM txt_answers WHERE token = $1 AND value = $2";
    PURGE = "DELETE FROM txt_answers WHERE expires_at_ms <= $1";
    PURGE_CHANGES = "DELETE FROM txt_sets WHERE changed_at_ms < $1 \
                  AND NOT EXISTS (SELECT 1 FROM txt_answers WHERE txt_answers.token = txt_sets.token)";
}

/// A TXT value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TxtAnswer {
    /// Below which token of the zone.
    pub token: String,
    /// The value.
    pub value: String,
    /// From when on it is no longer told.
    pub expires_at: Timestamp,
}

impl Reader {
    /// The token's values that have not expired, the oldest first; at most [`TXT_VALUES_MAX`].
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn txt_answers(&self, token: &str, now: Timestamp) -> Result<Vec<TxtAnswer>, StoreError> {
        self.all(&OF_TOKEN, values![token, now], txt_answer).await
    }

    /// Every value that has not expired, by token, the oldest of each first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn all_txt_answers(&self, now: Timestamp) -> Result<Vec<TxtAnswer>, StoreError> {
        self.all(&OF_ALL, values![now], txt_answer).await
    }

    /// Up to `limit` tokens whose values were put or dropped at `since` or later, oldest change first. Expiring is no change.
    /// What was written earlier may be committed later, and clocks differ: look back a few seconds. When there are `limit` of
    /// them, or `since` is longer ago than [`TXT_CHANGES_KEPT_FOR`], load all anew.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn txt_answers_changed_since(&self, since: Timestamp, limit: u32) -> Result<Vec<String>, StoreError> {
        self.all(&CHANGED, values![since, limit], |row| row.get("token")).await
    }
}

impl Tx {
    /// Puts a value below a token, or keeps one that is there for longer and makes it the newest. Of more than
    /// [`TXT_VALUES_MAX`], the oldest go. Whether the token is in use is for the caller to know.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn put_txt_answer(&mut self, answer: &TxtAnswer, now: Timestamp) -> Result<(), StoreError> {
        self.touch(&answer.token, now).await?;
        self.execute(&PUT, values![&answer.token, &answer.value, now, answer.expires_at]).await?;
        self.execute(&TRIM, values![&answer.token, now, TXT_VALUES_MAX]).await.map(drop)
    }

    /// Takes a value back; `false` when it is not there.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn drop_txt_answer(&mut self, token: &str, value: &str, now: Timestamp) -> Result<bool, StoreError> {
        self.touch(token, now).await?;
        Ok(self.execute(&DROP, values![token, value]).await? > 0)
    }

    /// Deletes expired values, and what is remembered of old changes; says how much that was.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn purge_txt_answers(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        // In the order in which values are put: the other way around, two transactions could wait for each other.
        let changes = self.execute(&PURGE_CHANGES, values![now.minus(TXT_CHANGES_KEPT_FOR)]).await?;
        Ok(changes + self.execute(&PURGE, values![now]).await?)
    }

    /// Has others load the token's values anew. From here on, this transaction is the only one that writes them.
    async fn touch(&mut self, token: &str, now: Timestamp) -> Result<(), StoreError> {
        self.execute(&TOUCH, values![token, now]).await?;
        self.causes(Signal::AcmeToken(token.to_owned()));
        Ok(())
    }
}

fn txt_answer(row: &Row) -> Result<TxtAnswer, StoreError> {
    Ok(TxtAnswer { token: row.get("token")?, value: row.get("value")?, expires_at: row.at("expires_at_ms")? })
}
