use nameplate_testkit::World;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn a_batch_tells_how_far_it_has_come() {
    let world = World::start().await;
    let body = json!({
        "application_id": world.application.id, "batch_id": "Kampagne 7/8",
        "hostnames": ["a.customer.test", "b.customer.test", "c.customer.test"],
    });
    let made = world.people.demo.post("/v1/connections:bulk", body).await.expect(200);
    let path = "/v1/batches/Kampagne%207%2F8";
    let begun = world.people.reader.get(path).await.expect(200);
    assert_eq!(begun.at("/batch_id"), "Kampagne 7/8");
    assert_eq!((begun.value("/total"), begun.value("/done")), (&json!(3), &json!(0)));
    assert_eq!(begun.value("/by_state"), &json!({"pending_ownership": 3}));
    assert_eq!(begun.at("/first_created_at"), made.at("/data/0/connection/created_at"));

    world.pass(Duration::from_secs(60));
    let proof = |field: &str| made.at(&format!("/data/1/connection/ownership_challenge/{field}"));
    world.publish("TXT", proof("name"), proof("value")).await;
    let id = |at: usize| made.at(&format!("/data/{at}/connection/id"));
    let _ = world.people.demo.post(&format!("/v1/connections/{}/verify", id(1)), Value::Null).await.expect(200);
    let _ = world.people.demo.delete(&format!("/v1/connections/{}", id(2))).await.expect(200);
    let now = world.people.reader.get(path).await.expect(200);
    assert_eq!(now.value("/by_state"), &json!({"pending_ownership": 1, "verified": 1, "archived": 1}));
    assert_eq!((now.value("/total"), now.value("/done")), (&json!(3), &json!(1)));
    assert!(now.at("/last_change_at") > now.at("/first_created_at"), "{now:#?}");
}

#[tokio::test]
async fn a_batch_of_nobody_and_of_somebody_else_is_absent() {
    let world = World::start().await;
    let body = json!({"application_id": world.application.id, "batch_id": "ours", "hostnames": ["a.customer.test"]});
    let _ = world.people.demo.post("/v1/connections:bulk", body).await.expect(200);
    world.people.stranger.get("/v1/batches/ours").await.refused(404, "not_found", "batch");
    for name in ["theirs", "%00", "%ff", "OURS"] {
        world.people.demo.get(&format!("/v1/batches/{name}")).await.refused(404, "not_found", "batch");
    }
}
