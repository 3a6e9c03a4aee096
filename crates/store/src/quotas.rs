//! What tenants may use, and what their billing provider knows them by.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::plans::{Overrides, Plan};
use nameplate_domain::tenancy::TenantId;
use nameplate_domain::time::Timestamp;

macro_rules! columns {
    () => {
        "tenant_id, plan, plan_since_ms, limits, max_domains_per_app, billing_customer, billing_subscription, \
         billing_status, updated_at_ms"
    };
}

statements! { tenant_quotas by "tenant_id";
    BY_TENANT = concat!("SELECT ", columns!(), " FROM tenant_quotas WHERE tenant_id = $1");
    BY_CUSTOMER = concat!("SELECT ", columns!(), " FROM tenant_quotas WHERE billing_customer = $1");
    LOCK = concat!("SELECT ", columns!(), " FROM tenant_quotas WHERE tenant_id = $1"),
        on postgres concat!("SELECT ", columns!(), " FROM tenant_quotas WHERE tenant_id = $1 FOR UPDATE");
    INSERT = concat!("INSERT INTO tenant_quotas (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
                      ON CONFLICT (tenant_id) DO NOTHING");
    UPDATE = "UPDATE tenant_quotas SET plan = $2, plan_since_ms = $3, limits = $4, max_domains_per_app = $5, \
              billing_customer = $6, billing_subscription = $7, billing_status = $8, updated_at_ms = $9 WHERE tenant_id = $1";
    NOTE = "INSERT INTO billing_notices (id, at_ms) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";
    PURGE_NOTICES = "DELETE FROM billing_notices WHERE at_ms <= $1";
}

/// A tenant's plan and limits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TenantQuota {
    /// Whose.
    pub tenant: TenantId,
    /// The plan.
    pub plan: Plan,
    /// Since when.
    pub plan_since: Timestamp,
    /// Limits of this tenant instead of its plan's.
    pub overrides: Overrides,
    /// How many host names one application may have by the interface for platforms.
    pub max_domains_per_app: i64,
    /// What the billing provider knows the tenant by.
    pub billing_customer: Option<String>,
    /// What the billing provider knows its subscription by, while there is one.
    pub billing_subscription: Option<String>,
    /// How that subscription stands, in the billing provider's words.
    pub billing_status: Option<String>,
    /// When any of this was last changed.
    pub updated_at: Timestamp,
}

impl Reader {
    /// The tenant's plan and limits.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn quota(&self, tenant: TenantId) -> Result<Option<TenantQuota>, StoreError> {
        self.first(&BY_TENANT, values![tenant], quota).await
    }

    /// Plan and limits of whom the billing provider knows as `customer`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn quota_of_customer(&self, customer: &str) -> Result<Option<TenantQuota>, StoreError> {
        self.first(&BY_CUSTOMER, values![customer], quota).await
    }
}

impl Tx {
    /// The tenant's plan and limits. Nobody else changes them until this transaction ends.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn lock_quota(&mut self, tenant: TenantId) -> Result<Option<TenantQuota>, StoreError> {
        self.rows(&LOCK, values![tenant]).await?.first().map(quota).transpose()
    }

    /// Gives a tenant plan and limits; `false` when it has some already, which stay as they are.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn insert_quota(&mut self, quota: &TenantQuota) -> Result<bool, StoreError> {
        Ok(self.write_quota(&INSERT, quota).await? > 0)
    }

    /// Changes what a tenant has; `false` when it has nothing yet.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another tenant has this billing customer.
    pub async fn update_quota(&mut self, quota: &TenantQuota) -> Result<bool, StoreError> {
        Ok(self.write_quota(&UPDATE, quota).await? > 0)
    }

    async fn write_quota(&mut self, sql: &'static crate::sql::Sql, quota: &TenantQuota) -> Result<u64, StoreError> {
        let overrides = serde_json::json!(quota.overrides).to_string();
        let values = values![
            quota.tenant,
            quota.plan.as_str(),
            quota.plan_since,
            &overrides,
            quota.max_domains_per_app,
            quota.billing_customer.as_deref(),
            quota.billing_subscription.as_deref(),
            quota.billing_status.as_deref(),
            quota.updated_at,
        ];
        self.execute(sql, values).await
    }

    /// Notes that the billing provider's notice of that identifier is being dealt with; `false` when it was before.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn note_billing_notice(&mut self, id: &str, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.execute(&NOTE, values![id, now]).await? > 0)
    }

    /// Forgets notices from before `before`; says how many those were.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn purge_billing_notices(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.execute(&PURGE_NOTICES, values![before]).await
    }
}

fn quota(row: &Row) -> Result<TenantQuota, StoreError> {
    Ok(TenantQuota {
        tenant: row.id("tenant_id", TenantId)?,
        plan: row.name("plan", Plan::from_name)?,
        plan_since: row.at("plan_since_ms")?,
        overrides: row.json("limits")?,
        max_domains_per_app: row.get("max_domains_per_app")?,
        billing_customer: row.get("billing_customer")?,
        billing_subscription: row.get("billing_subscription")?,
        billing_status: row.get("billing_status")?,
        updated_at: row.at("updated_at_ms")?,
    })
}
