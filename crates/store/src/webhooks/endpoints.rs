//! Endpoints, without their secrets.

use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::{ApplicationId, TenantId, WebhookEndpointId};
use nameplate_domain::time::Timestamp;
use nameplate_domain::webhook::{Endpoint, EndpointState, EventFilter, Trouble};

/// The columns that [`endpoint`] reads.
macro_rules! endpoint_columns {
    () => {
        "id, tenant_id, application_id, url, description, events, former_until_ms, disabled_at_ms, disabled_why, \
         failing_since_ms, failures, created_at_ms, updated_at_ms"
    };
}
pub(super) use endpoint_columns;

macro_rules! by_id {
    () => {
        concat!("SELECT ", endpoint_columns!(), " FROM webhook_endpoints WHERE tenant_id = $1 AND id = $2")
    };
}

statements! { webhook_endpoints by "id";
    BY_ID = by_id!();
    NEWEST = concat!(
        "SELECT ", endpoint_columns!(), " FROM webhook_endpoints WHERE tenant_id = $1 AND (created_at_ms, id) < ($2, $3) \
         ORDER BY created_at_ms DESC, id DESC LIMIT $4"
    );
    ENABLED = concat!(
        "SELECT ", endpoint_columns!(), " FROM webhook_endpoints WHERE tenant_id = $1 AND disabled_at_ms IS NULL ORDER BY id"
    );
    // Makes those wait who count at the same time.
    LOCK_TENANT = "UPDATE tenants SET name = name WHERE id = $1";
    COUNT = "SELECT COUNT(*) AS id FROM webhook_endpoints WHERE tenant_id = $1";
    INSERT = "INSERT INTO webhook_endpoints (id, tenant_id, application_id, url, description, events, secret, failures, \
              created_at_ms, updated_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $8)";
    // On SQLite the transaction is the only writer.
    LOCKED = by_id!(), on postgres concat!(by_id!(), " FOR NO KEY UPDATE");
    UPDATE = concat!(
        "UPDATE webhook_endpoints SET url = COALESCE($3, url), description = CASE WHEN $4 THEN $5 ELSE description END, \
         events = COALESCE($6, events), updated_at_ms = $7 WHERE tenant_id = $1 AND id = $2 RETURNING ",
        endpoint_columns!()
    );
    ENABLE = "UPDATE webhook_endpoints SET disabled_at_ms = NULL, disabled_why = NULL, failing_since_ms = NULL, failures = 0 \
              WHERE tenant_id = $1 AND id = $2 AND disabled_at_ms IS NOT NULL";
    DISABLE = "UPDATE webhook_endpoints SET disabled_at_ms = $3, disabled_why = $4, due_at_ms = NULL \
               WHERE tenant_id = $1 AND id = $2 AND disabled_at_ms IS NULL";
    DELETE = "DELETE FROM webhook_endpoints WHERE tenant_id = $1 AND id = $2";
    GIVE_UP = "UPDATE webhook_deliveries SET status = 'failed', last_problem = $2, due_at_ms = NULL, finished_at_ms = $3 \
               WHERE endpoint_id = $1 AND due_at_ms IS NOT NULL";
}

/// What its owner changes of an endpoint, but for its being enabled; `None` leaves a field as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EndpointChanges<'a> {
    /// Where events are posted to.
    pub url: Option<&'a str>,
    /// What its owner says about it; `Some(None)` takes it away.
    pub description: Option<Option<&'a str>>,
    /// Which events it is told of.
    pub events: Option<&'a EventFilter>,
    /// The present instant.
    pub now: Timestamp,
}

impl Reader {
    /// The tenant's endpoint of that identifier.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn webhook_endpoint(
        &self,
        tenant: TenantId,
        id: WebhookEndpointId,
    ) -> Result<Option<Endpoint>, StoreError> {
        self.first(&BY_ID, values![tenant, id], endpoint).await
    }

    /// The tenant's endpoints, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn webhook_endpoints(&self, tenant: TenantId, page: Page) -> Result<Vec<Endpoint>, StoreError> {
        let (at, id) = page.edge();
        self.all(&NEWEST, values![tenant, at, id, page.limit], endpoint).await
    }
}

impl Tx {
    /// The tenant's endpoints that are told anything, by identifier.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn enabled_webhook_endpoints(&mut self, tenant: TenantId) -> Result<Vec<Endpoint>, StoreError> {
        self.rows(&ENABLED, values![tenant]).await?.iter().map(endpoint).collect()
    }

    /// Adds an endpoint with its sealed secret, unless the tenant has `most` already: `false` then.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn insert_webhook_endpoint(
        &mut self,
        new: &Endpoint,
        secret: &[u8],
        most: u32,
    ) -> Result<bool, StoreError> {
        self.execute(&LOCK_TENANT, values![new.tenant]).await?;
        let rows = self.rows(&COUNT, values![new.tenant]).await?;
        let count = rows.first().map(|row| row.get::<i64>("id")).transpose()?;
        if count.unwrap_or_default() >= i64::from(most) {
            return Ok(false);
        }
        let events = names(&new.events);
        let values = values![
            new.id,
            new.tenant,
            new.application,
            &new.url,
            new.description.as_deref(),
            &events,
            secret,
            new.created_at,
        ];
        self.execute(&INSERT, values).await?;
        Ok(true)
    }

    /// The tenant's endpoint of that identifier, which nobody else changes until the end of the transaction.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn lock_webhook_endpoint(
        &mut self,
        tenant: TenantId,
        id: WebhookEndpointId,
    ) -> Result<Option<Endpoint>, StoreError> {
        self.rows(&LOCKED, values![tenant, id]).await?.first().map(endpoint).transpose()
    }

    /// Changes what is given, and nothing else; gives the endpoint as it is then. `None` when it is gone.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn update_webhook_endpoint(
        &mut self,
        tenant: TenantId,
        id: WebhookEndpointId,
        changes: EndpointChanges<'_>,
    ) -> Result<Option<Endpoint>, StoreError> {
        let events = changes.events.map(names);
        let (describes, description) = (changes.description.is_some(), changes.description.flatten());
        let values = values![tenant, id, changes.url, describes, description, events.as_deref(), changes.now];
        self.rows(&UPDATE, values).await?.first().map(endpoint).transpose()
    }

    /// Has an endpoint told of what happens from now on; what it failed at before is forgotten. `false` when it was enabled, or is
    /// gone.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn enable_webhook_endpoint(
        &mut self,
        tenant: TenantId,
        id: WebhookEndpointId,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&ENABLE, values![tenant, id]).await? > 0)
    }

    /// Has an endpoint told nothing more, and gives up what is on its way to it. `false` when it was disabled, or is gone.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn disable_webhook_endpoint(
        &mut self,
        tenant: TenantId,
        id: WebhookEndpointId,
        why: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        if self.execute(&DISABLE, values![tenant, id, now, why]).await? == 0 {
            return Ok(false);
        }
        let problem = format!("the endpoint was disabled: {why}");
        self.execute(&GIVE_UP, values![id, &problem, now]).await?;
        Ok(true)
    }

    /// Deletes an endpoint, and gives up what is on its way to it. `false` when there is none.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn delete_webhook_endpoint(
        &mut self,
        tenant: TenantId,
        id: WebhookEndpointId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        if self.execute(&DELETE, values![tenant, id]).await? == 0 {
            return Ok(false);
        }
        self.execute(&GIVE_UP, values![id, "the endpoint was deleted", now]).await?;
        Ok(true)
    }
}

fn names(events: &EventFilter) -> String {
    serde_json::Value::from(events.names()).to_string()
}

pub(super) fn endpoint(row: &Row) -> Result<Endpoint, StoreError> {
    let names: Vec<String> = row.json("events")?;
    let failures: i64 = row.get("failures")?;
    let failures = u32::try_from(failures).unwrap_or(u32::MAX);
    let why: Option<String> = row.get("disabled_why")?;
    Ok(Endpoint {
        id: row.id("id", WebhookEndpointId)?,
        tenant: row.id("tenant_id", TenantId)?,
        application: row.get::<Option<uuid::Uuid>>("application_id")?.map(ApplicationId),
        url: row.get("url")?,
        description: row.get("description")?,
        events: EventFilter::kept(&names),
        state: match row.at_if_any("disabled_at_ms")? {
            Some(at) => EndpointState::Disabled { at, why: why.unwrap_or_default() },
            None => EndpointState::Enabled,
        },
        trouble: row.at_if_any("failing_since_ms")?.map(|since| Trouble { since, failures }),
        former_secret_until: row.at_if_any("former_until_ms")?,
        created_at: row.at("created_at_ms")?,
        updated_at: row.at("updated_at_ms")?,
    })
}
