//! What can go wrong between a question and its answer.

use std::fmt;

/// Why the store did not do what it was asked. `Display` names statements, tables and columns, never values.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, or does not answer in time. Nothing was read; when it happens in a commit, whether it
    /// took effect is unknown.
    #[error("the database cannot be reached")]
    Unavailable(#[source] DriverError),
    /// Another transaction was in the way (a lock, a deadlock). Nothing was changed; trying again is safe.
    #[error("the database is busy with another transaction")]
    Busy(#[source] DriverError),
    /// Somebody else has it. Nothing was changed.
    #[error("{0} is taken")]
    Conflict(Conflict),
    /// The row was changed since it was read. Nothing was changed; read it again and decide anew.
    #[error("the row was changed by somebody else in the meantime")]
    LostRace,
    /// A stored value does not parse: the row was written by something else, or by a newer version.
    #[error("column {column} of the row {key} of table {table} cannot be read: {reason}")]
    Row {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
        /// The row's key.
        key: String,
        /// What kind of value was expected.
        reason: String,
    },
    /// A statement failed for another reason: a fault in the program or in the schema.
    #[error("the statement {statement} failed")]
    Statement {
        /// Name of the statement.
        statement: &'static str,
        /// What the driver says.
        #[source]
        source: DriverError,
    },
    /// A step announces more than it was given identifiers for: a fault in the caller. Nothing was changed.
    #[error("a step announces more events than it was given identifiers for")]
    EventIdMissing,
    /// What was given cannot be kept: a fault in the caller. Nothing was changed.
    #[error("what was given cannot be kept: {0}")]
    Unstorable(&'static str),
    /// The database cannot be opened.
    #[error("the database cannot be opened: {0}")]
    Open(String),
    /// The schema could not be brought up to date.
    #[error("the schema cannot be brought up to date: {0}")]
    Migration(String),
}

/// What only one may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Conflict {
    /// A proven connection of this host name.
    #[error("the host name")]
    Hostname,
    /// The identifier or another unique value of a row.
    #[error("the identifier")]
    Identifier,
}

/// A failure of the driver. Shows the database's own sentence, which names constraints and columns; the details that
/// PostgreSQL adds, which hold values, are left out, also by `Debug`.
pub struct DriverError(sqlx::Error);

impl From<sqlx::Error> for DriverError {
    fn from(error: sqlx::Error) -> Self {
        Self(error)
    }
}

impl fmt::Display for DriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for DriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DriverError({})", self.0)
    }
}

impl std::error::Error for DriverError {}

/// PostgreSQL's SQLSTATEs of "try again": serialization failure, deadlock, lock not available.
const POSTGRES_BUSY: [&str; 3] = ["40001", "40P01", "55P03"];
/// SQLITE_BUSY and SQLITE_LOCKED, without what their extended codes add in the higher bits.
const SQLITE_BUSY: [i32; 2] = [5, 6];

impl StoreError {
    /// Sorts a driver's error. `conflict` is what a unique violation of this statement means: SQLite does not name the
    /// constraint, so each statement can conflict in one way only.
    pub(crate) fn of_statement(statement: &'static str, conflict: Conflict, error: sqlx::Error) -> Self {
        if is_lost(&error) || matches!(error, sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed) {
            return Self::Unavailable(DriverError(error));
        }
        if let sqlx::Error::Database(database) = &error {
            if database.is_unique_violation() {
                return Self::Conflict(conflict);
            }
            if is_busy(database.as_ref()) {
                return Self::Busy(DriverError(error));
            }
        }
        Self::Statement { statement, source: DriverError(error) }
    }

    /// An error met while no statement was being run: acquiring, beginning, committing.
    pub(crate) fn of_transaction(doing: &'static str, error: sqlx::Error) -> Self {
        Self::of_statement(doing, Conflict::Identifier, error)
    }
}

fn is_busy(error: &dyn sqlx::error::DatabaseError) -> bool {
    let Some(code) = error.code() else { return false };
    POSTGRES_BUSY.contains(&code.as_ref())
        || code.parse::<i32>().is_ok_and(|code| SQLITE_BUSY.contains(&(code & 0xff)) && code < 10_000)
}

/// Whether the connection that gave this error is gone, so that another one may do better.
pub(crate) fn is_lost(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed => true,
        // Class 08, connection exception; 57P01 to 57P03, the server stops, crashed or starts; 53300, too many connections.
        sqlx::Error::Database(database) => {
            database.code().is_some_and(|code| code.starts_with("08") || code.starts_with("57P") || code == "53300")
        }
        _ => false,
    }
}
