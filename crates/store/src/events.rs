//! The outbox: what happened, written in the transaction in which it happened.

use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::signals::Signal;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::connection::{Announcement, Connection};
use nameplate_domain::tenancy::{ApplicationId, ConnectionId, EventId, TenantId};
use nameplate_domain::time::Timestamp;
use uuid::Uuid;

macro_rules! columns {
    () => {
        "id, tenant_id, connection_id, application_id, kind, data, created_at_ms, position"
    };
}
pub(crate) use columns;

statements! { events by "id";
    OF_TENANT = concat!("SELECT ", columns!(), " FROM events WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3");
    OF_ALL = concat!("SELECT ", columns!(), " FROM events WHERE id > $1 ORDER BY id LIMIT $2");
    OF_CONNECTION = concat!(
        "SELECT ", columns!(), " FROM events WHERE tenant_id = $1 AND connection_id = $2 AND (created_at_ms, id) < ($3, $4) \
         ORDER BY created_at_ms DESC, id DESC LIMIT $5"
    );
    INSERT = "INSERT INTO events (id, tenant_id, connection_id, application_id, kind, data, created_at_ms) \
              VALUES ($1, $2, $3, $4, $5, $6, $7)";
}

/// An entry of the outbox.
#[derive(Clone, PartialEq, Debug)]
pub struct StoredEvent {
    /// Identifier; ordered by time.
    pub id: EventId,
    /// Whose.
    pub tenant: TenantId,
    /// Of which connection.
    pub connection: ConnectionId,
    /// Of which application.
    pub application: ApplicationId,
    /// What happened.
    pub kind: Announcement,
    /// What subscribers are told: an object with at least `hostname`.
    pub data: serde_json::Value,
    /// When.
    pub created_at: Timestamp,
    /// Its place in the outbox; `None` until it was given one.
    pub position: Option<i64>,
}

impl Reader {
    /// Up to `limit` events after `after`, oldest first, of one tenant or of all.
    ///
    /// Identifiers are ordered by the time at which they were made. One that was made earlier may be committed later: whoever
    /// follows the outbox goes by position, with [`Reader::events_after`]. Those of a kind that is unknown here are left out.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn events(
        &self,
        tenant: Option<TenantId>,
        after: Option<EventId>,
        limit: u32,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let after = after.unwrap_or(EventId(Uuid::nil()));
        let events = match tenant {
            Some(tenant) => self.all(&OF_TENANT, values![tenant, after, limit], event_if_known).await,
            None => self.all(&OF_ALL, values![after, limit], event_if_known).await,
        };
        Ok(events?.into_iter().flatten().collect())
    }

    /// What was announced of the tenant's connection, newest first; fewer than the page has only where there are no more. Those of a
    /// kind that is unknown here are passed over.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn events_of_connection(
        &self,
        tenant: TenantId,
        connection: ConnectionId,
        page: Page,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let (mut events, mut edge, mut missing) = (Vec::new(), page.edge(), page.limit);
        while missing > 0 {
            let rows = self.rows(&OF_CONNECTION, values![tenant, connection, edge.0, edge.1, missing]).await?;
            for row in &rows {
                edge = (row.at("created_at_ms")?, row.get("id")?);
                events.extend(event_if_known(row)?);
            }
            if rows.len() < missing as usize {
                break;
            }
            missing = page.limit.saturating_sub(u32::try_from(events.len()).unwrap_or(page.limit));
        }
        Ok(events)
    }
}

impl Tx {
    /// Writes an event. Steps do this by themselves.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn announce(
        &mut self,
        connection: &Connection,
        kind: Announcement,
        id: EventId,
        data: &serde_json::Value,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let data = data.to_string();
        let values = values![id, connection.tenant, connection.id, connection.application, kind.as_str(), &data, now];
        self.execute(&INSERT, values).await?;
        self.causes(Signal::Event);
        Ok(())
    }

    /// Writes an event about no connection: its identifiers of connection and application are nil.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn announce_to_tenant(
        &mut self,
        tenant: TenantId,
        kind: Announcement,
        id: EventId,
        data: &serde_json::Value,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (data, none) = (data.to_string(), Uuid::nil());
        self.execute(&INSERT, values![id, tenant, none, none, kind.as_str(), &data, now]).await?;
        self.causes(Signal::Event);
        Ok(())
    }
}

/// `None` for one of a kind that is unknown here: another version wrote it, and nobody here can be told of it.
pub(crate) fn event_if_known(row: &Row) -> Result<Option<StoredEvent>, StoreError> {
    let Some(kind) = Announcement::from_name(&row.get::<String>("kind")?) else { return Ok(None) };
    Ok(Some(StoredEvent {
        id: row.id("id", EventId)?,
        tenant: row.id("tenant_id", TenantId)?,
        connection: row.id("connection_id", ConnectionId)?,
        application: row.id("application_id", ApplicationId)?,
        kind,
        data: row.json("data")?,
        created_at: row.at("created_at_ms")?,
        position: row.get("position")?,
    }))
}
