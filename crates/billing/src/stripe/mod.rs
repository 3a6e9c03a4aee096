//! Stripe, by its documented REST API (<https://docs.stripe.com/api>): Checkout, the customer portal, subscriptions, webhooks.

mod http;
mod notice;
mod shapes;

use crate::{Billing, BillingError, Notice, NoticeRefused, Order, Standing, Subscription};
use async_trait::async_trait;
use http::Http;
use nameplate_domain::plans::Plan;
use nameplate_domain::tenancy::TenantId;
use nameplate_domain::time::Clock;
use reqwest::Method;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Where Stripe's API is.
pub const BASE_URL: &str = "https://api.stripe.com";

/// A text that must not be seen: an API key, a signing secret.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

impl SecretText {
    /// Takes the text over.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(…)")
    }
}

/// An operator's account at Stripe.
#[derive(Clone, Debug)]
pub struct StripeSettings {
    /// Scheme, host and port of the API, without a slash at its end; [`BASE_URL`].
    pub base_url: String,
    /// `sk_…` or a restricted key `rk_…`: customers, Checkout Sessions, portal sessions and subscriptions are written.
    pub secret_key: SecretText,
    /// `whsec_…` of the webhook endpoint.
    pub webhook_secret: SecretText,
    /// Identifiers of the prices, by plan.
    pub prices: BTreeMap<Plan, String>,
}

/// Stripe.
#[derive(Clone)]
pub struct Stripe {
    http: Http,
    webhook_secret: SecretText,
    prices: BTreeMap<Plan, String>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for Stripe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stripe").field("http", &self.http).field("prices", &self.prices).finish_non_exhaustive()
    }
}

/// Why [`Stripe::new`] could not be made.
#[derive(Debug, thiserror::Error)]
#[error("HTTP towards Stripe cannot be set up: {0}")]
pub struct NoHttp(#[from] reqwest::Error);

impl Stripe {
    /// `clock` says how old a notice is.
    ///
    /// # Errors
    /// [`NoHttp`] when TLS cannot be set up.
    pub fn new(settings: StripeSettings, clock: Arc<dyn Clock>) -> Result<Self, NoHttp> {
        let StripeSettings { base_url, secret_key, webhook_secret, prices } = settings;
        Ok(Self { http: Http::new(base_url, secret_key)?, webhook_secret, prices, clock })
    }

    async fn read(&self, id: &str) -> Result<Option<shapes::Subscription>, BillingError> {
        let path = format!("/v1/subscriptions/{}", shapes::segment(id)?);
        self.http.send_if_any(Method::GET, &path, &[], None).await
    }

    /// A page of Checkout, for a first subscription.
    async fn sell(&self, order: &Order<'_>, price: &str) -> Result<String, BillingError> {
        let tenant = order.tenant.to_string();
        let form = [
            ("mode", "subscription"),
            ("customer", order.customer),
            ("client_reference_id", &tenant),
            ("line_items[0][price]", price),
            ("line_items[0][quantity]", "1"),
            ("subscription_data[metadata][nameplate_tenant]", &tenant),
            ("success_url", order.success_url),
            ("cancel_url", order.cancel_url),
        ];
        let page: shapes::Page =
            self.http.send(Method::POST, "/v1/checkout/sessions", &form, Some(order.attempt)).await?;
        Ok(page.url)
    }

    /// A page of the portal that asks to confirm one change.
    async fn confirm(
        &self,
        order: &Order<'_>,
        price: &str,
        running: &shapes::Subscription,
    ) -> Result<String, BillingError> {
        let item = running.items.data.first().ok_or(BillingError::Unreadable)?;
        let form = [
            ("customer", order.customer),
            ("return_url", order.cancel_url),
            ("flow_data[type]", "subscription_update_confirm"),
            ("flow_data[subscription_update_confirm][subscription]", &running.id),
            ("flow_data[subscription_update_confirm][items][0][id]", &item.id),
            ("flow_data[subscription_update_confirm][items][0][price]", price),
            ("flow_data[subscription_update_confirm][items][0][quantity]", "1"),
            ("flow_data[after_completion][type]", "redirect"),
            ("flow_data[after_completion][redirect][return_url]", order.success_url),
        ];
        let page: shapes::Page =
            self.http.send(Method::POST, "/v1/billing_portal/sessions", &form, Some(order.attempt)).await?;
        Ok(page.url)
    }
}

#[async_trait]
impl Billing for Stripe {
    fn sells(&self, plan: Plan) -> bool {
        self.prices.contains_key(&plan)
    }

    async fn customer(&self, tenant: TenantId, name: &str) -> Result<String, BillingError> {
        let reference = tenant.to_string();
        let form = [("name", name), ("metadata[nameplate_tenant]", reference.as_str())];
        let key = format!("nameplate-customer-{reference}");
        let made: shapes::Made = self.http.send(Method::POST, "/v1/customers", &form, Some(&key)).await?;
        Ok(made.id)
    }

    async fn checkout(&self, order: &Order<'_>) -> Result<String, BillingError> {
        let price = self.prices.get(&order.plan).ok_or(BillingError::NotForSale)?;
        let present = match order.subscription {
            Some(id) => self.read(id).await?,
            None => None,
        };
        let Some(present) = present else { return self.sell(order, price).await };
        let is_same = present.items.data.first().and_then(shapes::Item::price) == Some(price.as_str());
        match present.standing()? {
            Standing::Running if !is_same => self.confirm(order, price, &present).await,
            // What is owed for it is paid there.
            Standing::Running | Standing::Unpaid => self.portal(order.customer, order.cancel_url).await,
            Standing::Pending | Standing::Ended => self.sell(order, price).await,
        }
    }

    async fn portal(&self, customer: &str, return_url: &str) -> Result<String, BillingError> {
        let form = [("customer", customer), ("return_url", return_url)];
        let page: shapes::Page = self.http.send(Method::POST, "/v1/billing_portal/sessions", &form, None).await?;
        Ok(page.url)
    }

    async fn subscription(&self, id: &str) -> Result<Option<Subscription>, BillingError> {
        let Some(found) = self.read(id).await? else { return Ok(None) };
        let price = found.items.data.first().and_then(shapes::Item::price);
        let plan = price.and_then(|price| self.prices.iter().find(|(_, id)| *id == price).map(|(plan, _)| *plan));
        Ok(Some(Subscription {
            plan,
            standing: found.standing()?,
            created_at: found.created_at(),
            id: found.id,
            customer: found.customer,
            status: found.status,
        }))
    }

    async fn cancel(&self, id: &str) -> Result<(), BillingError> {
        let running = self.read(id).await?;
        if running.map_or(Ok(Standing::Ended), |found| found.standing())? == Standing::Ended {
            return Ok(());
        }
        let path = format!("/v1/subscriptions/{}", shapes::segment(id)?);
        // Somebody may have ended it meanwhile: then there is nothing left to end.
        let _: Option<shapes::Made> = self.http.send_if_any(Method::DELETE, &path, &[], None).await?;
        Ok(())
    }

    fn notice(&self, signature: &str, body: &[u8]) -> Result<Notice, NoticeRefused> {
        notice::verify(&self.webhook_secret, signature, body, self.clock.now())?;
        notice::read(body)
    }
}
