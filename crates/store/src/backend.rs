//! The two databases behind one door. What differs between them is in `sqlite` and `postgres`; all else sees [`Backend`].

use crate::error::{Conflict, StoreError};
use crate::row::{Fields, Row};
use crate::sql::Sql;
use crate::value::Value;
use crate::{postgres, sqlite};
use tracing::Instrument as _;

/// An open database.
#[derive(Debug)]
pub(crate) enum Backend {
    Sqlite(sqlite::Database),
    Postgres(Box<postgres::Database>),
}

/// An open write transaction. Dropping it rolls it back.
pub(crate) enum Open {
    Sqlite(sqlite::Open),
    Postgres(postgres::Open),
}

impl Backend {
    pub(crate) fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// Runs a statement that only reads.
    pub(crate) async fn rows(&self, sql: &'static Sql, values: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        let span = span(sql);
        let read = match self {
            Self::Sqlite(database) => {
                database.rows(sql, values).instrument(span).await.map(|rows| rows_of(sql, rows, Fields::Sqlite))
            }
            Self::Postgres(database) => {
                database.rows(sql, values).instrument(span).await.map(|rows| rows_of(sql, rows, Fields::Postgres))
            }
        };
        read.map_err(|error| StoreError::of_statement(sql.name, Conflict::Identifier, error))
    }

    /// Begins a write transaction.
    pub(crate) async fn begin(&self) -> Result<Open, StoreError> {
        let failed = |error| StoreError::of_transaction("begin", error);
        match self {
            Self::Sqlite(database) => database.begin().await.map(Open::Sqlite).map_err(failed),
            Self::Postgres(database) => database.begin().await.map(Open::Postgres).map_err(failed),
        }
    }

    /// The statement in this database's words.
    pub(crate) fn text(&self, sql: &Sql) -> &'static str {
        match self {
            Self::Sqlite(_) => sql.text,
            Self::Postgres(_) => sql.on_postgres.unwrap_or(sql.text),
        }
    }
}

impl Open {
    /// Runs a statement that gives rows. `conflict` is what a unique violation means here.
    pub(crate) async fn rows(
        &mut self,
        sql: &'static Sql,
        values: &[Value<'_>],
        conflict: Conflict,
    ) -> Result<Vec<Row>, StoreError> {
        let span = span(sql);
        let read = match self {
            Self::Sqlite(open) => sqlite::rows(&mut **open, sql, values)
                .instrument(span)
                .await
                .map(|rows| rows_of(sql, rows, Fields::Sqlite)),
            Self::Postgres(open) => postgres::rows_in(open, sql, values)
                .instrument(span)
                .await
                .map(|rows| rows_of(sql, rows, Fields::Postgres)),
        };
        read.map_err(|error| StoreError::of_statement(sql.name, conflict, error))
    }

    /// Runs a statement that gives none; says how many rows it wrote.
    pub(crate) async fn execute(
        &mut self,
        sql: &'static Sql,
        values: &[Value<'_>],
        conflict: Conflict,
    ) -> Result<u64, StoreError> {
        let span = span(sql);
        let done = match self {
            Self::Sqlite(open) => sqlite::execute(open, sql, values).instrument(span).await,
            Self::Postgres(open) => postgres::execute(open, sql, values).instrument(span).await,
        };
        done.map_err(|error| StoreError::of_statement(sql.name, conflict, error))
    }

    /// Makes it last.
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        let done = match self {
            Self::Sqlite(open) => open.commit().await,
            Self::Postgres(open) => postgres::commit(open).await,
        };
        done.map_err(|error| StoreError::of_transaction("commit", error))
    }
}

/// A statement in traces: by its name, without values.
fn span(sql: &Sql) -> tracing::Span {
    tracing::debug_span!("statement", otel.kind = "client", db.query.summary = sql.name, db.collection.name = sql.table)
}

fn rows_of<T>(sql: &Sql, rows: Vec<T>, fields: impl Fn(T) -> Fields) -> Vec<Row> {
    rows.into_iter().map(|row| Row::new(sql, fields(row))).collect()
}
