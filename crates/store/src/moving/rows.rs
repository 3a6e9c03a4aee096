//! Rows of a table: counted, read, written, and summed up.

use super::cell::{Cell, Digest, Kind};
use super::marker::Role;
use super::shape::{Column, Key, Shape};
use super::side::{Connection, Side, on_either};
use super::tables::Carried;
use super::{MoveError, refused};
use futures_util::TryStreamExt as _;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Arguments as _, AssertSqlSafe, Database, Postgres, Sqlite};

/// Most rows of one `INSERT`, and most of its parameters, on SQLite.
const INSERTED_ROWS_MAX: usize = 200;
const PARAMETERS_MAX: usize = 32_000;

/// How far a table is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Progress {
    /// The key of the last row that arrived.
    pub(super) after: Option<Key>,
    pub(super) copied: u64,
    pub(super) is_done: bool,
}

impl Side {
    /// How many rows there are, and how many are carried.
    pub(super) async fn rows_of(&mut self, carried: &Carried) -> Result<(u64, u64), MoveError> {
        let all = self.count(&format!("SELECT COUNT(*) FROM {}", carried.name)).await?;
        let sql = format!("SELECT COUNT(*) FROM {} WHERE {}", carried.name, carried.condition());
        Ok((all, if carried.only.is_some() { self.count(&sql).await? } else { all }))
    }

    /// About how many octets its values have.
    pub(super) async fn octets_of(&mut self, shape: &Shape) -> Result<u64, MoveError> {
        let one = |column: &Column| match column.kind {
            Kind::Text | Kind::Bytes => format!("COALESCE(octet_length({}), 0)", column.name),
            Kind::Uuid => "16".to_owned(),
            Kind::Int => "8".to_owned(),
            Kind::Bool => "1".to_owned(),
        };
        let sum = shape.columns.iter().map(one).collect::<Vec<_>>().join(" + ");
        let (name, condition) = (shape.carried.name, shape.carried.condition());
        self.count(&format!("SELECT CAST(COALESCE(SUM({sum}), 0) AS BIGINT) FROM {name} WHERE {condition}")).await
    }

    /// Up to `limit` rows after `after`, in the order of their keys.
    pub(super) async fn page(
        &mut self,
        shape: &Shape,
        after: Option<&Key>,
        limit: u32,
    ) -> Result<Vec<Vec<Cell>>, MoveError> {
        let failed = self.failed("reading");
        let sql = shape.page(after.is_none(), limit);
        match &mut self.connection {
            Connection::Sqlite(connection) => {
                let query =
                    sqlx::query_with(AssertSqlSafe(sql), key_arguments::<Sqlite>(shape, after).map_err(no_key)?);
                let rows = query.fetch_all(connection).await;
                rows.and_then(|rows| rows.iter().map(|row| cells(shape, row)).collect())
            }
            Connection::Postgres(connection) => {
                let query =
                    sqlx::query_with(AssertSqlSafe(sql), key_arguments::<Postgres>(shape, after).map_err(no_key)?);
                let rows = query.fetch_all(connection).await;
                rows.and_then(|rows| rows.iter().map(|row| cells(shape, row)).collect())
            }
        }
        .map_err(failed)
    }

    /// The digest of a table: of the source what is carried, as it is to arrive; of the target all that is there.
    pub(super) async fn digest(&mut self, shape: &Shape, role: Role) -> Result<Digest, MoveError> {
        let failed = self.failed("reading");
        let (name, condition) = (shape.carried.name, shape.carried.condition());
        let sql = match role {
            Role::Source => format!("SELECT {} FROM {name} WHERE {condition}", shape.selected()),
            Role::Target => format!("SELECT {} FROM {name}", shape.listed()),
        };
        let (mut digest, mut buffer) = (Digest::default(), Vec::new());
        let read = on_either!(self, connection => {
            let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(connection);
            loop {
                match rows.try_next().await {
                    Ok(Some(row)) => match cells(shape, &row) {
                        Ok(cells) => digest.add(&cells, &mut buffer),
                        Err(error) => break Err(error),
                    },
                    Ok(None) => break Ok(()),
                    Err(error) => break Err(error),
                }
            }
        });
        read.map_err(failed)?;
        Ok(digest)
    }

    /// Writes rows, and with them how far the table is now.
    pub(super) async fn write(
        &mut self,
        shape: &Shape,
        rows: &[Vec<Cell>],
        before: &Progress,
    ) -> Result<Progress, MoveError> {
        let progress = Progress {
            after: rows.last().map(|row| shape.key_of(row)),
            copied: before.copied + rows.len() as u64,
            is_done: false,
        };
        if !self.is_sqlite() {
            must_be_storable(shape, rows)?;
        }
        self.run("BEGIN").await?;
        let failed = self.failed("writing to");
        match &mut self.connection {
            Connection::Sqlite(connection) => insert(connection, shape, rows).await,
            Connection::Postgres(connection) => copy_in(connection, shape, rows).await,
        }
        .map_err(failed)?;
        self.note(shape, before, &progress).await?;
        self.run("COMMIT").await?;
        Ok(progress)
    }

    /// How far a table is.
    pub(super) async fn progress(&mut self, shape: &Shape) -> Result<Progress, MoveError> {
        let failed = self.failed("reading");
        let sql = "SELECT after_key, copied, is_done FROM store_move_progress WHERE name = $1";
        let read: Option<(Option<String>, i64, bool)> =
            on_either!(self, connection => sqlx::query_as(sql).bind(shape.carried.name).fetch_optional(connection).await)
                .map_err(failed)?;
        let lost = || {
            refused(format!(
                "{} does not say how far {} is; give the move up and begin again",
                self.place, shape.carried.name
            ))
        };
        let (after, copied, is_done) = read.ok_or_else(lost)?;
        let after = after.map(|text| shape.key_parsed(&text).ok_or_else(lost)).transpose()?;
        Ok(Progress { after, copied: copied.unsigned_abs(), is_done })
    }

    /// Writes down how far a table is, unless somebody else did meanwhile.
    pub(super) async fn note(&mut self, shape: &Shape, before: &Progress, now: &Progress) -> Result<(), MoveError> {
        let failed = self.failed("writing to");
        let sql = "UPDATE store_move_progress SET after_key = $1, copied = $2, is_done = $3 \
                   WHERE name = $4 AND copied = $5 AND NOT is_done";
        let after = now.after.as_ref().map(|key| shape.key_text(key));
        let count = |copied: u64| i64::try_from(copied).unwrap_or(i64::MAX);
        let written = on_either!(self, connection => sqlx::query(sql).bind(after).bind(count(now.copied)).bind(now.is_done)
            .bind(shape.carried.name).bind(count(before.copied)).execute(connection).await.map(|done| done.rows_affected()))
        .map_err(failed)?;
        match written {
            1 => Ok(()),
            _ => Err(refused(format!("another process is moving to {} as well; one of them is enough", self.place))),
        }
    }
}

/// PostgreSQL's texts hold every character but one.
fn must_be_storable(shape: &Shape, rows: &[Vec<Cell>]) -> Result<(), MoveError> {
    for row in rows {
        for (cell, column) in row.iter().zip(&shape.columns) {
            if matches!(cell, Cell::Text(text) if text.as_bytes().contains(&0)) {
                return Err(refused(format!(
                    "column {} of table {} has a NUL character in the row {}, which PostgreSQL cannot hold: give the move up with --abandon, \
                     change that text, and begin again",
                    column.name,
                    shape.carried.name,
                    shape.key_text(&shape.key_of(row))
                )));
            }
        }
    }
    Ok(())
}

fn no_key(error: sqlx::Error) -> MoveError {
    refused(format!("a key cannot be asked for: {error}"))
}

fn key_arguments<DB: Database>(shape: &Shape, after: Option<&Key>) -> Result<DB::Arguments, sqlx::Error>
where
    for<'q> Option<uuid::Uuid>: sqlx::Encode<'q, DB> + sqlx::Type<DB>,
    for<'q> Option<&'q str>: sqlx::Encode<'q, DB> + sqlx::Type<DB>,
    for<'q> Option<i64>: sqlx::Encode<'q, DB> + sqlx::Type<DB>,
    for<'q> Option<bool>: sqlx::Encode<'q, DB> + sqlx::Type<DB>,
    for<'q> Option<&'q [u8]>: sqlx::Encode<'q, DB> + sqlx::Type<DB>,
{
    let mut arguments = DB::Arguments::default();
    for (cell, &index) in after.into_iter().flatten().zip(&shape.key) {
        cell.bind::<DB>(shape.columns[index].kind, &mut arguments)?;
    }
    Ok(arguments)
}

fn cells<'r, R>(shape: &Shape, row: &'r R) -> Result<Vec<Cell>, sqlx::Error>
where
    R: sqlx::Row,
    usize: sqlx::ColumnIndex<R>,
    uuid::Uuid: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    String: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    i64: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    bool: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Vec<u8>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    shape.columns.iter().enumerate().map(|(index, column)| Cell::read(row, index, column.kind)).collect()
}

async fn copy_in(connection: &mut PgConnection, shape: &Shape, rows: &[Vec<Cell>]) -> Result<(), sqlx::Error> {
    let mut text = Vec::new();
    for row in rows {
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                text.push(b'\t');
            }
            cell.copied_to(&mut text);
        }
        text.push(b'\n');
    }
    let statement = format!("COPY {} ({}) FROM STDIN", shape.carried.name, shape.listed());
    let mut copy = connection.copy_in_raw(&statement).await?;
    copy.send(text).await?;
    copy.finish().await.map(drop)
}

async fn insert(connection: &mut SqliteConnection, shape: &Shape, rows: &[Vec<Cell>]) -> Result<(), sqlx::Error> {
    let columns = shape.columns.len();
    let at_once = INSERTED_ROWS_MAX.min(PARAMETERS_MAX / columns);
    let one = format!("({})", vec!["?"; columns].join(", "));
    for rows in rows.chunks(at_once) {
        let values = vec![one.as_str(); rows.len()].join(", ");
        let statement = format!("INSERT INTO {} ({}) VALUES {values}", shape.carried.name, shape.listed());
        let mut arguments = <Sqlite as Database>::Arguments::default();
        arguments.reserve(rows.len() * columns, 0);
        for row in rows {
            for (cell, column) in row.iter().zip(&shape.columns) {
                cell.bind::<Sqlite>(column.kind, &mut arguments)?;
            }
        }
        sqlx::query_with(AssertSqlSafe(statement), arguments).execute(&mut *connection).await?;
    }
    Ok(())
}
