//! Copies of a SQLite file: made while servers are at work on it, and put in its place.

use crate::migrations;
use crate::sqlite::{beside, free_of_servers, made_beside, not_found, not_opened};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use std::fmt::Display;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why there is no copy, or nothing was put in place: a sentence with what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct BackupError(String);

/// A copy that is whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Backup {
    /// Where it is.
    pub file: PathBuf,
    /// How long it is, in octets.
    pub octets: u64,
    /// The version of its schema.
    pub schema: i64,
}

/// A copy that was put in place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restored {
    /// What serves now.
    pub database: PathBuf,
    /// Where what was there before is now.
    pub before: Option<PathBuf>,
    /// The version of its schema; what is older is brought up to date by the next start.
    pub schema: i64,
}

/// Copies the database at `address` into `file`, as it is at one moment, while others read and write it.
///
/// # Errors
/// [`BackupError`]; there is no `file` then.
pub async fn backup(address: &str, file: &Path) -> Result<Backup, BackupError> {
    let (options, database) = to_be_copied(address, file)?;
    let partial = beside(file, "partial");
    let failed = |error: &dyn Display| {
        BackupError(format!("{} cannot be copied to {}: {error}", database.display(), file.display()))
    };
    // What a killed run left.
    remove(&partial).map_err(|error| failed(&error))?;
    // Made here, so that from its first octet on nobody else can read it: there are secrets in it.
    let made =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&partial).map_err(|error| failed(&error))?;
    let copied = copy(options, &partial).await;
    let looked = match copied {
        Ok(()) => looked_at(&partial).await,
        Err(error) => Err(not_opened(&database, &error)),
    };
    let kept = looked.and_then(|schema| {
        let done = made.sync_all().and_then(|()| fs::rename(&partial, file)).and_then(|()| sync_folder_of(file));
        let octets = done.and_then(|()| file.metadata()).map(|meta| meta.len()).map_err(|error| error.to_string())?;
        Ok(Backup { file: file.to_owned(), octets, schema })
    });
    kept.map_err(|why| {
        // It is of no use to anybody; that it could not be made is what has to be told.
        let _ = remove(&partial);
        failed(&why)
    })
}

/// Which database [`backup`] would copy. Nothing is written.
///
/// # Errors
/// [`BackupError`], for what [`backup`] would refuse before it begins.
pub fn plan_backup(address: &str, file: &Path) -> Result<PathBuf, BackupError> {
    let (_, database) = to_be_copied(address, file)?;
    let folder = folder_of(file);
    if !folder.is_dir() {
        return Err(BackupError(format!("there is no folder {}", folder.display())));
    }
    Ok(database)
}

fn to_be_copied(address: &str, file: &Path) -> Result<(SqliteConnectOptions, PathBuf), BackupError> {
    let (options, database) = sqlite_file(address)?;
    if let Some(why) = not_found(&database) {
        return Err(BackupError(why));
    }
    if file.exists() {
        return Err(BackupError(format!(
            "{} is there already, and is left as it is; name another file",
            file.display()
        )));
    }
    Ok((options, database))
}

/// What [`restore`] would come to. Nothing is written.
///
/// # Errors
/// [`BackupError`], as [`restore`] has them.
pub async fn plan_restore(file: &Path, address: &str, replace: bool) -> Result<Restored, BackupError> {
    let (database, schema) = to_be_restored(file, address).await?;
    if !database.exists() {
        return Ok(Restored { database, before: None, schema });
    }
    let _lock = to_be_replaced(&database, replace)?;
    let before = place_aside(&database).map_err(|error| cannot_be_put(file, &database, &error))?;
    Ok(Restored { database, before: Some(before), schema })
}

/// Puts a copy in the place of the database at `address`, which no server may be at work on. What is there goes aside, if `replace`.
///
/// # Errors
/// [`BackupError`]; what is there stays then.
pub async fn restore(file: &Path, address: &str, replace: bool) -> Result<Restored, BackupError> {
    let (database, schema) = to_be_restored(file, address).await?;
    let failed = |error: &dyn Display| cannot_be_put(file, &database, error);
    fs::create_dir_all(folder_of(&database)).map_err(|error| failed(&error))?;
    let _lock = to_be_replaced(&database, replace)?;
    let arriving = beside(&database, "restoring");
    remove(&arriving).map_err(|error| failed(&error))?;
    let put = || -> io::Result<Option<PathBuf>> {
        let mut from = File::open(file)?;
        let mut to = made_beside(&arriving, 0o600)?;
        io::copy(&mut from, &mut to)?;
        to.sync_all()?;
        let before = set_aside(&database)?;
        fs::rename(&arriving, &database)?;
        sync_folder_of(&database)?;
        Ok(before)
    };
    let before = put().map_err(|error| failed(&error))?;
    Ok(Restored { database, before, schema })
}

/// The database that is to be, and the version of the schema of what comes in its place.
async fn to_be_restored(file: &Path, address: &str) -> Result<(PathBuf, i64), BackupError> {
    let (_, database) = sqlite_file(address)?;
    if !file.exists() {
        return Err(BackupError(format!("there is no file {}", file.display())));
    }
    let failed = |error: &dyn Display| cannot_be_put(file, &database, error);
    let schema = looked_at(file).await.map_err(|error| failed(&error))?;
    let newest = migrations::migrator().iter().map(|migration| migration.version).max().unwrap_or_default();
    if schema > newest {
        return Err(failed(&format!(
            "its schema is of version {schema}, and this program's of {newest}: restore it with the nameplate that made it, or a newer one"
        )));
    }
    Ok((database, schema))
}

/// Holds off servers, as long as the lock is kept.
fn to_be_replaced(database: &Path, replace: bool) -> Result<File, BackupError> {
    let shown = database.display();
    let free = free_of_servers(database).map_err(|error| BackupError(error.to_string()))?;
    let lock = free.ok_or_else(|| {
        BackupError(format!(
            "a nameplate process serves from {shown}: stop it, and every other one that has this database"
        ))
    })?;
    if database.exists() && !replace {
        return Err(BackupError(format!(
            "{shown} is there already: with --replace it goes aside, and nothing of it is lost"
        )));
    }
    Ok(lock)
}

fn cannot_be_put(file: &Path, database: &Path, error: &dyn Display) -> BackupError {
    BackupError(format!("{} cannot be put in the place of {}: {error}", file.display(), database.display()))
}

/// Where a database goes aside to.
fn place_aside(database: &Path) -> io::Result<PathBuf> {
    let free = (1..).map(|n| beside(database, &format!("before-restore-{n}"))).find(|path| !path.exists());
    free.ok_or_else(|| io::Error::other("there is no free name beside it"))
}

/// Moves a database away with what belongs to it. A journal of the one before would be taken for the new one's.
fn set_aside(database: &Path) -> io::Result<Option<PathBuf>> {
    let there = |path: &Path| path.exists();
    let with = |path: &Path, suffix: &str| PathBuf::from([path.as_os_str(), suffix.as_ref()].join("".as_ref()));
    let mut aside = None;
    if there(database) {
        let free = place_aside(database)?;
        fs::rename(database, &free)?;
        if there(&with(database, "-wal")) {
            fs::rename(with(database, "-wal"), with(&free, "-wal"))?;
        }
        aside = Some(free);
    }
    for suffix in ["-wal", "-shm", "-journal"] {
        remove(&with(database, suffix))?;
    }
    Ok(aside)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn sync_folder_of(file: &Path) -> io::Result<()> {
    File::open(folder_of(file))?.sync_all()
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn sqlite_file(address: &str) -> Result<(SqliteConnectOptions, PathBuf), BackupError> {
    if !address.starts_with("sqlite:") {
        return Err(BackupError(
            "this works on SQLite; a PostgreSQL is backed up with pg_dump and restored with pg_restore \
             (/docs/self-hosting/backup-and-restore)"
                .into(),
        ));
    }
    let options: SqliteConnectOptions = address.parse().map_err(|error: sqlx::Error| BackupError(error.to_string()))?;
    let path = options.get_filename().to_path_buf();
    if path.as_os_str().is_empty() || address.contains(":memory:") {
        return Err(BackupError("a SQLite address names a file, such as sqlite://./data/nameplate.db".into()));
    }
    Ok((options, path))
}

async fn copy(options: SqliteConnectOptions, to: &Path) -> Result<(), sqlx::Error> {
    let to = to.to_str().ok_or_else(|| sqlx::Error::Configuration("its name is not UTF-8".into()))?;
    let mut connection = options
        .create_if_missing(false)
        .busy_timeout(Duration::from_secs(5))
        .disable_statement_logging()
        .connect()
        .await?;
    // One read transaction: a moment between two commits of others, who go on meanwhile.
    sqlx::query("VACUUM INTO $1").bind(to).execute(&mut connection).await?;
    connection.close().await
}

/// Whether a file is a whole database of ours: the version of its schema.
async fn looked_at(file: &Path) -> Result<i64, String> {
    let options =
        SqliteConnectOptions::new().filename(file).read_only(true).immutable(true).disable_statement_logging();
    let told = async {
        let mut connection: SqliteConnection = options.connect().await?;
        let check: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_all(&mut connection).await?;
        let sql = "SELECT MAX(version) FROM _sqlx_migrations WHERE success";
        let schema: Option<i64> = sqlx::query_scalar(sql).fetch_one(&mut connection).await?;
        connection.close().await?;
        Ok::<_, sqlx::Error>((check, schema))
    };
    match told.await {
        Ok((check, Some(schema))) if check == ["ok"] => Ok(schema),
        Ok((check, _)) => Err(format!("{} is damaged: {}", file.display(), check.join("; "))),
        Err(error) => Err(format!("{} is no database of nameplate: {error}", file.display())),
    }
}
