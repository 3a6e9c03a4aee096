//! A table as both databases have it.

use super::cell::{Cell, Kind};
use super::side::{Connection, Side};
use super::tables::Carried;
use super::{MoveError, refused};

/// A table as both databases have it, and what is carried of it.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) carried: &'static Carried,
    pub(super) columns: Vec<Column>,
    /// Indexes of the primary key's columns, in its order.
    pub(super) key: Vec<usize>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// The values of a row's primary key.
pub(super) type Key = Vec<Cell>;

impl Shape {
    /// The columns, as a list.
    pub(super) fn listed(&self) -> String {
        self.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The columns as they are to arrive.
    pub(super) fn selected(&self) -> String {
        let one = |column: &Column| match self.carried.emptied.contains(&column.name.as_str()) {
            true => format!("NULL AS {}", column.name),
            false => column.name.clone(),
        };
        self.columns.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// Rows after a key (whose values are `$1` and so on), in the order of keys.
    pub(super) fn page(&self, is_first: bool, limit: u32) -> String {
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

    pub(super) fn key_text(&self, key: &Key) -> String {
        serde_json::json!(key.iter().map(Cell::to_text).collect::<Vec<_>>()).to_string()
    }

    pub(super) fn key_parsed(&self, text: &str) -> Option<Key> {
        let texts: Vec<String> = serde_json::from_str(text).ok()?;
        let kinds = self.key.iter().map(|&index| self.columns[index].kind);
        texts.iter().zip(kinds).map(|(text, kind)| Cell::parse(text, kind)).collect()
    }
}

impl Side {
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
}
