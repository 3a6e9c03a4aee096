//! One end of a move: a connection of its own to either database.

use super::cell::{Cell, Digest, Kind};
use super::marker::{self, Marker, Role};
use super::tables::Carried;
use super::{MoveError, refused};
use crate::error::DriverError;
use crate::{migrations, sqlite};
use futures_util::TryStreamExt as _;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{Arguments as _, AssertSqlSafe, ConnectOptions as _, Database, Postgres, Sqlite};
use std::fs::File;
use std::path::Path;

/// Most rows of one `INSERT`, and most of its parameters, on SQLite.
const INSERTED_ROWS_MAX: usize = 200;
const PARAMETERS_MAX: usize = 32_000;

/// An end of a move.
pub(super) struct Side {
    connection: Connection,
    /// Where it is, without secrets.
    pub(super) place: String,
    /// No server works on the file while this is held.
    _server_lock: Option<File>,
}

enum Connection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// What one is opened for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    /// To be looked at, beside others.
    Look,
    /// To be moved from: nobody serves from it.
    From,
    /// To be moved to: made if it is not there; nobody serves from it.
    To,
}

/// A table as both databases have it, and what is carried of it.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) carried: &'static Carried,
    columns: Vec<Column>,
    /// Indexes of the primary key's columns, in its order.
    key: Vec<usize>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Column {
    name: String,
    kind: Kind,
}

/// The values of a row's primary key.
pub(super) type Key = Vec<Cell>;

/// How far a table is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Progress {
    /// The key of the last row that arrived.
    pub(super) after: Option<Key>,
    pub(super) copied: u64,
    pub(super) is_done: bool,
}

impl Shape {
    /// The columns, as a list.
    fn listed(&self) -> String {
        self.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The columns as they are to arrive.
    fn selected(&self) -> String {
        let one = |column: &Column| match self.carried.emptied.contains(&column.name.as_str()) {
            true => format!("NULL AS {}", column.name),
            false => column.name.clone(),
        };
        self.columns.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// Rows after a key (whose values are `$1` and so on), in the order of keys.
    fn page(&self, is_first: bool, limit: u32) -> String {
        let key = self.key.iter().map(|&index| self.columns[index].name.as_str()).collect::<Vec<_>>().join(", ");
        let values = (1..=self.key.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
        let after = if is_first { String::new() } else { format!(" AND ({key}) > ({values})") };
        format!(
            "SELECT {} FROM {} WHERE {}{after} ORDER BY {key} LIMIT {limit}",
            self.selected(),
            self.carried.name,
            self.carried.condition()
        )
    }

    /// Whether both databases have the same columns, in whatever order.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        let key = |shape: &Self| shape.key.iter().map(|&index| shape.columns[index].clone()).collect::<Vec<_>>();
        self.columns.len() == other.columns.len()
            && self.columns.iter().all(|column| other.columns.contains(column))
            && key(self) == key(other)
    }

    #[cfg(test)]
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|known| known.name == column)
    }

    /// The key of a row.
    pub(super) fn key_of(&self, row: &[Cell]) -> Key {
        self.key.iter().map(|&index| row[index].clone()).collect()
    }

    fn key_text(&self, key: &Key) -> String {
        serde_json::json!(key.iter().map(Cell::to_text).collect::<Vec<_>>()).to_string()
    }

    fn key_parsed(&self, text: &str) -> Option<Key> {
        let texts: Vec<String> = serde_json::from_str(text).ok()?;
        let kinds = self.key.iter().map(|&index| self.columns[index].kind);
        texts.iter().zip(kinds).map(|(text, kind)| Cell::parse(text, kind)).collect()
    }
}

/// Runs the same words on whichever database it is.
macro_rules! on_either {
    ($side:expr, $connection:ident => $body:expr) => {
        match &mut $side.connection {
            Connection::Sqlite($connection) => $body,
            Connection::Postgres($connection) => $body,
        }
    };
}

impl Side {
    pub(super) async fn open(address: &str, purpose: Purpose) -> Result<Self, MoveError> {
        match address.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Self::open_sqlite(address, purpose).await,
            Some("postgres" | "postgresql") => Self::open_postgres(address).await,
            _ => Err(refused("an address must start with sqlite:// or postgres://")),
        }
    }

    async fn open_sqlite(address: &str, purpose: Purpose) -> Result<Self, MoveError> {
        let options: SqliteConnectOptions = address.parse().map_err(|error: sqlx::Error| refused(error.to_string()))?;
        let path = options.get_filename().to_path_buf();
        if path.as_os_str().is_empty() || address.contains(":memory:") {
            return Err(refused("a SQLite address names a file, such as sqlite://./data/nameplate.db"));
        }
        if purpose == Purpose::To {
            let folder = path.parent().unwrap_or(Path::new("."));
            std::fs::create_dir_all(folder)
                .map_err(|error| refused(format!("the folder of {} cannot be made: {error}", path.display())))?;
        } else if !path.exists() {
            return Err(refused(format!("there is no database {}", path.display())));
        }
        let server_lock = match purpose {
            Purpose::Look => None,
            Purpose::From | Purpose::To => Some(sqlite::lock_for_server(&path).map_err(|_| {
                refused(format!(
                    "a nameplate process serves from {}: stop it, and every other one that has this database; what they wrote \
                     meanwhile would be lost",
                    path.display()
                ))
            })?),
        };
        let options = options
            .create_if_missing(purpose == Purpose::To)
            .foreign_keys(true)
            .busy_timeout(std::time::Duration::from_secs(5))
            // What says that this database was moved has to outlive a crash of the machine.
            .synchronous(SqliteSynchronous::Full)
            .disable_statement_logging();
        let options = if purpose == Purpose::To { options.journal_mode(SqliteJournalMode::Wal) } else { options };
        let connection = options.connect().await.map_err(|error| refused(format!("{}: {error}", path.display())))?;
        let path = path.canonicalize().unwrap_or(path);
        Ok(Self {
            connection: Connection::Sqlite(connection),
            place: format!("sqlite://{}", path.display()),
            _server_lock: server_lock,
        })
    }

    async fn open_postgres(address: &str) -> Result<Self, MoveError> {
        // The parser's own sentence may quote the password.
        let options: PgConnectOptions =
            address.parse().map_err(|_| refused("the postgres:// address cannot be read"))?;
        let (host, port) = (options.get_host().to_owned(), options.get_port());
        let options = options.options([("client_min_messages", "warning")]).disable_statement_logging();
        let failed = |error| MoveError::Driver {
            doing: "connecting to",
            place: format!("{host}:{port}"),
            error: DriverError::from(error),
        };
        let mut connection = options.connect().await.map_err(failed)?;
        let (database, schema): (String, Option<String>) =
            sqlx::query_as("SELECT current_database()::text, current_schema()::text")
                .fetch_one(&mut connection)
                .await
                .map_err(failed)?;
        let schema = schema.ok_or_else(|| refused(format!("{database} has no schema to work in (search_path)")))?;
        let schema = if schema == "public" { String::new() } else { format!(" (schema {schema})") };
        Ok(Self {
            place: format!("postgres://{host}:{port}/{database}{schema}"),
            connection: Connection::Postgres(connection),
            _server_lock: None,
        })
    }

    pub(super) fn is_sqlite(&self) -> bool {
        matches!(self.connection, Connection::Sqlite(_))
    }

    fn failed(&self, doing: &'static str) -> impl FnOnce(sqlx::Error) -> MoveError + use<> {
        let place = self.place.clone();
        move |error| MoveError::Driver { doing, place, error: DriverError::from(error) }
    }

    /// Runs statements, without parameters.
    pub(super) async fn run(&mut self, sql: &str) -> Result<(), MoveError> {
        let failed = self.failed("changing");
        on_either!(self, connection => sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map(drop))
            .map_err(failed)
    }

    async fn count(&mut self, sql: &str) -> Result<u64, MoveError> {
        let failed = self.failed("reading");
        let count: i64 =
            on_either!(self, connection => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(connection).await)
                .map_err(failed)?;
        Ok(count.unsigned_abs())
    }

    /// The schema's history: number and checksum of each migration. Empty where there is none.
    pub(super) async fn history(&mut self) -> Result<Vec<(i64, Vec<u8>)>, MoveError> {
        let has_any = match self.connection {
            Connection::Sqlite(_) => {
                "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'"
            }
            Connection::Postgres(_) => {
                "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = '_sqlx_migrations'"
            }
        };
        if self.count(has_any).await? == 0 {
            return Ok(Vec::new());
        }
        let failed = self.failed("reading");
        let sql = "SELECT version, checksum FROM _sqlx_migrations WHERE success ORDER BY version";
        on_either!(self, connection => sqlx::query_as(sql).fetch_all(connection).await).map_err(failed)
    }

    /// Makes the schema.
    pub(super) async fn migrate(&mut self) -> Result<(), MoveError> {
        let migrator = migrations::migrator();
        let done = on_either!(self, connection => migrator.run(connection).await);
        done.map_err(|error| refused(format!("the schema of {} cannot be made: {error}", self.place)))
    }

    pub(super) async fn marker(&mut self) -> Result<Option<Marker>, MoveError> {
        let is_there = match self.connection {
            Connection::Sqlite(_) => marker::IS_THERE_ON_SQLITE,
            Connection::Postgres(_) => marker::IS_THERE_ON_POSTGRES,
        };
        if self.count(is_there).await? == 0 {
            return Ok(None);
        }
        let failed = self.failed("reading");
        let read: Option<marker::Fields> =
            on_either!(self, connection => sqlx::query_as(marker::READ).fetch_optional(connection).await)
                .map_err(failed)?;
        Ok(read.map(Marker::of))
    }

    /// What a table looks like here.
    pub(super) async fn shape(&mut self, carried: &'static Carried) -> Result<Shape, MoveError> {
        let failed = self.failed("reading");
        let columns: Vec<(String, String, i64)> = match &mut self.connection {
            Connection::Sqlite(connection) => {
                let sql = "SELECT name, type, CAST(pk AS BIGINT) FROM pragma_table_info($1) ORDER BY cid";
                sqlx::query_as(sql).bind(carried.name).fetch_all(connection).await
            }
            Connection::Postgres(connection) => {
                let sql = "SELECT a.attname::text, format_type(a.atttypid, NULL), \
                           COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint FROM pg_class c \
                           JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
                           LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary \
                           WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = $1 ORDER BY a.attnum";
                sqlx::query_as(sql).bind(carried.name).fetch_all(connection).await
            }
        }
        .map_err(failed)?;
        let mut key: Vec<(i64, usize)> =
            columns.iter().enumerate().map(|(index, column)| (column.2, index)).filter(|(at, _)| *at > 0).collect();
        key.sort_unstable();
        let kind_of = |name: &str, kind: &str| {
            Kind::named(kind).ok_or_else(|| {
                refused(format!(
                    "column {name} of table {} of {} is a {kind}, which is not known",
                    carried.name, self.place
                ))
            })
        };
        let columns = columns
            .into_iter()
            .map(|(name, kind, _)| Ok(Column { kind: kind_of(&name, &kind)?, name }))
            .collect::<Result<Vec<_>, MoveError>>()?;
        if key.is_empty() {
            return Err(refused(format!("table {} of {} has no primary key", carried.name, self.place)));
        }
        Ok(Shape { carried, columns, key: key.into_iter().map(|(_, index)| index).collect() })
    }

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

    /// The tables of a SQLite file, without those that belong to tools.
    #[cfg(test)]
    pub(super) async fn table_names(&mut self) -> Result<Vec<String>, MoveError> {
        let failed = self.failed("reading");
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations'";
        on_either!(self, connection => sqlx::query_scalar(sql).fetch_all(connection).await).map_err(failed)
    }

    /// Writes a marker.
    pub(super) async fn mark(&mut self, marker: &Marker) -> Result<(), MoveError> {
        let failed = self.failed("writing to");
        let sql = "INSERT INTO store_move (role, id, other, begun_at_ms, finished_at_ms) VALUES ($1, $2, $3, $4, NULL)";
        on_either!(self, connection => sqlx::query(sql).bind(marker.role.as_str()).bind(&marker.id).bind(&marker.other)
            .bind(marker.begun_at.as_ms()).execute(connection).await.map(drop))
        .map_err(failed)
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
