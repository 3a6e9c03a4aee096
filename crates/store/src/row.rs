//! Reading a row, column by column. What does not parse names its table, column and key.

use crate::error::StoreError;
use crate::sql::Sql;
use nameplate_domain::time::Timestamp;
use serde::de::DeserializeOwned;
use sqlx::postgres::{PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{Decode, Row as _, Type};
use uuid::Uuid;

/// A row of either database.
#[derive(Debug)]
pub(crate) struct Row {
    table: &'static str,
    key: &'static str,
    fields: Fields,
}

/// The driver's own row.
pub(crate) enum Fields {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fields(…)")
    }
}

/// What both drivers can read.
pub(crate) trait Readable:
    for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}
impl<T> Readable for T where T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{}

impl Row {
    pub(crate) fn new(sql: &Sql, fields: Fields) -> Self {
        Self { table: sql.table, key: sql.key, fields }
    }

    /// The value of a column, in the type of the schema.
    pub(crate) fn get<T: Readable>(&self, column: &'static str) -> Result<T, StoreError> {
        self.try_get(column).map_err(|error| self.unreadable(column, kind_of(&error)))
    }

    /// An identifier.
    pub(crate) fn id<T>(&self, column: &'static str, of: impl Fn(Uuid) -> T) -> Result<T, StoreError> {
        self.get(column).map(of)
    }

    /// An instant.
    pub(crate) fn at(&self, column: &'static str) -> Result<Timestamp, StoreError> {
        self.get(column).map(Timestamp::from_ms)
    }

    /// An instant that may be absent.
    pub(crate) fn at_if_any(&self, column: &'static str) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.get::<Option<i64>>(column)?.map(Timestamp::from_ms))
    }

    /// A name out of a fixed set.
    pub(crate) fn name<T>(&self, column: &'static str, known: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        let text: String = self.get(column)?;
        known(&text).ok_or_else(|| self.unreadable(column, "it is none of the known names".to_owned()))
    }

    /// A JSON text.
    pub(crate) fn json<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError> {
        let text: String = self.get(column)?;
        self.parsed(column, &text)
    }

    /// A JSON text that may be absent.
    pub(crate) fn json_if_any<T: DeserializeOwned>(&self, column: &'static str) -> Result<Option<T>, StoreError> {
        let text: Option<String> = self.get(column)?;
        text.map(|text| self.parsed(column, &text)).transpose()
    }

    /// A column of this row that cannot be read.
    pub(crate) fn unreadable(&self, column: &'static str, reason: String) -> StoreError {
        StoreError::Row { table: self.table, column, key: self.key_shown(), reason }
    }

    fn parsed<T: DeserializeOwned>(&self, column: &'static str, text: &str) -> Result<T, StoreError> {
        // serde_json's own sentence quotes the value.
        serde_json::from_str(text).map_err(|error| {
            let what = if error.is_data() { "its JSON has another shape" } else { "it is not JSON" };
            self.unreadable(column, format!("{what} (line {}, column {})", error.line(), error.column()))
        })
    }

    fn try_get<T: Readable>(&self, column: &str) -> Result<T, sqlx::Error> {
        match &self.fields {
            Fields::Sqlite(row) => row.try_get(column),
            Fields::Postgres(row) => row.try_get(column),
        }
    }

    fn key_shown(&self) -> String {
        let uuid = self.try_get::<Uuid>(self.key).map(|uuid| uuid.to_string());
        uuid.or_else(|_| self.try_get::<String>(self.key)).unwrap_or_else(|_| "(unknown)".to_owned())
    }
}

/// What is wrong, without the value.
fn kind_of(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::ColumnNotFound(_) => "the statement does not give it".to_owned(),
        sqlx::Error::ColumnDecode { source, .. } if source.is::<sqlx::error::UnexpectedNullError>() => {
            "it is absent".to_owned()
        }
        _ => "it has another type".to_owned(),
    }
}
