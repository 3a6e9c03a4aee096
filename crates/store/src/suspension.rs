//! Tenants that the operator has put out of service, for a time or for good.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::signals::Signal;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::TenantId;
use nameplate_domain::time::Timestamp;

statements! { tenants by "id";
    OF_TENANT = "SELECT id, suspended_at_ms, suspended_why FROM tenants WHERE id = $1 AND suspended_at_ms IS NOT NULL";
    SUSPEND = "UPDATE tenants SET suspended_at_ms = $2, suspended_why = $3 WHERE id = $1 AND suspended_at_ms IS NULL";
    RESUME = "UPDATE tenants SET suspended_at_ms = NULL, suspended_why = NULL WHERE id = $1 AND suspended_at_ms IS NOT NULL";
    // Steps copy it too: a connection that is added at this moment has it before it can be served. One that waits for this row would
    // copy what it saw before it waited: the version makes it lose its race, and read anew.
    COPY = "UPDATE connections SET suspended = $2, version = version + 1 WHERE tenant_id = $1 AND suspended IS DISTINCT FROM $2";
}

/// Since when, and why, a tenant is out of service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suspension {
    /// Since when.
    pub at: Timestamp,
    /// Why, for whoever runs the platform.
    pub why: String,
}

impl Reader {
    /// The tenant's suspension; `None` when it is in service, or there is no such tenant.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn suspension(&self, tenant: TenantId) -> Result<Option<Suspension>, StoreError> {
        Ok(self.first(&OF_TENANT, values![tenant], suspension_if_any).await?.flatten())
    }
}

impl Tx {
    /// Puts a tenant and its connections out of service; `false` when it is already, or there is no such tenant, and nothing is
    /// written.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn suspend_tenant(&mut self, tenant: TenantId, why: &str, now: Timestamp) -> Result<bool, StoreError> {
        if self.execute(&SUSPEND, values![tenant, now, why]).await? == 0 {
            return Ok(false);
        }
        self.execute(&COPY, values![tenant, true]).await?;
        self.causes(Signal::Tenant(tenant));
        self.causes(Signal::RoutesAll);
        Ok(true)
    }

    /// Puts a tenant and its connections back into service; `false` when it is already, or there is no such tenant, and nothing is
    /// written. What its webhook endpoints failed at before is forgotten: while nobody tried, none of them failed.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn resume_tenant(&mut self, tenant: TenantId) -> Result<bool, StoreError> {
        if self.execute(&RESUME, values![tenant]).await? == 0 {
            return Ok(false);
        }
        self.execute(&COPY, values![tenant, false]).await?;
        self.forget_webhook_failures(tenant).await?;
        self.causes(Signal::Tenant(tenant));
        self.causes(Signal::RoutesAll);
        self.causes(Signal::CertificateWanted);
        self.causes(Signal::Due);
        self.causes(Signal::DeliveryDue);
        Ok(true)
    }
}

/// What a row of a tenant says of its suspension.
pub(crate) fn suspension_if_any(row: &Row) -> Result<Option<Suspension>, StoreError> {
    let Some(at) = row.at_if_any("suspended_at_ms")? else { return Ok(None) };
    Ok(Some(Suspension { at, why: row.get::<Option<String>>("suspended_why")?.unwrap_or_default() }))
}
