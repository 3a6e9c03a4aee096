//! What a tenant used, beside what its plan allows.

use crate::{Control, Refused};
use nameplate_domain::connection::UsageKind;
use nameplate_domain::period::Period;
use nameplate_domain::plans::allowed;
use nameplate_domain::tenancy::Caller;
use nameplate_store::TenantQuota;

/// What was used in a month.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Usage {
    /// The month.
    pub period: Period,
    /// What the tenant may use at present.
    pub quota: TenantQuota,
    /// Every kind, in the order of the documentation.
    pub kinds: [UsedKind; 4],
}

/// How much of one kind was used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UsedKind {
    /// The kind.
    pub kind: UsageKind,
    /// How much was used.
    pub used: i64,
    /// How much the present plan allows; `None` is without limit.
    pub limit: Option<i64>,
}

impl Control {
    /// What the caller's tenant used in a month; in the present one when `period` is `None`. Active domains are those that went
    /// live in that month, and in the present month at least those that are in service now.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn usage_of(&self, caller: &Caller, period: Option<Period>) -> Result<Usage, Refused> {
        let present = Period::of(self.now());
        let period = period.unwrap_or(present);
        let quota = self.quota_of(caller.tenant).await?;
        let mut used = self.used(caller.tenant, period).await?;
        if period == present {
            let in_service = self.reader().domains_in_service(caller.tenant).await?;
            let counted = used.entry(UsageKind::ActiveDomain).or_default();
            *counted = in_service.max(*counted);
        }
        let kinds = UsageKind::ALL.map(|kind| UsedKind {
            kind,
            used: used.get(&kind).copied().unwrap_or_default(),
            limit: allowed(quota.plan, &quota.overrides, kind),
        });
        Ok(Usage { period, quota, kinds })
    }
}
