//! A world whose tenants pay through the simulator.

use crate::simulator::{SECRET_KEY, Simulator};
use aws_lc_rs::hmac;
use nameplate_billing::stripe::{SecretText, Stripe, StripeSettings};
use nameplate_control::Commerce;
use nameplate_domain::plans::Plan;
use nameplate_domain::tenancy::{Caller, Operator};
use nameplate_domain::time::Clock;
use nameplate_store::{AuditFilter, Page};
use nameplate_testkit::{Answer, HandClock, Person, World, WorldSettings};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) const WEBHOOK_SECRET: &str = "whsec_canary_signing_secret";

pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) stripe: Simulator,
    clock: Arc<HandClock>,
    /// A tenant on the free plan, as new ones are.
    pub(crate) caller: Caller,
    pub(crate) tenant: Person,
}

impl Stage {
    pub(crate) async fn set() -> Self {
        let stripe = Simulator::default();
        let clock = Arc::new(HandClock::default());
        let settings = StripeSettings {
            base_url: stripe.start().await,
            secret_key: SecretText::new(SECRET_KEY.into()),
            webhook_secret: SecretText::new(WEBHOOK_SECRET.into()),
            prices: [(Plan::Pro, "price_pro".into()), (Plan::Growth, "price_growth".into())].into(),
        };
        let billing = Stripe::new(settings, Arc::clone(&clock) as Arc<dyn Clock>).unwrap();
        let shown = format!("{billing:?}");
        assert!(!shown.contains("canary"), "{shown}");
        let commerce = Commerce { default_plan: Plan::Free, billing: Some(Arc::new(billing)), ..Commerce::default() };
        let world = World::with(WorldSettings { commerce, ..WorldSettings::default() }).await;
        let (_, _, secret) =
            world.control.create_tenant(&Operator::at_the_command_line(), "Müller & Söhne", None, None).await.unwrap();
        let caller = world.control.authenticate(secret.reveal()).await.unwrap().unwrap();
        let tenant = world.people.nobody.with_key(secret.reveal());
        Self { world, stripe, clock, caller, tenant }
    }

    pub(crate) async fn check_out(&self, plan: &str) -> Answer {
        self.tenant.post("/v1/billing/checkout", json!({"plan": plan})).await
    }

    /// What Stripe knows the tenant by, once it has been to checkout.
    pub(crate) async fn customer(&self) -> String {
        let quota = self.world.control.quota_of(self.caller.tenant).await.unwrap();
        quota.billing_customer.unwrap()
    }

    /// A tenant that pays for `price`; gives its subscription.
    pub(crate) async fn paying(&self, price: &str) -> String {
        let _ = self.check_out("pro").await.expect(200);
        let subscription = self.stripe.pays(&self.customer().await, price, 1_793_491_200);
        let session = json!({"id": "cs_1", "object": "checkout.session", "mode": "subscription",
            "customer": self.customer().await, "subscription": subscription,
            "client_reference_id": self.caller.tenant});
        let _ = self.tell("evt_paid", "checkout.session.completed", &session).await.expect(204);
        subscription
    }

    /// Sends a signed event, as Stripe does.
    pub(crate) async fn tell(&self, id: &str, kind: &str, object: &Value) -> Answer {
        let body = json!({"id": id, "object": "event", "type": kind, "data": {"object": object}}).to_string();
        let seconds = self.clock.now().as_ms() / 1000;
        self.deliver(&signature(WEBHOOK_SECRET, seconds, &body), body).await
    }

    pub(crate) fn now_s(&self) -> i64 {
        self.clock.now().as_ms() / 1000
    }

    pub(crate) async fn deliver(&self, signature: &str, body: String) -> Answer {
        let nobody = &self.world.people.nobody;
        let request = nobody.request(Method::POST, "/v1/billing/webhook").header("stripe-signature", signature);
        nobody.send(request.header("content-type", "application/json").body(body)).await
    }

    pub(crate) async fn plan(&self) -> (String, String) {
        let shown = self.tenant.get("/v1/subscription").await.expect(200);
        (shown.at("/plan").to_owned(), shown.at("/status").to_owned())
    }

    /// Actions of the audit log with who did them, the oldest first.
    pub(crate) async fn deeds(&self) -> Vec<(String, &'static str)> {
        let reader = self.world.control.reader();
        let entries = reader.audit(self.caller.tenant, &AuditFilter::default(), Page::first(100)).await.unwrap();
        let text = format!("{entries:?}");
        assert!(!text.contains("canary"), "{text}");
        entries.into_iter().rev().map(|entry| (entry.action, entry.who.kind())).collect()
    }
}

pub(crate) fn signature(secret: &str, seconds: i64, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, format!("{seconds}.{body}").as_bytes());
    let hex: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={seconds},v1={hex},v0={hex}")
}
