//! What a database says of a move that it takes part in: why it may not be served, and by what name its other end goes.
//!
//! The two tables of a move are no part of the schema: they are made with it, and what was moved to loses them with its end.

use nameplate_domain::time::Timestamp;

/// Whether a database is where rows come from, or where they go to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Source,
    Target,
}

impl Role {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Target => "target",
        }
    }
}

/// What a database says of the move that it takes part in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Marker {
    pub(super) role: Role,
    /// Which move.
    pub(super) id: String,
    /// The other database.
    pub(super) other: String,
    pub(super) begun_at: Timestamp,
    /// Of the source: when everything had arrived.
    pub(super) finished_at: Option<Timestamp>,
}

/// Whether there is a marker: 1 or 0.
pub(crate) const IS_THERE_ON_SQLITE: &str =
    "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'store_move'";
/// As [`IS_THERE_ON_SQLITE`].
pub(crate) const IS_THERE_ON_POSTGRES: &str =
    "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'store_move'";
/// The marker.
pub(crate) const READ: &str = "SELECT role, id, other, begun_at_ms, finished_at_ms FROM store_move";

/// What [`READ`] gives.
pub(crate) type Fields = (String, String, String, i64, Option<i64>);

impl Marker {
    pub(crate) fn of((role, id, other, begun_at_ms, finished_at_ms): Fields) -> Self {
        Self {
            role: if role == Role::Source.as_str() { Role::Source } else { Role::Target },
            id,
            other,
            begun_at: Timestamp::from_ms(begun_at_ms),
            finished_at: finished_at_ms.map(Timestamp::from_ms),
        }
    }

    /// Why nobody may work on this database, and what to do.
    pub(crate) fn refusal(&self) -> String {
        let Self { other, begun_at, .. } = self;
        match (self.role, self.finished_at) {
            (Role::Source, Some(at)) => format!(
                "it was moved to {other} at {at}: set DATABASE_URL to that address; what is here is as it was then"
            ),
            (Role::Source, None) => format!(
                "it is being moved to {other} since {begun_at}: run nameplate admin migrate-store again, which goes on where it was, or \
                 give the move up with nameplate admin migrate-store --abandon"
            ),
            (Role::Target, _) => format!(
                "it is being filled from {other} since {begun_at} and is not whole: run nameplate admin migrate-store again, which \
                 goes on where it was"
            ),
        }
    }
}
