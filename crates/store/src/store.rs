//! Opening the store.

use crate::backend::Backend;
use crate::error::StoreError;
use crate::reader::Reader;
use crate::shelf::ShelfStore;
use crate::signals::Signals;
use crate::tx::Tx;
use crate::{postgres, signals, sql, sqlite};
use std::sync::Arc;

/// How to open a store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoreOptions {
    /// Most connections to the database: of PostgreSQL all together, of SQLite those that read (one more writes).
    pub pool_size: u32,
    /// Whether a second store may not be opened on the same SQLite file. Servers say `true`: they write all the time, and each would
    /// wait for the other, and forget what it knows at each of the other's writes. Commands that do their work and end say `false`.
    /// Without meaning on PostgreSQL, where signals tell every process what has changed.
    pub exclusive: bool,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self { pool_size: 10, exclusive: true }
    }
}

/// An open store. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    backend: Arc<Backend>,
    signals: Signals,
}

impl Store {
    /// Opens `sqlite://FILE` (made with its folders when it is not there) or `postgres://…`, and brings the schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Open`] with a sentence for people, [`StoreError::Unavailable`] within five seconds when the server does not
    /// answer, [`StoreError::Migration`] when the schema is not ours or is newer.
    pub async fn open(url: &str, options: StoreOptions) -> Result<Self, StoreError> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => {
                let database = sqlite::Database::open(url, &options).await?;
                let signals = Signals::beside_others(database.writer()).await?;
                Ok(Self { backend: Arc::new(Backend::Sqlite(database)), signals })
            }
            Some("postgres" | "postgresql") => {
                let database = postgres::Database::open(url, &options).await?;
                let signals = signals::across_processes(database.connect_options()).await?;
                Ok(Self { backend: Arc::new(Backend::Postgres(Box::new(database))), signals })
            }
            _ => Err(StoreError::Open("the address must start with sqlite:// or postgres://".into())),
        }
    }

    /// What reads.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader::new(Arc::clone(&self.backend))
    }

    /// Begins to write.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer, or when SQLite's one writer is not free, within five
    /// seconds.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(Tx::new(self.backend.begin().await?, self.signals.clone()))
    }

    /// What the edges of a fleet share.
    #[must_use]
    pub fn shelf(&self) -> ShelfStore {
        ShelfStore::new(self.clone())
    }

    /// What tells others of changes, and tells of others' changes.
    #[must_use]
    pub fn signals(&self) -> &Signals {
        &self.signals
    }

    /// Every statement of the store as (name, text in this database's words): for checking that each can be prepared, and how
    /// it would be run.
    pub fn statements(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        sql::all().map(|sql| (sql.name, self.backend.text(sql)))
    }
}
