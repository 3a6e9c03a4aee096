use super::path;
use nameplate_testkit::World;
use serde_json::{Value, json};

#[tokio::test]
async fn a_deleted_credential_writes_nothing_more_and_what_it_wrote_stays() {
    let world = World::start().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    let lent = world.lend("sandbox-token-9876").await;
    let made = world.connect("shop.customer.test").await;
    assert_eq!(made.at("/state"), "propagating");
    let records = world.records("customer.test").await;
    let one = format!("{}/{}", path(&world), lent.at("/id"));
    let _ = world.people.admin.delete(&one).await.expect(204);
    world.people.admin.delete(&one).await.refused(404, "not_found", "credential");
    world.people.admin.post(&format!("{one}/check"), Value::Null).await.refused(404, "not_found", "credential");
    assert_eq!(world.people.admin.get(&path(&world)).await.expect(200).value("/data"), &json!([]));
    let next = world.connect("next.customer.test").await;
    assert_eq!((next.at("/setup_type"), next.at("/state")), ("manual", "pending_ownership"));
    let apply = format!("/v1/connections/{}/records:apply", made.at("/id"));
    world.people.demo.post(&apply, Value::Null).await.refused(409, "no_credential", "shop.customer.test");
    assert_eq!(world.records("customer.test").await, records);
}

#[tokio::test]
async fn only_a_credential_of_that_application_is_deleted() {
    let world = World::start().await;
    let lent = world.lend("sandbox-token-9876").await;
    let other = world.people.demo.post("/v1/applications", json!({"name": "Other"})).await.expect(201);
    let crossed = format!("/v1/applications/{}/credentials/{}", other.at("/id"), lent.at("/id"));
    world.people.demo.delete(&crossed).await.refused(404, "not_found", "credential");
    let one = format!("{}/{}", path(&world), lent.at("/id"));
    world.people.stranger.delete(&one).await.refused(404, "not_found", "There is no such");
    assert_eq!(world.people.admin.get(&path(&world)).await.expect(200).value("/data/0/id"), lent.value("/id"));
}
