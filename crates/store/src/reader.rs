//! Reading.

use crate::backend::Backend;
use crate::error::StoreError;
use crate::row::Row;
use crate::sql::{Sql, statements};
use crate::value::{Value, values};
use std::sync::Arc;

statements! { tenants by "id";
    PING = "SELECT 1 AS id";
}

/// Reads, and cannot write. Cheap to clone; each read sees what was committed before it.
///
/// Questions about tenants' data take the tenant first: what belongs to another one does not exist.
#[derive(Clone, Debug)]
pub struct Reader {
    backend: Arc<Backend>,
}

impl Reader {
    pub(crate) fn new(backend: Arc<Backend>) -> Self {
        Self { backend }
    }

    /// What is asked: `sqlite` or `postgres`.
    #[must_use]
    pub fn engine(&self) -> &'static str {
        self.backend.engine()
    }

    /// Succeeds when the database answers.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] within five seconds when it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.rows(&PING, values![]).await.map(drop)
    }

    pub(crate) async fn rows(&self, sql: &'static Sql, values: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        self.backend.rows(sql, values).await
    }

    /// Every row, read.
    pub(crate) async fn all<T>(
        &self,
        sql: &'static Sql,
        values: &[Value<'_>],
        read: impl Fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.rows(sql, values).await?.iter().map(read).collect()
    }

    /// The first row, read, if there is one.
    pub(crate) async fn first<T>(
        &self,
        sql: &'static Sql,
        values: &[Value<'_>],
        read: impl Fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.rows(sql, values).await?.first().map(read).transpose()
    }
}
