//! Whether a tenant is out of service, remembered between requests.

use crate::{Control, Refused};
use nameplate_domain::tenancy::TenantId;
use std::time::Duration;

/// Tenants that were looked up lately.
pub(crate) struct SuspensionMemory {
    is_suspended: moka::sync::Cache<TenantId, bool>,
}

impl SuspensionMemory {
    pub(crate) fn new() -> Self {
        let memory = moka::sync::Cache::builder().max_capacity(10_000).time_to_live(Duration::from_secs(30));
        Self { is_suspended: memory.build() }
    }

    /// Forgets all.
    pub(crate) fn forget_all(&self) {
        self.is_suspended.invalidate_all();
    }
}

impl Control {
    /// Whether the operator has put the tenant out of service. Answers from memory, else by one read; a signal, or 30 s where one was
    /// lost, ends what is remembered.
    ///
    /// # Errors
    /// [`Refused::Store`] when the store had to be asked and could not.
    pub async fn is_suspended(&self, tenant: TenantId) -> Result<bool, Refused> {
        let memory = &self.keys.suspensions.is_suspended;
        if let Some(known) = memory.get(&tenant) {
            return Ok(known);
        }
        let generation = self.asks.generation();
        let is_suspended = self.reader().suspension(tenant).await?.is_some();
        // What was read before a signal that came meanwhile may be outdated.
        if self.asks.generation() == generation {
            memory.insert(tenant, is_suspended);
        }
        Ok(is_suspended)
    }

    /// Succeeds while the tenant is in service. Whoever shows a valid credential of a tenant goes through here.
    ///
    /// # Errors
    /// [`Refused::Suspended`]; [`Refused::Store`].
    pub async fn refuse_suspended(&self, tenant: TenantId) -> Result<(), Refused> {
        if self.is_suspended(tenant).await? { Err(Refused::Suspended) } else { Ok(()) }
    }
}
