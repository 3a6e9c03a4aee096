//! One end of a move: a connection of its own to either database.

use super::marker::{self, Marker};
use super::{MoveError, refused};
use crate::error::DriverError;
use crate::{migrations, sqlite};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _};
use std::fs::File;
use std::path::Path;

/// An end of a move.
pub(super) struct Side {
    pub(super) connection: Connection,
    /// Where it is, without secrets.
    pub(super) place: String,
    /// No server works on the file while this is held.
    pub(super) server_lock: Option<File>,
}

pub(super) enum Connection {
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

/// Runs the same words on whichever database it is.
macro_rules! on_either {
    ($side:expr, $connection:ident => $body:expr) => {
        match &mut $side.connection {
            Connection::Sqlite($connection) => $body,
            Connection::Postgres($connection) => $body,
        }
    };
}

pub(super) use on_either;

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
        } else if let Some(why) = sqlite::not_found(&path) {
            return Err(refused(why));
        }
        let server_lock = match purpose {
            Purpose::Look => None,
            Purpose::From | Purpose::To => {
                let free = sqlite::free_of_servers(&path).map_err(|error| refused(error.to_string()))?;
                Some(free.ok_or_else(|| {
                    refused(format!(
                        "a nameplate process serves from {}: stop it, and every other one that has this database; what they \
                         wrote meanwhile would be lost",
                        path.display()
                    ))
                })?)
            }
        };
        let options = options
            .create_if_missing(purpose == Purpose::To)
            .foreign_keys(true)
            .busy_timeout(std::time::Duration::from_secs(5))
            // What says that this database was moved has to outlive a crash of the machine.
            .synchronous(SqliteSynchronous::Full)
            .disable_statement_logging();
        let options = if purpose == Purpose::To { options.journal_mode(SqliteJournalMode::Wal) } else { options };
        let connection = options.connect().await.map_err(|error| {
            refused(format!("{} cannot be opened: {}", path.display(), sqlite::not_opened(&path, &error)))
        })?;
        let path = path.canonicalize().unwrap_or(path);
        Ok(Self {
            connection: Connection::Sqlite(connection),
            place: format!("sqlite://{}", path.display()),
            server_lock,
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
            server_lock: None,
        })
    }

    pub(super) fn is_sqlite(&self) -> bool {
        matches!(self.connection, Connection::Sqlite(_))
    }

    pub(super) fn failed(&self, doing: &'static str) -> impl FnOnce(sqlx::Error) -> MoveError + use<> {
        let place = self.place.clone();
        move |error| MoveError::Driver { doing, place, error: DriverError::from(error) }
    }

    /// Runs statements, without parameters.
    pub(super) async fn run(&mut self, sql: &str) -> Result<(), MoveError> {
        let failed = self.failed("changing");
        on_either!(self, connection => sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map(drop))
            .map_err(failed)
    }

    pub(super) async fn count(&mut self, sql: &str) -> Result<u64, MoveError> {
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
