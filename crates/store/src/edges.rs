//! Edges that are attached to this control plane.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::edge_status::EdgeStatus;
use nameplate_domain::time::Timestamp;

statements! { edges by "id";
    SEEN_SINCE = "SELECT COUNT(*) AS edges FROM edges WHERE seen_at_ms >= $1";
    IN_ORDER = "SELECT id, seen_at_ms, status FROM edges WHERE id > $1 ORDER BY id LIMIT $2";
    HEARTBEAT = "INSERT INTO edges (id, seen_at_ms) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET seen_at_ms = excluded.seen_at_ms";
    NOTE = "INSERT INTO edges (id, seen_at_ms, status) VALUES ($1, $2, $3) \
            ON CONFLICT (id) DO UPDATE SET seen_at_ms = excluded.seen_at_ms, status = excluded.status";
    FORGET = "DELETE FROM edges WHERE seen_at_ms < $1";
}

/// An edge that was heard of.
#[derive(Clone, PartialEq, Debug)]
pub struct SeenEdge {
    /// What it calls itself.
    pub id: String,
    /// When it was last heard of.
    pub seen_at: Timestamp,
    /// How it is, in its own words; `None` for one that does not tell.
    pub status: Option<EdgeStatus>,
}

impl Reader {
    /// How many edges were heard of since then.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn edges_attached(&self, since: Timestamp) -> Result<i64, StoreError> {
        Ok(self.first(&SEEN_SINCE, values![since], |row| row.get("edges")).await?.unwrap_or(0))
    }

    /// Up to `limit` edges in the order of their identifiers, from after `after` on.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn edges(&self, after: &str, limit: u32) -> Result<Vec<SeenEdge>, StoreError> {
        self.all(&IN_ORDER, values![after, limit], seen).await
    }
}

impl Tx {
    /// Notes that this edge is there.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn heartbeat_edge(&mut self, edge_id: &str, now: Timestamp) -> Result<(), StoreError> {
        self.execute(&HEARTBEAT, values![edge_id, now]).await.map(drop)
    }

    /// Notes that this edge is there, and how it is.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn note_edge(&mut self, edge_id: &str, status: &EdgeStatus, now: Timestamp) -> Result<(), StoreError> {
        let status = serde_json::to_string(status).map_err(|_| StoreError::Unstorable("the status of an edge"))?;
        self.execute(&NOTE, values![edge_id, now, &status]).await.map(drop)
    }

    /// Forgets edges that were not heard of since then; says how many.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn forget_edges(&mut self, since: Timestamp) -> Result<u64, StoreError> {
        self.execute(&FORGET, values![since]).await
    }
}

fn seen(row: &Row) -> Result<SeenEdge, StoreError> {
    Ok(SeenEdge { id: row.get("id")?, seen_at: row.at("seen_at_ms")?, status: row.json_if_any("status")? })
}
