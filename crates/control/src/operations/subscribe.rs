//! Buying a plan, changing it, and looking after what is paid.

use super::set_plan::{plan_shown, switch};
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_billing::{Billing, BillingError, Order};
use nameplate_domain::plans::Plan;
use nameplate_domain::tenancy::{Caller, Scope};
use nameplate_store::{StoreError, TenantQuota};
use serde_json::json;

/// Longest URL that people come back to, in octets.
const URL_LENGTH_MAX: usize = 2000;
/// How a subscription stands that nothing is owed for.
const PAID: [&str; 2] = ["active", "trialing"];

/// What a customer is sent to checkout for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkout {
    /// What is bought.
    pub plan: Plan,
    /// Where the customer goes afterwards; `None` for the platform's own page.
    pub success_url: Option<String>,
    /// Where the customer goes who does not buy; `None` for the platform's own page.
    pub cancel_url: Option<String>,
}

impl From<BillingError> for Refused {
    fn from(error: BillingError) -> Self {
        Self::BillingFailed(error.to_string())
    }
}

impl Control {
    /// Puts the caller's tenant on a plan. Without a billing provider that is all; with one it is for plans that cost nothing:
    /// `free` ends the subscription at once. Asking for the present plan changes nothing.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `apps:admin`; [`Refused::CheckoutRequired`] for a plan that is paid for;
    /// [`Refused::BillingFailed`] when the provider does not end the subscription: nothing has changed then.
    pub async fn subscribe(&self, caller: &Caller, plan: Plan) -> Result<TenantQuota, Refused> {
        caller.require(Scope::AppsAdmin)?;
        let present = self.quota_of(caller.tenant).await?;
        // Whoever is on `free` for not having paid still has the subscription.
        if present.plan == plan && (plan != Plan::Free || present.billing_subscription.is_none()) {
            return Ok(present);
        }
        if let Some(billing) = &self.commerce.billing {
            if plan != Plan::Free {
                return Err(Refused::CheckoutRequired { plan: plan.to_string() });
            }
            if let Some(subscription) = &present.billing_subscription {
                billing.cancel(subscription).await?;
            }
        }
        let mut tx = self.store.begin().await?;
        let before = self.locked_quota(&mut tx, caller.tenant).await?;
        let mut after = before.clone();
        let now = self.now();
        switch(&mut after, plan, now);
        if self.commerce.billing.is_some() && after.billing_subscription == present.billing_subscription {
            (after.billing_subscription, after.billing_status) = (None, None);
        }
        after.updated_at = now;
        tx.update_quota(&after).await?;
        let deed = Deed::new("subscription.change", caller.tenant).from(plan_shown(&before)).to(plan_shown(&after));
        self.audit(&mut tx, caller, deed).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// A page of the billing provider on which the caller's people buy a plan; gives its URL.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `apps:admin`; [`Refused::NoBilling`]; [`Refused::Invalid`] for a plan that is not for
    /// sale, for the present one, and for a URL that nobody can come back to; [`Refused::BillingFailed`].
    pub async fn check_out(&self, caller: &Caller, wanted: Checkout) -> Result<String, Refused> {
        caller.require(Scope::AppsAdmin)?;
        let success_url = self.come_back("success_url", wanted.success_url)?;
        let cancel_url = self.come_back("cancel_url", wanted.cancel_url)?;
        let billing = self.billing()?;
        let plan = wanted.plan;
        if plan == Plan::Free {
            return Err(Refused::invalid("plan", "cannot be free: POST /v1/subscriptions switches to it"));
        }
        if !billing.sells(plan) {
            let reason = format!("cannot be {plan}: it is not for sale here; ask whoever runs this platform");
            return Err(Refused::invalid("plan", reason));
        }
        let quota = self.known_customer(caller, billing).await?;
        if quota.plan == plan && quota.billing_status.as_deref().is_none_or(|status| PAID.contains(&status)) {
            return Err(Refused::invalid("plan", format!("is {plan} already; there is nothing to buy")));
        }
        let attempt = self.chance.id(self.now()).to_string();
        let order = Order {
            tenant: caller.tenant,
            customer: quota.billing_customer.as_deref().unwrap_or_default(),
            plan,
            subscription: quota.billing_subscription.as_deref(),
            success_url: &success_url,
            cancel_url: &cancel_url,
            attempt: &attempt,
        };
        let url = billing.checkout(&order).await?;
        self.write_deed(caller, Deed::new("subscription.checkout", caller.tenant).to(json!({"plan": plan}))).await?;
        Ok(url)
    }

    /// A page of the billing provider on which the caller's people look after cards, invoices and the subscription; gives its
    /// URL.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `apps:admin`; [`Refused::NoBilling`]; [`Refused::Invalid`] for a URL that nobody can
    /// come back to; [`Refused::BillingFailed`].
    pub async fn open_portal(&self, caller: &Caller, return_url: Option<String>) -> Result<String, Refused> {
        caller.require(Scope::AppsAdmin)?;
        let return_url = self.come_back("return_url", return_url)?;
        let billing = self.billing()?;
        let quota = self.known_customer(caller, billing).await?;
        let url = billing.portal(quota.billing_customer.as_deref().unwrap_or_default(), &return_url).await?;
        self.write_deed(caller, Deed::new("subscription.portal", caller.tenant)).await?;
        Ok(url)
    }

    /// Who takes the money.
    pub(crate) fn billing(&self) -> Result<&dyn Billing, Refused> {
        self.commerce.billing.as_deref().ok_or(Refused::NoBilling)
    }

    /// Makes the tenant known to the provider, unless it is.
    async fn known_customer(&self, caller: &Caller, billing: &dyn Billing) -> Result<TenantQuota, Refused> {
        let present = self.quota_of(caller.tenant).await?;
        if present.billing_customer.is_some() {
            return Ok(present);
        }
        let tenant = self.reader().tenant(caller.tenant).await?.ok_or(Refused::NotFound("tenant"))?;
        // Asked at the same time by two, it is the same customer.
        let customer = billing.customer(caller.tenant, &tenant.name).await?;
        let mut tx = self.store.begin().await?;
        let mut quota = self.locked_quota(&mut tx, caller.tenant).await?;
        if quota.billing_customer.is_none() {
            (quota.billing_customer, quota.updated_at) = (Some(customer.clone()), self.now());
            tx.update_quota(&quota).await?;
            let deed = Deed::new("subscription.customer", caller.tenant).to(json!({"customer": customer}));
            self.audit(&mut tx, caller, deed).await?;
        }
        tx.commit().await?;
        Ok(quota)
    }

    async fn write_deed(&self, caller: &Caller, deed: Deed) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        self.audit(&mut tx, caller, deed).await?;
        tx.commit().await
    }

    /// A URL that a browser can be sent to.
    fn come_back(&self, field: &str, url: Option<String>) -> Result<String, Refused> {
        let Some(url) = url else { return Ok(self.commerce.return_url.clone()) };
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
        let has_host = host.is_some_and(|host| !host.is_empty() && !host.contains('@'));
        match has_host && url.len() <= URL_LENGTH_MAX && url.bytes().all(|byte| byte.is_ascii_graphic()) {
            true => Ok(url),
            false => Err(Refused::invalid(
                field,
                format!("must be a URL that begins with https:// or http://, of at most {URL_LENGTH_MAX} characters"),
            )),
        }
    }
}
