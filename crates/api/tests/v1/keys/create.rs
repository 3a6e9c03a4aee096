use nameplate_testkit::World;
use serde_json::json;

#[tokio::test]
async fn the_secret_works_and_is_shown_once() {
    let world = World::start().await;
    let path = format!("/v1/applications/{}/keys", world.application.id);
    let made = world
        .people
        .demo
        .post(&path, json!({"name": "server-prod", "scopes": ["connections:write", "connections:read"]}))
        .await
        .expect(201);
    let secret = made.at("/secret");
    assert!(secret.starts_with("sk_test_") && secret.ends_with(made.at("/last4")));
    assert_eq!(made.value("/scopes"), &json!(["connections:read", "connections:write"]));
    let _ = world.people.nobody.with_key(secret).get("/v1/connections").await.expect(200);
    let list = world.people.demo.get(&path).await.expect(200);
    assert!(!list.text.contains(secret));
}

#[tokio::test]
async fn a_live_application_has_live_keys() {
    let world = World::start().await;
    let live =
        world.people.demo.post("/v1/applications", json!({"name": "Live", "environment": "live"})).await.expect(201);
    let path = format!("/v1/applications/{}/keys", live.at("/id"));
    let made = world.people.demo.post(&path, json!({"scopes": ["usage:read"]})).await.expect(201);
    assert!(made.at("/secret").starts_with("sk_live_"));
    assert_eq!(made.at("/name"), "unnamed key");
}

#[tokio::test]
async fn nobody_hands_on_more_than_they_hold() {
    let world = World::start().await;
    let path = format!("/v1/applications/{}/keys", world.application.id);
    let own = world.people.admin.post(&path, json!({"scopes": ["apps:admin"]})).await;
    assert_eq!(own.status, 201);
    let more = world.people.admin.post(&path, json!({"scopes": ["apps:admin", "connections:read"]})).await;
    more.refused(403, "forbidden", "connections:read");
}

#[tokio::test]
async fn a_key_of_one_application_has_nothing_to_do_with_the_keys_of_another() {
    let world = World::start().await;
    let other = world.people.demo.post("/v1/applications", json!({"name": "Other"})).await.expect(201);
    let path = format!("/v1/applications/{}/keys", other.at("/id"));
    let theirs = world.people.demo.post(&path, json!({"scopes": ["apps:admin"]})).await.expect(201);
    let admin = &world.people.admin;
    admin.post(&path, json!({"scopes": ["apps:admin"]})).await.refused(404, "not_found", "application");
    admin.get(&path).await.refused(404, "not_found", "application");
    admin.delete(&format!("{path}/{}", theirs.at("/id"))).await.refused(404, "not_found", "application");
    let owner = world.people.nobody.with_key(theirs.at("/secret"));
    assert_eq!(owner.get(&path).await.expect(200).value("/data").as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn scopes_that_do_not_exist_are_named() {
    let world = World::start().await;
    let path = format!("/v1/applications/{}/keys", world.application.id);
    let post = async |scopes| world.people.demo.post(&path, json!({"scopes": scopes})).await;
    post(json!(["connections:read", "root"])).await.refused(400, "invalid", "scopes[1] cannot be `root`");
    post(json!([])).await.refused(400, "invalid", "scopes is empty");
    post(json!("connections:read")).await.refused(400, "invalid", "scopes must be a list");
    world.people.demo.post(&path, json!({"name": "x"})).await.refused(400, "invalid", "scopes is required");
}
