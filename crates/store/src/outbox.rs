//! The order of the outbox: each event gets a position, one after another, once it was committed.
//!
//! Identifiers are made before the commit, so one that is smaller may appear later. Positions are given in transactions that wait
//! for each other, and only to what is visible: whoever has seen a position will never find a smaller one that was not there.

use crate::error::StoreError;
use crate::events::{StoredEvent, columns, event_if_known};
use crate::reader::Reader;
use crate::row::Row;
use crate::signals::Signal;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::{EventId, TenantId};
use nameplate_domain::time::Timestamp;

statements! { events by "id";
    OF_TENANT_AFTER = concat!(
        "SELECT ", columns!(), " FROM events WHERE tenant_id = $1 AND position > $2 ORDER BY position LIMIT $3"
    );
    OF_ALL_AFTER = concat!("SELECT ", columns!(), " FROM events WHERE position > $1 ORDER BY position LIMIT $2");
    POSITION = "SELECT id, position FROM events WHERE tenant_id = $1 AND id = $2";
    LAST = "SELECT name, value AS position FROM counters WHERE name = 'events'";
    NEWEST = "SELECT id, position FROM events WHERE tenant_id = $1 AND position IS NOT NULL ORDER BY position DESC LIMIT 1";
    // SQLite has one writer anyway.
    LOCK = "SELECT name, value AS position FROM counters WHERE name = 'events'",
        on postgres "SELECT name, value AS position FROM counters WHERE name = 'events' FOR UPDATE";
    WAITING = "SELECT id FROM events WHERE position IS NULL ORDER BY id LIMIT 1";
    PLACE = concat!(
        "WITH waiting AS MATERIALIZED (SELECT oldest.id AS waiting_id, ROW_NUMBER() OVER (ORDER BY oldest.id) AS place FROM \
         (SELECT id FROM events WHERE position IS NULL ORDER BY id LIMIT $2) AS oldest) \
         UPDATE events SET position = CAST($1 AS BIGINT) + place FROM waiting WHERE id = waiting_id RETURNING ",
        columns!()
    );
    COUNT = "UPDATE counters SET value = value + $1 WHERE name = 'events'";
    // The oldest positions are the oldest events, but for seconds; what has no position was told to nobody yet.
    PURGE = "DELETE FROM events WHERE created_at_ms < $1 AND id IN \
             (SELECT id FROM events WHERE position IS NOT NULL ORDER BY position LIMIT $2)";
}

impl Reader {
    /// Up to `limit` events behind `position`, in the order of the outbox, of one tenant or of all; fewer only where there are no
    /// more. Nothing will ever appear between those that are given. Those of a kind that is unknown here are passed over.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn events_after(
        &self,
        tenant: Option<TenantId>,
        position: i64,
        limit: u32,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let (mut events, mut last, mut missing) = (Vec::new(), position, limit);
        while missing > 0 {
            let rows = match tenant {
                Some(tenant) => self.rows(&OF_TENANT_AFTER, values![tenant, last, missing]).await?,
                None => self.rows(&OF_ALL_AFTER, values![last, missing]).await?,
            };
            for row in &rows {
                last = row.get("position")?;
                events.extend(event_if_known(row)?);
            }
            if rows.len() < missing as usize {
                break;
            }
            missing = limit.saturating_sub(u32::try_from(events.len()).unwrap_or(limit));
        }
        Ok(events)
    }

    /// The position of an event; `None` when the tenant has no such event, or no longer, or nobody was told of it yet.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn event_position(&self, tenant: TenantId, id: EventId) -> Result<Option<i64>, StoreError> {
        Ok(self.first(&POSITION, values![tenant, id], position).await?.flatten())
    }

    /// The last event of a tenant in the order of the outbox, and its position.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn newest_event(&self, tenant: TenantId) -> Result<Option<(EventId, i64)>, StoreError> {
        self.first(&NEWEST, values![tenant], |row| Ok((row.id("id", EventId)?, row.get("position")?))).await
    }

    /// The last position that was given; 0 before the first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn last_event_position(&self) -> Result<i64, StoreError> {
        Ok(self.first(&LAST, values![], position).await?.flatten().unwrap_or(0))
    }

    /// Whether there are events without a position.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn has_events_to_place(&self) -> Result<bool, StoreError> {
        Ok(!self.rows(&WAITING, values![]).await?.is_empty())
    }
}

impl Tx {
    /// Gives positions to up to `limit` events that have none, those with the smallest identifiers first, and gives them back in
    /// that order. Of several processes that do so at once, one works and the others wait until it has committed. Those of a kind that
    /// is unknown here get their positions too, and are not given back.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn place_events(&mut self, limit: u32) -> Result<Vec<StoredEvent>, StoreError> {
        // The lock first, in a statement of its own: the next one then sees what was placed by whoever had it before.
        let locked = self.rows(&LOCK, values![]).await?;
        let last = locked.first().map(position).transpose()?.flatten().unwrap_or(0);
        let rows = self.rows(&PLACE, values![last, limit]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let placed = rows.iter().map(event_if_known).collect::<Result<Vec<_>, _>>()?;
        let mut placed: Vec<_> = placed.into_iter().flatten().collect();
        placed.sort_unstable_by_key(|event| event.position);
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        self.execute(&COUNT, values![count]).await?;
        self.causes(Signal::EventPlaced);
        Ok(placed)
    }

    /// Deletes events that were made before `before`, among the `limit` first in the order of the outbox; says how many. Those
    /// without a position stay.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn purge_events(&mut self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        self.execute(&PURGE, values![before, limit]).await
    }
}

fn position(row: &Row) -> Result<Option<i64>, StoreError> {
    row.get("position")
}
