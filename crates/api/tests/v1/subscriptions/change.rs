use nameplate_store::{AuditFilter, Page};
use nameplate_testkit::World;
use serde_json::json;

#[tokio::test]
async fn without_a_billing_provider_everybody_switches_freely() {
    let world = World::start().await;
    let demo = &world.people.demo;
    for plan in ["free", "growth", "pro"] {
        let switched = demo.post("/v1/subscriptions", json!({"plan": plan})).await.expect(200);
        assert_eq!((switched.at("/plan"), switched.at("/status")), (plan, "active"));
        assert_eq!(demo.get("/v1/subscription").await.at("/plan"), plan);
    }
    let before = demo.get("/v1/subscription").await;
    let again = demo.post("/v1/subscriptions", json!({"plan": "pro"})).await.expect(200);
    assert_eq!(again.at("/since"), before.at("/since"), "asking for the same again changes nothing");
    let other = world.people.stranger.get("/v1/subscription").await.expect(200);
    assert_eq!(other.at("/plan"), "enterprise");

    let filter = AuditFilter { action: Some("subscription.change".into()), ..AuditFilter::default() };
    let entries = world.control.reader().audit(world.caller.tenant, &filter, Page::first(10)).await.unwrap();
    let plans: Vec<_> = entries
        .iter()
        .map(|entry| [&entry.before, &entry.after].map(|it| it.clone().unwrap()["plan"].clone()))
        .collect();
    assert_eq!(
        plans,
        [["growth", "pro"], ["free", "growth"], ["enterprise", "free"]].map(|pair| pair.map(|plan| json!(plan)))
    );
}

#[tokio::test]
async fn what_is_no_plan_is_named() {
    let world = World::start().await;
    let post = async |body| world.people.demo.post("/v1/subscriptions", body).await;
    post(json!({"plan": "gold"})).await.refused(400, "invalid", "plan cannot be `gold`");
    post(json!({"plan": null})).await.refused(400, "invalid", "plan must be a string, not null");
    post(json!({"plan": 5})).await.refused(400, "invalid", "plan must be a string");
    post(json!({})).await.refused(400, "invalid", "plan is required");
    post(json!({"plan": "pro", "coupon": "x"})).await.refused(400, "invalid", "coupon is not a field");
    let same = world.people.demo.get("/v1/subscription").await.expect(200);
    assert_eq!(same.at("/plan"), "enterprise");
}

#[tokio::test]
async fn nobody_sells_anything_without_a_billing_provider() {
    let world = World::start().await;
    let answer = world.people.demo.post("/v1/billing/checkout", json!({"plan": "pro"})).await;
    answer.refused(502, "billing_unavailable", "billing provider is set up");
    for body in [json!({}), json!({"plan": "pro", "coupon": "x"})] {
        // Whatever is sent: there is nobody to buy it from.
        let answer = world.people.demo.post("/v1/billing/checkout", body).await;
        answer.refused(502, "billing_unavailable", "billing provider is set up");
    }
    let bare = world.people.demo.request(reqwest::Method::POST, "/v1/billing/checkout");
    world.people.demo.send(bare).await.refused(502, "billing_unavailable", "billing provider is set up");
    world.people.nobody.post("/v1/billing/checkout", json!({})).await.refused(401, "unauthorized", "API key");
    let answer = world.people.demo.post("/v1/billing/portal", json!(null)).await;
    answer.refused(502, "billing_unavailable", "billing provider is set up");
    let answer = world.people.nobody.post("/v1/billing/webhook", json!({})).await;
    answer.refused(502, "billing_unavailable", "billing provider is set up");
}
