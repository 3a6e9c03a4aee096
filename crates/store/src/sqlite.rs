//! SQLite: one file, one writing connection and several reading ones, WAL.

use crate::error::StoreError;
use crate::migrations::{self, migrator, refuse_if_contracted};
use crate::moving::marker::{self, Marker};
use crate::sql::Sql;
use crate::store::StoreOptions;
use crate::value::{Value, bound};
use sqlx::error::DatabaseError;
use sqlx::sqlite::{
    Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Executor, Transaction};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, fchown};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How long a transaction waits for the one before it.
const WRITER_WAIT_MAX: Duration = Duration::from_secs(5);
/// How much of the file readers may map, in bytes; SQLite takes 2 GiB less a page at most.
const READ_MAPPED_BYTES: &str = "2147418112";
/// `SQLITE_CANTOPEN`.
const CANNOT_OPEN: &str = "14";
/// Prepared statements kept by each connection: more than the store has.
const STATEMENTS_KEPT: usize = 256;

/// An open file.
#[derive(Debug)]
pub(crate) struct Database {
    writer: Arc<Writer>,
    readers: SqlitePool,
    /// Held for as long as the database is open, by servers.
    _server_lock: Option<File>,
}

/// What writes to the file.
#[derive(Debug)]
pub(crate) struct Writer {
    /// One connection: SQLite has one writer at a time, and waiting here is fair, while waiting in SQLite is polling.
    pool: SqlitePool,
    /// How many connections there were, one after the other: one that fails is replaced.
    opened: Arc<AtomicU64>,
}

/// Which writes of other processes this one has seen: another value tells of more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Writes {
    /// Whose `version` it is: those of two connections cannot be compared.
    connection: u64,
    version: i64,
}

/// An open transaction.
pub(crate) type Open = Transaction<'static, Sqlite>;

impl Database {
    /// Opens the file at `url`, made with its folders if it is not there, and brings its schema up to date.
    pub(crate) async fn open(url: &str, options: &StoreOptions) -> Result<Self, StoreError> {
        let connect: SqliteConnectOptions =
            url.parse().map_err(|error: sqlx::Error| StoreError::Open(error.to_string()))?;
        let path = connect.get_filename().to_path_buf();
        if path.as_os_str().is_empty() || url.contains(":memory:") {
            return Err(StoreError::Open("a SQLite address names a file, such as sqlite://./data/nameplate.db".into()));
        }
        let shown = path.display();
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|error| StoreError::Open(format!("the folder of {shown} cannot be made: {error}")))?;
        }
        let server_lock = options.exclusive.then(|| lock_for_server(&path)).transpose()?;
        let connect = connect
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // With WAL, a crash of the process loses nothing; a crash of the machine may lose the last commits, never the file.
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(WRITER_WAIT_MAX)
            .statement_cache_capacity(STATEMENTS_KEPT)
            .disable_statement_logging();
        let pool = || {
            SqlitePoolOptions::new()
                .acquire_timeout(WRITER_WAIT_MAX)
                .test_before_acquire(false)
                .idle_timeout(None)
                .max_lifetime(None)
        };
        let cannot_open = |error: sqlx::Error| StoreError::Open(format!("{shown}: {error}"));

        let migrating = lock_for_migration(path.clone()).await?;
        let opened = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&opened);
        let writer = pool().max_connections(1).after_connect(move |_, _| {
            counted.fetch_add(1, Ordering::Relaxed);
            Box::pin(async { Ok(()) })
        });
        let writer = writer.connect_with(connect.clone()).await.map_err(cannot_open)?;
        refuse_if_moved(&writer).await?;
        migrator().run(&writer).await.map_err(|error| StoreError::Migration(error.to_string()))?;
        let seen = sqlx::query_as(migrations::SEEN).fetch_all(&writer).await;
        refuse_if_contracted(&seen.map_err(|error| StoreError::of_transaction("read the schema's history", error))?)?;
        drop(migrating);

        // Reading through the memory map saves a system call and a copy for each page; writing goes the usual way.
        let reading =
            connect.create_if_missing(false).pragma("query_only", "ON").pragma("mmap_size", READ_MAPPED_BYTES);
        let readers =
            pool().max_connections(options.pool_size.max(1)).connect_with(reading).await.map_err(cannot_open)?;
        Ok(Self { writer: Arc::new(Writer { pool: writer, opened }), readers, _server_lock: server_lock })
    }

    pub(crate) async fn rows(&self, sql: &Sql, values: &[Value<'_>]) -> Result<Vec<SqliteRow>, sqlx::Error> {
        rows(&self.readers, sql, values).await
    }

    /// Begins with the write lock: a transaction that reads first and asks for the lock later is refused when another wrote
    /// in between.
    pub(crate) async fn begin(&self) -> Result<Open, sqlx::Error> {
        self.writer.pool.begin_with("BEGIN IMMEDIATE").await
    }

    /// What tells of other processes' writes.
    pub(crate) fn writer(&self) -> &Arc<Writer> {
        &self.writer
    }
}

impl Writer {
    /// Asked of the connection that writes, whose own commits do not count as others' there. It takes its turn: behind a long
    /// transaction of ours nothing is missed, for nobody else commits meanwhile.
    pub(crate) async fn writes_of_others(&self) -> Result<Writes, sqlx::Error> {
        let mut writer = self.pool.acquire().await?;
        let version = sqlx::query_scalar("PRAGMA data_version").fetch_one(&mut *writer).await?;
        Ok(Writes { connection: self.opened.load(Ordering::Relaxed), version })
    }
}

/// Runs a statement that gives rows.
pub(crate) async fn rows<'c>(
    executor: impl Executor<'c, Database = Sqlite>,
    sql: &Sql,
    values: &[Value<'_>],
) -> Result<Vec<SqliteRow>, sqlx::Error> {
    let arguments = bound::<Sqlite>(values).map_err(sqlx::Error::Encode)?;
    sqlx::query_with(sql.text, arguments).fetch_all(executor).await
}

/// Runs a statement that gives none; says how many rows it wrote.
pub(crate) async fn execute(open: &mut Open, sql: &Sql, values: &[Value<'_>]) -> Result<u64, sqlx::Error> {
    let arguments = bound::<Sqlite>(values).map_err(sqlx::Error::Encode)?;
    Ok(sqlx::query_with(sql.text, arguments).execute(&mut **open).await?.rows_affected())
}

/// Refuses a database that is part of a move.
async fn refuse_if_moved(writer: &SqlitePool) -> Result<(), StoreError> {
    let failed = |error| StoreError::of_transaction("look for a move", error);
    let is_there: i64 = sqlx::query_scalar(marker::IS_THERE_ON_SQLITE).fetch_one(writer).await.map_err(failed)?;
    if is_there == 0 {
        return Ok(());
    }
    let marker: Option<marker::Fields> = sqlx::query_as(marker::READ).fetch_optional(writer).await.map_err(failed)?;
    marker.map_or(Ok(()), |fields| Err(StoreError::Open(Marker::of(fields).refusal())))
}

/// Refuses a second server on the same file: each would wait for the other's writes, and forget what it knows at each of them.
fn lock_for_server(database: &Path) -> Result<File, StoreError> {
    free_of_servers(database)?.ok_or_else(|| {
        StoreError::Open(format!(
            "another nameplate process already serves from {}, and SQLite is for one node: two servers would wait for each \
             other's writes; stop that process, or set DATABASE_URL to a postgres:// address, which any number of processes \
             can share",
            database.display()
        ))
    })
}

/// No server works on the file while this is held; `None` where one does.
pub(crate) fn free_of_servers(database: &Path) -> Result<Option<File>, StoreError> {
    let path = beside(database, "lock");
    let file = lock_file(&path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => {
            Err(StoreError::Open(format!("{} cannot be locked: {error}", path.display())))
        }
    }
}

/// Why a database that somebody named is not found: that it is not there is something else than that it may not be seen.
pub(crate) fn not_found(database: &Path) -> Option<String> {
    let shown = database.display();
    match database.metadata() {
        Ok(_) => None,
        Err(error) if error.kind() == ErrorKind::NotFound => Some(format!("there is no database {shown}")),
        Err(error) => Some(format!("{shown} cannot be looked at: {error}{}", for_lack_of_rights(&error))),
    }
}

/// Why a database that is there could not be opened. SQLite says the same of whatever the reason is; the file system knows it.
pub(crate) fn not_opened(database: &Path, error: &sqlx::Error) -> String {
    let code = error.as_database_error().and_then(DatabaseError::code);
    // Looked at only where SQLite could not: closing a file ends this process's locks on it.
    let why = (code.as_deref() == Some(CANNOT_OPEN)).then(|| File::open(database).err()).flatten();
    why.map_or_else(|| error.to_string(), |why| format!("{why}{}", for_lack_of_rights(&why)))
}

/// What to do about a file that cannot be opened, if rights are what is missing.
pub(crate) fn for_lack_of_rights(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::PermissionDenied => "; run this as the user that it belongs to, or as root",
        _ => "",
    }
}

/// Waits until no other process brings this file's schema up to date. The lock ends when the file is dropped.
async fn lock_for_migration(database: PathBuf) -> Result<File, StoreError> {
    let locked = tokio::task::spawn_blocking(move || {
        let path = beside(&database, "migration-lock");
        let file = lock_file(&path)?;
        file.lock().map_err(|error| StoreError::Open(format!("{} cannot be locked: {error}", path.display())))?;
        Ok(file)
    });
    locked.await.unwrap_or_else(|error| Err(StoreError::Open(format!("locking was interrupted: {error}"))))
}

fn lock_file(path: &Path) -> Result<File, StoreError> {
    let opened = match made_beside(path, 0o666) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => OpenOptions::new().write(true).open(path),
        made => made,
    };
    opened.map_err(|error| {
        StoreError::Open(format!("{} cannot be opened: {error}{}", path.display(), for_lack_of_rights(&error)))
    })
}

/// Makes a file beside a database. What root makes belongs to whoever the folder belongs to: a server that runs as that user opens
/// it too. It is new, so that root gives away nothing that lay there, or that a link led to.
pub(crate) fn made_beside(path: &Path, mode: u32) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).metadata()?;
    if file.metadata()?.uid() == 0 && folder.uid() != 0 {
        fchown(&file, Some(folder.uid()), Some(folder.gid()))?;
    }
    Ok(file)
}

pub(crate) fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;

    #[test]
    fn who_lacks_rights_is_told_whom_to_be() {
        assert!(for_lack_of_rights(&io::Error::from(ErrorKind::PermissionDenied)).contains("or as root"));
        assert_eq!(for_lack_of_rights(&io::Error::from(ErrorKind::NotFound)), "");
    }

    #[tokio::test]
    async fn a_writer_that_was_replaced_may_have_missed_writes_of_others() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("nameplate.db").display());
        let writer = Database::open(&url, &StoreOptions::default()).await.unwrap().writer;
        let seen = writer.writes_of_others().await.unwrap();
        assert_eq!(writer.writes_of_others().await.unwrap(), seen);
        writer.pool.acquire().await.unwrap().close().await.unwrap();
        assert_ne!(writer.writes_of_others().await.unwrap(), seen);
    }
}
