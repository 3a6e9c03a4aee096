//! PostgreSQL: a pool that outlives restarts of its server.

use crate::error::{StoreError, is_lost};
use crate::migrations::{self, migrator, refuse_if_contracted};
use crate::moving::marker::{self, Marker};
use crate::sql::Sql;
use crate::store::StoreOptions;
use crate::value::{Value, bound};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow, Postgres};
use sqlx::{ConnectOptions, Connection, Executor, Transaction};
use std::time::Duration;
use tokio::time::timeout;

/// How long a connection may take to come about, waiting for a free one included.
const ACQUIRE_TIME_MAX: Duration = Duration::from_secs(4);
/// How long a read, or the beginning or end of a transaction, may take: then the database counts as dead.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(5);
/// How long a statement inside a transaction may take; changing an application touches each of its connections.
const WRITE_TIME_MAX: Duration = Duration::from_secs(60);
/// Prepared statements kept by each connection: more than the store has.
const STATEMENTS_KEPT: usize = 256;

/// An open database.
#[derive(Debug)]
pub(crate) struct Database {
    pool: PgPool,
    connect: PgConnectOptions,
}

/// An open transaction.
pub(crate) type Open = Transaction<'static, Postgres>;

impl Database {
    /// Connects, and brings the schema up to date. Of several processes that do so at once, one works and the others wait
    /// (the migrator holds an advisory lock).
    pub(crate) async fn open(url: &str, options: &StoreOptions) -> Result<Self, StoreError> {
        // The parser's own sentence may quote the password.
        let connect: PgConnectOptions =
            url.parse().map_err(|_| StoreError::Open("the postgres:// address cannot be read".into()))?;
        let name = connect.get_application_name().unwrap_or("nameplate").to_owned();
        let connect = connect
            .application_name(&name)
            .options([("client_min_messages", "warning")])
            .statement_cache_capacity(STATEMENTS_KEPT)
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(options.pool_size.max(1))
            .acquire_timeout(ACQUIRE_TIME_MAX)
            // A round trip before each statement would double the cost of reads; `retried` does without.
            .test_before_acquire(false)
            .max_lifetime(None)
            .connect_with(connect.clone())
            .await
            .map_err(|error| StoreError::of_transaction("connect", error))?;
        refuse_if_moved(&pool).await?;
        migrator().run(&pool).await.map_err(|error| StoreError::Migration(error.to_string()))?;
        let seen = sqlx::query_as(migrations::SEEN).fetch_all(&pool).await;
        refuse_if_contracted(&seen.map_err(|error| StoreError::of_transaction("read the schema's history", error))?)?;
        Ok(Self { pool, connect })
    }

    /// How to connect once more, for what needs a connection of its own.
    pub(crate) fn connect_options(&self) -> &PgConnectOptions {
        &self.connect
    }

    pub(crate) async fn rows(&self, sql: &Sql, values: &[Value<'_>]) -> Result<Vec<PgRow>, sqlx::Error> {
        self.retried(|| rows(&self.pool, sql, values)).await
    }

    pub(crate) async fn begin(&self) -> Result<Open, sqlx::Error> {
        self.retried(|| self.pool.begin()).await
    }

    /// Does what changes nothing, and does it again when its connection turns out to be dead, as every idle one is after the
    /// server was restarted.
    async fn retried<T, F>(&self, attempt: impl Fn() -> F) -> Result<T, sqlx::Error>
    where
        F: Future<Output = Result<T, sqlx::Error>>,
    {
        within(ANSWER_TIME_MAX, async {
            match attempt().await {
                Err(error) if is_lost(&error) => {
                    tracing::warn!(error.cause = %error, "A database connection was lost; the idle ones are tried and the dead ones dropped");
                    self.drop_dead_connections().await;
                    attempt().await
                }
                done => done,
            }
        })
        .await
    }

    async fn drop_dead_connections(&self) {
        let mut alive = Vec::new();
        while let Some(mut connection) = self.pool.try_acquire() {
            match connection.ping().await {
                Ok(()) => alive.push(connection),
                Err(_) => connection.close_on_drop(),
            }
        }
    }
}

/// Refuses a database that is part of a move.
async fn refuse_if_moved(pool: &PgPool) -> Result<(), StoreError> {
    let failed = |error| StoreError::of_transaction("look for a move", error);
    let is_there: i64 = sqlx::query_scalar(marker::IS_THERE_ON_POSTGRES).fetch_one(pool).await.map_err(failed)?;
    if is_there == 0 {
        return Ok(());
    }
    let marker: Option<marker::Fields> = sqlx::query_as(marker::READ).fetch_optional(pool).await.map_err(failed)?;
    marker.map_or(Ok(()), |fields| Err(StoreError::Open(Marker::of(fields).refusal())))
}

async fn rows<'c>(
    executor: impl Executor<'c, Database = Postgres>,
    sql: &Sql,
    values: &[Value<'_>],
) -> Result<Vec<PgRow>, sqlx::Error> {
    let arguments = bound::<Postgres>(values).map_err(sqlx::Error::Encode)?;
    sqlx::query_with(sql.on_postgres.unwrap_or(sql.text), arguments).fetch_all(executor).await
}

/// Runs a statement that gives rows, in a transaction.
pub(crate) async fn rows_in(open: &mut Open, sql: &Sql, values: &[Value<'_>]) -> Result<Vec<PgRow>, sqlx::Error> {
    within(WRITE_TIME_MAX, rows(&mut **open, sql, values)).await
}

/// Runs a statement that gives none, in a transaction; says how many rows it wrote.
pub(crate) async fn execute(open: &mut Open, sql: &Sql, values: &[Value<'_>]) -> Result<u64, sqlx::Error> {
    let arguments = bound::<Postgres>(values).map_err(sqlx::Error::Encode)?;
    let query = sqlx::query_with(sql.on_postgres.unwrap_or(sql.text), arguments);
    within(WRITE_TIME_MAX, async { Ok(query.execute(&mut **open).await?.rows_affected()) }).await
}

/// Makes the transaction last.
pub(crate) async fn commit(open: Open) -> Result<(), sqlx::Error> {
    within(ANSWER_TIME_MAX, open.commit()).await
}

async fn within<T>(limit: Duration, work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    timeout(limit, work).await.unwrap_or_else(|_| {
        let late = format!("no answer within {} s", limit.as_secs());
        Err(sqlx::Error::Io(std::io::Error::new(std::io::ErrorKind::TimedOut, late)))
    })
}
