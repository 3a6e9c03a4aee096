//! The same against localstripe: a server of Stripe's API that others wrote, which signs and sends its own webhooks.

use nameplate_billing::stripe::{SecretText, Stripe, StripeSettings};
use nameplate_control::Commerce;
use nameplate_domain::plans::Plan;
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_testkit::{World, WorldSettings, until};
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How long localstripe may take to start.
const PATIENCE: Duration = Duration::from_secs(30);
const KEY: &str = "sk_test_localstripe";
const SIGNING: &str = "whsec_localstripe";

struct WallClock;

impl Clock for WallClock {
    #[expect(clippy::disallowed_methods, reason = "localstripe signs with the wall clock")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Timestamp::from_ms(i64::try_from(since.as_millis()).unwrap())
    }
}

struct LocalStripe {
    child: Child,
    base: String,
    client: reqwest::Client,
}

impl Drop for LocalStripe {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl LocalStripe {
    #[expect(clippy::disallowed_methods, reason = "tests are told by the environment where foreign programs are")]
    async fn start() -> Self {
        let programs =
            std::env::var("NAMEPLATE_TEST_FOREIGN").expect("run `make test`, which installs localstripe for this test");
        let port = nameplate_test_ports::free_port();
        let mut command = Command::new(PathBuf::from(programs).join("localstripe"));
        command.args(["--from-scratch", "--port", &port.to_string()]);
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let child = child.unwrap_or_else(|error| panic!("localstripe does not start ({error}); run `make test`"));
        let stripe = Self { child, base: format!("http://127.0.0.1:{port}"), client: reqwest::Client::new() };
        let start = Instant::now();
        while stripe.client.get(format!("{}/v1/balance", stripe.base)).send().await.is_err() {
            assert!(start.elapsed() < PATIENCE, "localstripe does not answer");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        stripe
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Value {
        let request = self.client.post(format!("{}{path}", self.base)).bearer_auth(KEY).form(form);
        let answer = request.send().await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    async fn get(&self, path: &str) -> Value {
        let request = self.client.get(format!("{}{path}", self.base)).bearer_auth(KEY);
        serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subscription_comes_and_goes_by_localstripes_own_webhooks() {
    let stripe = LocalStripe::start().await;
    let settings = StripeSettings {
        base_url: stripe.base.clone(),
        secret_key: SecretText::new(KEY.into()),
        webhook_secret: SecretText::new(SIGNING.into()),
        prices: [(Plan::Pro, "pro-monthly".into())].into(),
    };
    let billing = Arc::new(Stripe::new(settings, Arc::new(WallClock)).unwrap());
    let commerce = Commerce { default_plan: Plan::Free, billing: Some(billing), ..Commerce::default() };
    let world = World::with(WorldSettings { commerce, ..WorldSettings::default() }).await;
    let stranger = &world.people.stranger;

    // localstripe has no Checkout: it refuses, after the customer was made there.
    let refused = stranger.post("/v1/billing/checkout", serde_json::json!({"plan": "pro"})).await;
    refused.refused(502, "billing_unavailable", "refused");
    let customers = stripe.get("/v1/customers").await;
    let customer = customers["data"][0]["id"].as_str().unwrap();
    assert_eq!(customers["data"][0]["name"], "Somebody else");

    // Without money, since localstripe would want a card.
    let plan =
        [("id", "pro-monthly"), ("amount", "0"), ("currency", "eur"), ("interval", "month"), ("product[name]", "Pro")];
    stripe.post("/v1/plans", &plan).await;
    let webhook = format!("http://{}/v1/billing/webhook", world.addr);
    stripe.post("/_config/webhooks/ours", &[("url", &webhook), ("secret", SIGNING)]).await;
    let made = stripe.post("/v1/subscriptions", &[("customer", customer), ("items[0][plan]", "pro-monthly")]).await;
    assert_eq!(made["status"], "active", "{made:#}");
    until("localstripe's webhook to count", async || {
        let shown = stranger.get("/v1/subscription").await.expect(200);
        (shown.at("/plan") == "pro").then_some(())
    })
    .await;

    let left = stranger.post("/v1/subscriptions", serde_json::json!({"plan": "free"})).await.expect(200);
    assert_eq!(left.at("/plan"), "free");
    let path = format!("/v1/subscriptions/{}", made["id"].as_str().unwrap());
    assert_eq!(stripe.get(&path).await["status"], "canceled");

    // Another one, which localstripe ends by itself.
    let made = stripe.post("/v1/subscriptions", &[("customer", customer), ("items[0][plan]", "pro-monthly")]).await;
    let on = async |plan: &str| {
        until(&format!("the plan to be {plan}"), async || {
            let shown = stranger.get("/v1/subscription").await.expect(200);
            (shown.at("/plan") == plan).then_some(())
        })
        .await;
    };
    on("pro").await;
    let request = stripe.client.delete(format!("{}/v1/subscriptions/{}", stripe.base, made["id"].as_str().unwrap()));
    assert!(request.bearer_auth(KEY).send().await.unwrap().status().is_success());
    on("free").await;
}
