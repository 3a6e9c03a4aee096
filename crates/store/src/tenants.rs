//! Tenants.

use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::suspension::{Suspension, suspension_if_any};
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::{Tenant, TenantId};

statements! { tenants by "id";
    BY_ID = "SELECT id, name, created_at_ms FROM tenants WHERE id = $1";
    NEWEST = "SELECT id, name, created_at_ms, suspended_at_ms, suspended_why FROM tenants WHERE (created_at_ms, id) < ($1, $2) \
              ORDER BY created_at_ms DESC, id DESC LIMIT $3";
    COUNTS = "SELECT id, (SELECT COUNT(*) FROM applications WHERE tenant_id = $1) AS applications, \
              (SELECT COUNT(*) FROM connections WHERE tenant_id = $1) AS connections, \
              (SELECT COUNT(*) FROM connections WHERE tenant_id = $1 AND state = 'live') AS live \
              FROM tenants WHERE id = $1";
    INSERT = "INSERT INTO tenants (id, name, created_at_ms) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
}

/// How much a tenant has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TenantCounts {
    /// Applications.
    pub applications: i64,
    /// Connections, ended ones included.
    pub connections: i64,
    /// Connections that are live.
    pub live: i64,
}

impl Reader {
    /// All tenants, newest first, with their suspensions; for whoever runs the platform.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn tenants(&self, page: Page) -> Result<Vec<(Tenant, Option<Suspension>)>, StoreError> {
        let (at, id) = page.edge();
        self.all(&NEWEST, values![at, id, page.limit], |row| Ok((tenant(row)?, suspension_if_any(row)?))).await
    }

    /// How much a tenant has; `None` when there is no such tenant. Goes over all its connections.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn tenant_counts(&self, id: TenantId) -> Result<Option<TenantCounts>, StoreError> {
        self.first(&COUNTS, values![id], counts).await
    }

    /// The tenant of that identifier.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn tenant(&self, id: TenantId) -> Result<Option<Tenant>, StoreError> {
        self.first(&BY_ID, values![id], tenant).await
    }
}

impl Tx {
    /// Adds a tenant; `false` when there is one of this identifier already, which stays as it is.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn insert_tenant(&mut self, tenant: &Tenant) -> Result<bool, StoreError> {
        let inserted = self.execute(&INSERT, values![tenant.id, &tenant.name, tenant.created_at]).await?;
        Ok(inserted > 0)
    }
}

/// The counts out of a row that has them under their names.
pub(crate) fn counts(row: &Row) -> Result<TenantCounts, StoreError> {
    Ok(TenantCounts {
        applications: row.get("applications")?,
        connections: row.get("connections")?,
        live: row.get("live")?,
    })
}

pub(crate) fn tenant(row: &Row) -> Result<Tenant, StoreError> {
    Ok(Tenant { id: row.id("id", TenantId)?, name: row.get("name")?, created_at: row.at("created_at_ms")? })
}
