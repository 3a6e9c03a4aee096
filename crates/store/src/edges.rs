//! Edges that are attached to this control plane.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::time::Timestamp;

statements! { edges by "id";
    SEEN_SINCE = "SELECT COUNT(*) AS edges FROM edges WHERE seen_at_ms >= $1";
    HEARTBEAT = "INSERT INTO edges (id, seen_at_ms) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET seen_at_ms = excluded.seen_at_ms";
}

impl Reader {
    /// How many edges were heard of since then.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn edges_attached(&self, since: Timestamp) -> Result<i64, StoreError> {
        Ok(self.first(&SEEN_SINCE, values![since], |row| row.get("edges")).await?.unwrap_or(0))
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
}
