//! Deliveries: adding, listing and sending them once more.

use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::signals::Signal;
use crate::sql::{Sql, statements};
use crate::tx::Tx;
use crate::value::{Value, values};
use nameplate_domain::tenancy::{ConnectionId, DeliveryId, EventId, TenantId, WebhookEndpointId};
use nameplate_domain::time::Timestamp;
use nameplate_domain::webhook::{Delivery, DeliveryStatus};
use std::collections::BTreeSet;

macro_rules! columns {
    () => {
        "id, tenant_id, endpoint_id, event_id, connection_id, kind, payload, status, attempts, round_attempts, last_status, \
         last_problem, due_at_ms, created_at_ms, finished_at_ms"
    };
}

/// A page of a tenant's deliveries, with what every filter but the most selective one asks for.
macro_rules! page {
    ($narrower:literal) => {
        page!($narrower, "webhook_deliveries")
    };
    ($narrower:literal, $from:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM ",
            $from,
            " WHERE tenant_id = $1 AND (created_at_ms, id) < ($2, $3) \
             AND (CAST($4 AS UUID) IS NULL OR endpoint_id = $4) \
             AND (CAST($5 AS TEXT) IS NULL OR status = $5) \
             AND (CAST($6 AS TEXT) IS NULL OR kind = $6) \
             AND (CAST($7 AS UUID) IS NULL OR connection_id = $7) \
             AND (CAST($8 AS UUID) IS NULL OR event_id = $8)",
            $narrower,
            " ORDER BY created_at_ms DESC, id DESC LIMIT $9"
        )
    };
}

statements! { webhook_deliveries by "id";
    BY_ID = concat!("SELECT ", columns!(), " FROM webhook_deliveries WHERE tenant_id = $1 AND id = $2");
    NEWEST = page!("");
    NEWEST_OF_ENDPOINT = page!(" AND endpoint_id = $4");
    NEWEST_OF_CONNECTION = page!(" AND connection_id = $7");
    // Without `MATERIALIZED`, all of the tenant's deliveries would be read in order instead of these few.
    NEWEST_OF_EVENT = concat!(
        "WITH few AS MATERIALIZED (SELECT ", columns!(), " FROM webhook_deliveries WHERE event_id = $8) ", page!("", "few")
    );
    // With the condition of the index `webhook_deliveries_undelivered`, word for word.
    NEWEST_UNDELIVERED = page!(" AND status = $5 AND status IN ('pending','failed')");
    DUE_OF_ENDPOINT = concat!(
        "SELECT ", columns!(), " FROM webhook_deliveries WHERE endpoint_id = $1 AND due_at_ms <= $2 ORDER BY due_at_ms LIMIT $3"
    );
    INSERT = "INSERT INTO webhook_deliveries (id, tenant_id, endpoint_id, event_id, connection_id, kind, payload, status, \
              attempts, round_attempts, last_status, last_problem, due_at_ms, created_at_ms, finished_at_ms) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
              ON CONFLICT (event_id, endpoint_id) DO NOTHING";
    AGAIN = concat!(
        "UPDATE webhook_deliveries SET status = 'pending', round_attempts = 0, due_at_ms = $3, finished_at_ms = NULL \
         WHERE tenant_id = $1 AND id = $2 RETURNING ", columns!()
    );
}

/// Which of a tenant's deliveries to list. Everything that is given must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DeliveryFilter {
    /// To this endpoint.
    pub endpoint: Option<WebhookEndpointId>,
    /// That have come this far.
    pub status: Option<DeliveryStatus>,
    /// Of events of this name.
    pub kind: Option<String>,
    /// About this connection.
    pub connection: Option<ConnectionId>,
    /// Of this event.
    pub event: Option<EventId>,
}

impl DeliveryFilter {
    /// The statement that meets the fewest rows.
    fn statement(&self) -> &'static Sql {
        match (self.event, self.connection, self.status, self.endpoint) {
            (Some(_), _, _, _) => &NEWEST_OF_EVENT,
            (None, Some(_), _, _) => &NEWEST_OF_CONNECTION,
            (None, None, Some(DeliveryStatus::Pending | DeliveryStatus::Failed), _) => &NEWEST_UNDELIVERED,
            (None, None, _, Some(_)) => &NEWEST_OF_ENDPOINT,
            (None, None, _, None) => &NEWEST,
        }
    }
}

impl Reader {
    /// The tenant's delivery of that identifier.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn webhook_delivery(&self, tenant: TenantId, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
        self.first(&BY_ID, values![tenant, id], delivery).await
    }

    /// The tenant's deliveries, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn webhook_deliveries(
        &self,
        tenant: TenantId,
        filter: &DeliveryFilter,
        page: Page,
    ) -> Result<Vec<Delivery>, StoreError> {
        let (at, id) = page.edge();
        let status = filter.status.map(DeliveryStatus::as_str);
        let kind = filter.kind.as_deref();
        let values =
            values![tenant, at, id, filter.endpoint, status, kind, filter.connection, filter.event, page.limit];
        self.all(filter.statement(), values, delivery).await
    }

    /// Up to `limit` deliveries to an endpoint that are due at `now`, the longest due first. For whoever has its [`super::Lane`].
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn due_webhook_deliveries(
        &self,
        endpoint: WebhookEndpointId,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        self.all(&DUE_OF_ENDPOINT, values![endpoint, now, limit], delivery).await
    }
}

impl Tx {
    /// Adds deliveries, and has their endpoints looked at when they become due. Left out are those of an event that the endpoint was
    /// told of already, and those that would become due at an endpoint that is disabled or gone: nobody would ever look at them.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn insert_webhook_deliveries(&mut self, new: &[Delivery]) -> Result<(), StoreError> {
        // Endpoints first, in order: whoever locks several must not meet another who does it the other way round.
        let mut due: Vec<_> = new.iter().filter_map(|new| Some((new.endpoint, new.due_at?))).collect();
        due.sort_unstable();
        due.dedup_by_key(|(endpoint, _)| *endpoint);
        let mut awake = BTreeSet::new();
        for (endpoint, due) in due {
            // Until the commit, whoever disables or deletes it waits for us, and gives up what we add.
            if self.wake_webhook_lane(endpoint, due).await? {
                awake.insert(endpoint);
                self.causes(Signal::DeliveryDue);
            }
        }
        for new in new.iter().filter(|new| new.due_at.is_none() || awake.contains(&new.endpoint)) {
            self.execute(&INSERT, &values_of(new)).await?;
        }
        Ok(())
    }

    /// Begins another round of a delivery at `now`, whatever became of the last one; `None` when there is no such delivery, or its
    /// endpoint is disabled or gone.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn deliver_again(
        &mut self,
        delivery_of: &Delivery,
        now: Timestamp,
    ) -> Result<Option<Delivery>, StoreError> {
        if !self.wake_webhook_lane(delivery_of.endpoint, now).await? {
            return Ok(None);
        }
        self.causes(Signal::DeliveryDue);
        let rows = self.rows(&AGAIN, values![delivery_of.tenant, delivery_of.id, now]).await?;
        rows.first().map(delivery).transpose()
    }
}

fn values_of(new: &Delivery) -> [Value<'_>; 15] {
    [
        new.id.into(),
        new.tenant.into(),
        new.endpoint.into(),
        new.event.into(),
        new.connection.into(),
        (&new.kind).into(),
        (&new.payload).into(),
        new.status.as_str().into(),
        new.attempts.into(),
        new.round_attempts.into(),
        Value::Int(new.last_status.map(i64::from)),
        new.last_problem.as_deref().into(),
        new.due_at.into(),
        new.created_at.into(),
        new.finished_at.into(),
    ]
}

fn delivery(row: &Row) -> Result<Delivery, StoreError> {
    let count = |column| Ok(u32::try_from(row.get::<i64>(column)?).unwrap_or(u32::MAX));
    Ok(Delivery {
        id: row.id("id", DeliveryId)?,
        tenant: row.id("tenant_id", TenantId)?,
        endpoint: row.id("endpoint_id", WebhookEndpointId)?,
        event: row.id("event_id", EventId)?,
        connection: row.get::<Option<uuid::Uuid>>("connection_id")?.map(ConnectionId),
        kind: row.get("kind")?,
        payload: row.get("payload")?,
        status: row.name("status", DeliveryStatus::from_name)?,
        attempts: count("attempts")?,
        round_attempts: count("round_attempts")?,
        last_status: super::attempts::http_status(row, "last_status")?,
        last_problem: row.get("last_problem")?,
        due_at: row.at_if_any("due_at_ms")?,
        created_at: row.at("created_at_ms")?,
        finished_at: row.at_if_any("finished_at_ms")?,
    })
}
