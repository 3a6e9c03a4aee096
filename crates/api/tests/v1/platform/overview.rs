use nameplate_testkit::World;
use serde_json::json;

#[tokio::test]
async fn the_whole_platform_is_counted() {
    let world = World::start().await;
    let _ = world.connect("shop.customer.test").await;
    let _ = world.people.nobody.post("/internal/edges", json!({"edge_id": "edge-1"})).await.expect(204);
    let shown = world.people.operator.get("/v1/platform/overview").await.expect(200);
    assert_eq!(shown.value("/tenants"), &json!(2), "the demo tenant and a stranger");
    assert_eq!(shown.value("/connections/pending_ownership"), &json!(1));
    assert_eq!(shown.value("/connections/live"), &json!(0), "no state is left out");
    assert_eq!(shown.value("/certificates"), &json!({"pending": 0, "issued": 0, "failed": 0}));
    assert_eq!(shown.value("/deliveries"), &json!({"pending": 0, "delivered": 0, "failed": 0}));
    assert_eq!(shown.value("/expiring_soon"), &json!(0));
    assert_eq!(shown.value("/edges_attached"), &json!(1));
    assert_eq!(shown.at("/version"), env!("CARGO_PKG_VERSION"));
    assert!(["sqlite", "postgres"].contains(&shown.at("/engine")));
    assert!(shown.at("/started_at").ends_with('Z'));
}

#[tokio::test]
async fn widget_tokens_are_no_platform_keys() {
    let world = World::start().await;
    let browser = world.browser(None).await;
    for path in ["overview", "tenants", "edges", "queues", "authorities", "metrics"] {
        browser.get(&format!("/v1/platform/{path}")).await.refused(403, "forbidden", "platform key");
    }
}
