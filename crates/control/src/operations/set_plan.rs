//! A tenant's plan and limits, as whoever runs the platform sets them.

use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::plans::{DOMAINS_PER_APP_DEFAULT, Overrides, Plan};
use nameplate_domain::tenancy::{Caller, TenantId};
use nameplate_domain::time::Timestamp;
use nameplate_store::{TenantQuota, Tx};
use serde_json::{Value, json};

/// Highest limit that can be set; more is none.
const LIMIT_MAX: i64 = 1_000_000_000_000;

/// What to change of a tenant's limits; `None` leaves a field as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LimitChanges {
    /// Limits by kind of usage, all of them: those of the plan hold for kinds that are not named.
    pub overrides: Option<Overrides>,
    /// How many host names one application may have by the interface for platforms.
    pub max_domains_per_app: Option<i64>,
}

impl LimitChanges {
    /// Whether they can be set.
    ///
    /// # Errors
    /// [`Refused::Invalid`] for a limit below zero or beyond 10¹².
    pub fn check(&self) -> Result<(), Refused> {
        let fits = |field: &str, limit: i64| match (0..=LIMIT_MAX).contains(&limit) {
            true => Ok(()),
            false => Err(Refused::invalid(field, format!("must be a number from 0 to {LIMIT_MAX}"))),
        };
        for (kind, limit) in self.overrides.iter().flatten() {
            limit.map_or(Ok(()), |limit| fits(&format!("limits.{}", kind.as_str()), limit))?;
        }
        self.max_domains_per_app.map_or(Ok(()), |limit| fits("max_domains_per_app", limit))
    }
}

impl Control {
    /// The tenant's plan and limits.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn quota_of(&self, tenant: TenantId) -> Result<TenantQuota, Refused> {
        let found = self.reader().quota(tenant).await?;
        Ok(found.unwrap_or_else(|| self.first_quota(tenant, self.commerce.default_plan, self.now())))
    }

    /// What a tenant begins with.
    pub(crate) fn first_quota(&self, tenant: TenantId, plan: Plan, now: Timestamp) -> TenantQuota {
        TenantQuota {
            tenant,
            plan,
            plan_since: now,
            overrides: Overrides::new(),
            max_domains_per_app: DOMAINS_PER_APP_DEFAULT,
            billing_customer: None,
            billing_subscription: None,
            billing_status: None,
            updated_at: now,
        }
    }

    /// Puts a tenant on a plan, paid for or not: what it uses counts against that plan's limits from now on. What it used this
    /// month stays used. A subscription at the billing provider is left alone, and has its say again with its next notice, at the latest when it is next paid.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when there is no such tenant.
    pub async fn set_plan(&self, caller: &Caller, tenant: TenantId, plan: Plan) -> Result<TenantQuota, Refused> {
        self.change_quota(caller, tenant, "subscription.change", plan_shown, |quota, now| {
            switch(quota, plan, now);
            Ok(())
        })
        .await
    }

    /// Sets limits of one tenant, instead of its plan's.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when there is no such tenant; [`Refused::Invalid`] for a limit below zero or beyond 10¹².
    pub async fn set_limits(
        &self,
        caller: &Caller,
        tenant: TenantId,
        changes: LimitChanges,
    ) -> Result<TenantQuota, Refused> {
        changes.check()?;
        let limits_shown =
            |quota: &TenantQuota| json!({"limits": quota.overrides, "max_domains_per_app": quota.max_domains_per_app});
        self.change_quota(caller, tenant, "tenant.limits", limits_shown, |quota, _| {
            if let Some(overrides) = changes.overrides {
                quota.overrides = overrides;
            }
            if let Some(limit) = changes.max_domains_per_app {
                quota.max_domains_per_app = limit;
            }
            Ok(())
        })
        .await
    }

    /// Changes what a tenant has, in one transaction, and writes down `shown` of before and after. What stays the same is
    /// written nowhere.
    async fn change_quota(
        &self,
        caller: &Caller,
        tenant: TenantId,
        action: &'static str,
        shown: impl Fn(&TenantQuota) -> Value,
        change: impl FnOnce(&mut TenantQuota, Timestamp) -> Result<(), Refused>,
    ) -> Result<TenantQuota, Refused> {
        if self.reader().tenant(tenant).await?.is_none() {
            return Err(Refused::NotFound("tenant"));
        }
        let mut tx = self.store.begin().await?;
        let before = self.locked_quota(&mut tx, tenant).await?;
        let mut after = before.clone();
        change(&mut after, self.now())?;
        if after != before {
            after.updated_at = self.now();
            tx.update_quota(&after).await?;
            let caller = Caller { tenant, ..caller.clone() };
            self.audit(&mut tx, &caller, Deed::new(action, tenant).from(shown(&before)).to(shown(&after))).await?;
        }
        tx.commit().await?;
        Ok(after)
    }

    /// The tenant's row, made when it is missing, and nobody else's to change until the transaction ends.
    pub(crate) async fn locked_quota(&self, tx: &mut Tx, tenant: TenantId) -> Result<TenantQuota, Refused> {
        if let Some(found) = tx.lock_quota(tenant).await? {
            return Ok(found);
        }
        let first = self.first_quota(tenant, self.commerce.default_plan, self.now());
        tx.insert_quota(&first).await?;
        Ok(tx.lock_quota(tenant).await?.unwrap_or(first))
    }
}

/// Puts `quota` on `plan`, as of now unless it was on it before.
pub(crate) fn switch(quota: &mut TenantQuota, plan: Plan, now: Timestamp) {
    if quota.plan != plan {
        (quota.plan, quota.plan_since) = (plan, now);
    }
}

/// What the audit log has of a plan.
pub(crate) fn plan_shown(quota: &TenantQuota) -> Value {
    json!({"plan": quota.plan, "status": quota.billing_status})
}
