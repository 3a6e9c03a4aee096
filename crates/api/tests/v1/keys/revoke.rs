use nameplate_testkit::World;
use serde_json::json;

#[tokio::test]
async fn a_revoked_key_fails_on_its_next_request() {
    let world = World::start().await;
    let keys = format!("/v1/applications/{}/keys", world.application.id);
    let made = world.people.demo.post(&keys, json!({"scopes": ["connections:read"]})).await.expect(201);
    let owner = world.people.nobody.with_key(made.at("/secret"));
    let _ = owner.get("/v1/connections").await.expect(200);

    let path = format!("{keys}/{}", made.at("/id"));
    let _ = world.people.demo.delete(&path).await.expect(204);
    owner.get("/v1/connections").await.refused(401, "unauthorized", "revoked");
    let _ = world.people.demo.delete(&path).await.expect(204);
    let list = world.people.demo.get(&keys).await.expect(200);
    let row = list.value("/data").as_array().unwrap().iter().find(|row| row["id"] == made.at("/id")).unwrap();
    assert!(row["revoked_at"].is_string());
}

#[tokio::test]
async fn a_key_of_another_application_is_not_found_here() {
    let world = World::start().await;
    let other = world.people.demo.post("/v1/applications", json!({"name": "Other"})).await.expect(201);
    let made = world
        .people
        .demo
        .post(&format!("/v1/applications/{}/keys", other.at("/id")), json!({"scopes": ["usage:read"]}))
        .await
        .expect(201);
    let path = format!("/v1/applications/{}/keys/{}", world.application.id, made.at("/id"));
    world.people.demo.delete(&path).await.refused(404, "not_found", "key");
}
