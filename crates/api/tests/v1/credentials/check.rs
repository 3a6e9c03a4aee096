use super::path;
use nameplate_testkit::World;
use serde_json::{Value, json};

#[tokio::test]
async fn a_check_asks_the_provider_anew() {
    let world = World::start().await;
    let made = world.lend("limited:late.test").await;
    assert_eq!(made.at("/verdict/status"), "no_such_zone");
    world.publish("A", "www.late.test", "192.0.2.80").await;
    let check = format!("{}/{}/check", path(&world), made.at("/id"));
    let checked = world.people.admin.post(&check, Value::Null).await.expect(200);
    assert_eq!((checked.at("/verdict/status"), checked.value("/verdict/zones")), ("ok", &json!(["late.test"])));
    assert!(checked.at("/verdict/checked_at") > made.at("/verdict/checked_at"));
    assert!(!checked.text.contains("limited"), "{checked:#?}");
    let list = world.people.admin.get(&path(&world)).await.expect(200);
    assert_eq!(list.value("/data/0"), &checked.json);
}

#[tokio::test]
async fn only_a_credential_of_that_application_is_checked() {
    let world = World::start().await;
    let made = world.lend("sandbox-token-9876").await;
    let other = world.people.demo.post("/v1/applications", json!({"name": "Other"})).await.expect(201);
    let crossed = format!("/v1/applications/{}/credentials/{}/check", other.at("/id"), made.at("/id"));
    world.people.demo.post(&crossed, Value::Null).await.refused(404, "not_found", "credential");
    let check = format!("{}/{}/check", path(&world), made.at("/id"));
    let refused = world.people.stranger.post(&check, Value::Null).await;
    refused.refused(404, "not_found", "There is no such");
}
