//! What the billing provider tells: each notice once, in whatever order they come.
//!
//! A notice only says which subscription to look at. What holds is read from the provider after the tenant's row was read, and
//! written only if that row is still the same: so of two readings the later one lasts.

use super::set_plan::{plan_shown, switch};
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_billing::{About, Billing, NoticeRefused, Standing, Subscription};
use nameplate_domain::plans::Plan;
use nameplate_domain::tenancy::{Caller, Who};
use nameplate_domain::time::Timestamp;
use nameplate_store::TenantQuota;

/// How often a tenant's row may change in between before we let the provider try again later.
const RACES_MAX: usize = 5;

impl Control {
    /// Deals with a notice of the billing provider. One that was dealt with before, and one about nothing of ours, changes
    /// nothing.
    ///
    /// # Errors
    /// [`Refused::NoBilling`]; [`Refused::Invalid`] for a signature that does not fit; [`Refused::BillingFailed`] when the
    /// provider cannot be asked, [`Refused::Contended`]: it is to send the notice again.
    pub async fn take_notice(&self, signature: &str, body: &[u8]) -> Result<(), Refused> {
        let billing = self.billing()?;
        let notice = billing.notice(signature, body).map_err(|refused: NoticeRefused| {
            tracing::warn!("A notice in the billing provider's name is not believed: its signature {refused}.");
            Refused::invalid("Stripe-Signature", refused.to_string())
        })?;
        let Some(about) = &notice.about else { return Ok(()) };
        for _ in 0..RACES_MAX {
            let Some(before) = self.reader().quota_of_customer(&about.customer).await? else {
                // The operator's account may have other customers than tenants.
                tracing::info!(
                    billing.notice = notice.id,
                    "The billing provider tells of a customer that is no tenant of ours."
                );
                return Ok(());
            };
            let settled = self.settle_plan(billing, &before, about).await?;
            let mut tx = self.store.begin().await?;
            if tx.lock_quota(before.tenant).await?.as_ref() != Some(&before) {
                continue;
            }
            if !tx.note_billing_notice(&notice.id, self.now()).await? {
                return Ok(());
            }
            if settled != before {
                let after = TenantQuota { updated_at: self.now(), ..settled };
                tx.update_quota(&after).await?;
                let caller = Caller { who: Who::Billing, ..Caller::system(before.tenant) };
                let deed = Deed::new("subscription.change", before.tenant);
                self.audit(&mut tx, &caller, deed.from(plan_shown(&before)).to(plan_shown(&after))).await?;
            }
            tx.commit().await?;
            return Ok(());
        }
        Err(Refused::Contended)
    }

    /// What a tenant has, by what the provider says now.
    async fn settle_plan(
        &self,
        billing: &dyn Billing,
        before: &TenantQuota,
        about: &About,
    ) -> Result<TenantQuota, Refused> {
        let Some(told) = billing.subscription(&about.subscription).await? else { return Ok(before.clone()) };
        if told.customer != about.customer {
            return Ok(before.clone());
        }
        if told.plan.is_none() && told.standing == Standing::Running {
            tracing::error!(
                tenant.id = %before.tenant,
                billing.subscription = told.id,
                "A tenant pays for a price that belongs to no plan: set STRIPE_PRICE_… or change the subscription."
            );
        }
        let held = match before.billing_subscription.as_deref() {
            Some(other) if other != told.id => billing.subscription(other).await?,
            _ => None,
        };
        let Settled { after, superfluous } = settled(before, &told, held.as_ref(), self.now());
        if let Some(superfluous) = superfluous {
            tracing::warn!(tenant.id = %before.tenant, billing.subscription = superfluous, "Of two subscriptions of a tenant the older one is ended.");
            billing.cancel(&superfluous).await?;
        }
        Ok(after)
    }
}

/// What follows from how things stand at the provider.
#[derive(Debug)]
struct Settled {
    after: TenantQuota,
    /// A second subscription, which nobody wants to pay for.
    superfluous: Option<String>,
}

/// `told` is what the notice is about, `held` is another one that the tenant's row names; both as they stand now.
fn settled(before: &TenantQuota, told: &Subscription, held: Option<&Subscription>, now: Timestamp) -> Settled {
    let mut after = before.clone();
    let mut superfluous = None;
    let is_named = before.billing_subscription.as_ref() == Some(&told.id);
    match (told.standing, told.plan) {
        (Standing::Running, Some(plan)) => {
            let running = held.filter(|held| held.standing == Standing::Running);
            let age = |subscription: &Subscription| (subscription.created_at, subscription.id.clone());
            if running.is_some_and(|running| age(running) > age(told)) {
                return Settled { after, superfluous: Some(told.id.clone()) };
            }
            superfluous = running.map(|older| older.id.clone());
            switch(&mut after, plan, now);
            after.billing_subscription = Some(told.id.clone());
            after.billing_status = Some(told.status.clone());
        }
        (Standing::Unpaid, _) if is_named => {
            switch(&mut after, Plan::Free, now);
            after.billing_status = Some(told.status.clone());
        }
        (Standing::Ended, _) if is_named => {
            switch(&mut after, Plan::Free, now);
            (after.billing_subscription, after.billing_status) = (None, None);
        }
        _ => {}
    }
    Settled { after, superfluous }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nameplate_domain::plans::Overrides;
    use nameplate_domain::tenancy::TenantId;

    const NOW: Timestamp = Timestamp::from_ms(1_800_000_000_000);

    fn quota(plan: Plan, subscription: Option<&str>) -> TenantQuota {
        TenantQuota {
            tenant: TenantId(uuid::Uuid::nil()),
            plan,
            plan_since: Timestamp::from_ms(1),
            overrides: Overrides::new(),
            max_domains_per_app: 10,
            billing_customer: Some("cus_1".into()),
            billing_subscription: subscription.map(str::to_owned),
            billing_status: subscription.map(|_| "active".to_owned()),
            updated_at: Timestamp::from_ms(1),
        }
    }

    fn subscription(id: &str, plan: Option<Plan>, standing: Standing, created_ms: i64) -> Subscription {
        let status = format!("{standing:?}").to_lowercase();
        let created_at = Timestamp::from_ms(created_ms);
        Subscription { id: id.into(), customer: "cus_1".into(), plan, standing, status, created_at }
    }

    #[test]
    fn what_runs_gives_its_plan_and_what_ended_takes_it_away() {
        let told = subscription("sub_1", Some(Plan::Pro), Standing::Running, 1);
        let Settled { after, superfluous } = settled(&quota(Plan::Free, None), &told, None, NOW);
        assert_eq!((after.plan, after.plan_since, superfluous), (Plan::Pro, NOW, None));
        assert_eq!(after.billing_subscription.as_deref(), Some("sub_1"));
        let told = subscription("sub_1", Some(Plan::Pro), Standing::Ended, 1);
        let ended = settled(&after, &told, None, NOW).after;
        assert_eq!((ended.plan, ended.billing_subscription, ended.billing_status), (Plan::Free, None, None));
    }

    #[test]
    fn what_is_unpaid_comes_back_when_it_is_paid() {
        let unpaid = subscription("sub_1", Some(Plan::Growth), Standing::Unpaid, 1);
        let after = settled(&quota(Plan::Growth, Some("sub_1")), &unpaid, None, NOW).after;
        assert_eq!((after.plan, after.billing_subscription.as_deref()), (Plan::Free, Some("sub_1")));
        let paid = subscription("sub_1", Some(Plan::Growth), Standing::Running, 1);
        assert_eq!(settled(&after, &paid, None, NOW).after.plan, Plan::Growth);
    }

    #[test]
    fn nothing_follows_from_another_subscription_that_does_not_run() {
        let before = quota(Plan::Growth, Some("sub_2"));
        for standing in [Standing::Pending, Standing::Unpaid, Standing::Ended] {
            let told = subscription("sub_1", Some(Plan::Pro), standing, 1);
            assert_eq!(settled(&before, &told, None, NOW).after, before, "{standing:?}");
        }
        let unknown = subscription("sub_2", None, Standing::Running, 1);
        assert_eq!(settled(&before, &unknown, None, NOW).after, before);
    }

    #[test]
    fn of_two_that_run_the_newer_one_lasts_whichever_is_told_of() {
        let old = subscription("sub_1", Some(Plan::Pro), Standing::Running, 1);
        let new = subscription("sub_2", Some(Plan::Growth), Standing::Running, 2);
        for (named, told, held) in [("sub_1", &new, &old), ("sub_2", &old, &new)] {
            let plan = if named == "sub_1" { Plan::Pro } else { Plan::Growth };
            let Settled { after, superfluous } = settled(&quota(plan, Some(named)), told, Some(held), NOW);
            assert_eq!(after.billing_subscription.as_deref(), Some("sub_2"));
            assert_eq!((after.plan, superfluous.as_deref()), (Plan::Growth, Some("sub_1")));
        }
    }
}
