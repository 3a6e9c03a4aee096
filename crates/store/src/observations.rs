//! What was seen of connections when it differed from what was seen before.

use crate::connections::json;
use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use crate::webhooks::first_id_of;
use nameplate_domain::observation::{Observation, Seen};
use nameplate_domain::tenancy::{ConnectionId, ObservationId, TenantId};
use nameplate_domain::time::Timestamp;

/// Observations of one connection that are kept.
pub const OBSERVATIONS_MAX: u32 = 200;

statements! { observations by "id";
    INSERT = "INSERT INTO observations (id, tenant_id, connection_id, at_ms, seen) VALUES ($1, $2, $3, $4, $5)";
    // One more each time, so one less each time; more where a limit was greater before.
    TRIM = "DELETE FROM observations WHERE id IN (SELECT id FROM observations WHERE connection_id = $1 \
            ORDER BY at_ms DESC, id DESC LIMIT 100 OFFSET $2)";
    NEWEST = "SELECT id, tenant_id, connection_id, at_ms, seen FROM observations WHERE tenant_id = $1 AND connection_id = $2 \
              AND (at_ms, id) < ($3, $4) ORDER BY at_ms DESC, id DESC LIMIT $5";
    // Identifiers begin with the time at which they were made.
    PURGE = "DELETE FROM observations WHERE id IN (SELECT id FROM observations WHERE id < $1 ORDER BY id LIMIT $2)";
}

impl Reader {
    /// What was seen of the tenant's connection, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn observations(
        &self,
        tenant: TenantId,
        connection: ConnectionId,
        page: Page,
    ) -> Result<Vec<Observation>, StoreError> {
        let (at, id) = page.edge();
        self.all(&NEWEST, values![tenant, connection, at, id, page.limit], observation).await
    }
}

impl Tx {
    /// Adds an observation: in the transaction that keeps what was seen. The oldest beyond [`OBSERVATIONS_MAX`] go.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn observe(&mut self, new: &Observation) -> Result<(), StoreError> {
        let seen = json(&new.seen);
        self.execute(&INSERT, values![new.id, new.tenant, new.connection, new.at, &seen]).await?;
        self.execute(&TRIM, values![new.connection, OBSERVATIONS_MAX]).await.map(drop)
    }

    /// Deletes up to `limit` observations that were made before `before`, the oldest first; says how many.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn purge_observations(&mut self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        self.execute(&PURGE, values![first_id_of(before), limit]).await
    }
}

fn observation(row: &Row) -> Result<Observation, StoreError> {
    Ok(Observation {
        id: row.id("id", ObservationId)?,
        tenant: row.id("tenant_id", TenantId)?,
        connection: row.id("connection_id", ConnectionId)?,
        at: row.at("at_ms")?,
        seen: row.json::<Seen>("seen")?,
    })
}
