use nameplate_testkit::World;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn every_kind_is_counted() {
    let world = World::start().await;
    let demo = &world.people.demo;
    let _ = world.live("one.customer.test").await;
    let _ = world.connect("two.customer.test").await;
    let usage = demo.get("/v1/usage").await.expect(200);
    assert_eq!((usage.at("/period"), usage.at("/plan")), ("2026-11", "enterprise"));
    let counters = ["connect", "active_domain", "cert"].map(|kind| usage.value(&format!("/{kind}")).clone());
    // No edge is attached, so nobody has issued anything.
    assert_eq!(counters, [json!(2), json!(1), json!(0)]);
    for (at, kind) in ["connect", "active_domain", "cert", "api_call"].into_iter().enumerate() {
        let line = usage.value(&format!("/usage/{at}"));
        assert_eq!(
            (&line["kind"], &line["used"], &line["limit"]),
            (&json!(kind), usage.value(&format!("/{kind}")), &Value::Null)
        );
    }
}

#[tokio::test]
async fn each_call_with_a_valid_key_counts_once_written_down_or_not() {
    let world = World::start().await;
    let demo = &world.people.demo;
    let calls = async || demo.get("/v1/usage").await.expect(200).value("/api_call").as_i64().unwrap();
    let before = calls().await;
    let _ = demo.get("/v1/plans").await.expect(200);
    let _ = world.people.reader.post("/v1/applications", json!({"name": "x"})).await.expect(403);
    let _ = demo.get("/v1/connections/none").await.expect(404);
    let _ = world.people.nobody.get("/v1/plans").await.expect(401);
    let _ = world.people.stranger.get("/v1/plans").await.expect(200);
    let _ = demo.get("/healthz").await.expect(200);
    assert_eq!(calls().await, before + 4, "three calls, and the one that asks");
    world.control.write_down_calls().await.unwrap();
    assert_eq!(calls().await, before + 5);
    world.control.write_down_calls().await.unwrap();
    let reader = world.control.reader();
    let stored = reader.usage(world.caller.tenant, "2026-11").await.unwrap();
    assert!(stored.iter().any(|(kind, used)| kind.as_str() == "api_call" && *used == before + 5), "{stored:?}");
}

#[tokio::test]
async fn a_month_is_asked_for_by_name() {
    let world = World::start().await;
    let demo = &world.people.demo;
    let live = world.live("one.customer.test").await;
    world.pass(Duration::from_hours(24 * 30));
    let december = demo.get("/v1/usage").await.expect(200);
    assert_eq!((december.at("/period"), december.at("/period_start")), ("2026-12", "2026-12-01T00:00:00.000Z"));
    assert_eq!(december.value("/connect"), &json!(0), "a new month, a new count");
    assert_eq!(december.value("/active_domain"), &json!(1), "it is live still");
    let november = demo.get("/v1/usage?period=2026-11").await.expect(200);
    assert_eq!((november.value("/connect"), november.value("/active_domain")), (&json!(1), &json!(1)));
    let _ = demo.delete(&format!("/v1/connections/{}", live.at("/id"))).await.expect(200);
    let december = demo.get("/v1/usage").await.expect(200);
    assert_eq!(december.value("/active_domain"), &json!(0));
    let none = demo.get("/v1/usage?period=2026-10").await.expect(200);
    assert_eq!(none.value("/api_call"), &json!(0));
    for period in ["2026", "2026-13", "11-2026", "now", "2026-11-01", ""] {
        demo.get(&format!("/v1/usage?period={period}")).await.refused(400, "invalid", "period must be a month");
    }
}
