//! Writing.

use crate::backend::Open;
use crate::error::{Conflict, StoreError};
use crate::row::Row;
use crate::signals::{Signal, Signals};
use crate::sql::Sql;
use crate::value::Value;

/// One write transaction. Dropping it undoes everything; so does a failed statement, after which it must be dropped.
///
/// SQLite has one at a time: hold it for statements, never while waiting for anything else.
#[must_use = "a transaction that is not committed changes nothing"]
pub struct Tx {
    open: Open,
    signals: Signals,
    caused: Vec<Signal>,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("caused", &self.caused).finish_non_exhaustive()
    }
}

impl Tx {
    pub(crate) fn new(open: Open, signals: Signals) -> Self {
        Self { open, signals, caused: Vec::new() }
    }

    /// Makes it last, then sends the signals that its changes call for.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database went away meanwhile: whether it lasted is unknown.
    pub async fn commit(self) -> Result<(), StoreError> {
        let Self { open, signals, caused } = self;
        open.commit().await?;
        for signal in caused {
            signals.send(signal);
        }
        Ok(())
    }

    /// Has `signal` sent when the transaction lasts.
    pub(crate) fn causes(&mut self, signal: Signal) {
        if !self.caused.contains(&signal) {
            self.caused.push(signal);
        }
    }

    /// Runs a statement that gives rows and cannot conflict.
    pub(crate) async fn rows(&mut self, sql: &'static Sql, values: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        self.open.rows(sql, values, Conflict::Identifier).await
    }

    /// Runs a statement that gives rows; `conflict` is what a unique violation means here.
    pub(crate) async fn rows_or(
        &mut self,
        conflict: Conflict,
        sql: &'static Sql,
        values: &[Value<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        self.open.rows(sql, values, conflict).await
    }

    /// Runs a statement; says how many rows it wrote.
    pub(crate) async fn execute(&mut self, sql: &'static Sql, values: &[Value<'_>]) -> Result<u64, StoreError> {
        self.open.execute(sql, values, Conflict::Identifier).await
    }

    /// Runs a statement; `conflict` is what a unique violation means here.
    pub(crate) async fn execute_or(
        &mut self,
        conflict: Conflict,
        sql: &'static Sql,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        self.open.execute(sql, values, conflict).await
    }
}
