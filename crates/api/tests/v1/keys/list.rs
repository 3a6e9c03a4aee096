use nameplate_testkit::World;
use serde_json::{Value, json};

#[tokio::test]
async fn keys_are_listed_by_their_last_characters() {
    let world = World::start().await;
    let made = world.people.demo.post("/v1/applications", json!({"name": "Own"})).await.expect(201);
    let path = format!("/v1/applications/{}/keys", made.at("/id"));
    let key = world.people.demo.post(&path, json!({"name": "one", "scopes": ["usage:read"]})).await.expect(201);
    let list = world.people.demo.get(&path).await.expect(200);
    assert_eq!((list.at("/data/0/id"), list.at("/data/0/last4")), (key.at("/id"), key.at("/last4")));
    assert_eq!(list.value("/data/0/revoked_at"), &Value::Null);
    assert!(list.json["data"][0].get("secret").is_none());
}
