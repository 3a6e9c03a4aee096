//! Taking from what a plan allows. Asked on the write path only: what is served does not know about plans.

use crate::{Control, Refused};
use nameplate_domain::connection::UsageKind;
use nameplate_domain::plans::{Plan, allowed};
use nameplate_domain::tenancy::TenantId;
use nameplate_store::Tx;

/// What a tenant may use of one kind: looked up before the transaction that uses it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Allowance {
    tenant: TenantId,
    kind: UsageKind,
    plan: Plan,
    /// `None`: without limit.
    limit: Option<i64>,
}

impl Control {
    /// What the tenant may use of `kind` in a month.
    pub(crate) async fn allowance(&self, tenant: TenantId, kind: UsageKind) -> Result<Allowance, Refused> {
        let quota = self.quota_of(tenant).await?;
        Ok(Allowance { tenant, kind, plan: quota.plan, limit: allowed(quota.plan, &quota.overrides, kind) })
    }

    /// Takes `count` of an allowance for this month, all or none; a refusal writes nothing. Best the last statement of a transaction:
    /// others of this tenant wait for the row. What was to be counted must not be committed when it is refused.
    pub(crate) async fn reserve(&self, tx: &mut Tx, allowance: &Allowance, count: i64) -> Result<(), Refused> {
        let limit = allowance.limit.unwrap_or(i64::MAX);
        match tx.reserve_usage(allowance.tenant, allowance.kind, count, limit, self.now()).await? {
            Some(_) => Ok(()),
            None => Err(Refused::QuotaExceeded {
                limit,
                plan: allowance.plan.to_string(),
                upgrade_url: self.commerce.upgrade_url.clone(),
            }),
        }
    }
}
