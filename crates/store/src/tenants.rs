//! Tenants.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::{Tenant, TenantId};

statements! { tenants by "id";
    BY_ID = "SELECT id, name, created_at_ms FROM tenants WHERE id = $1";
    INSERT = "INSERT INTO tenants (id, name, created_at_ms) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
}

impl Reader {
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

fn tenant(row: &Row) -> Result<Tenant, StoreError> {
    Ok(Tenant { id: row.id("id", TenantId)?, name: row.get("name")?, created_at: row.at("created_at_ms")? })
}
