use nameplate_testkit::World;
use serde_json::{Value, json};

#[tokio::test]
async fn a_key_of_any_application_is_revoked_by_its_id() {
    let world = World::start().await;
    let keys = format!("/v1/applications/{}/keys", world.application.id);
    let made = world.people.demo.post(&keys, json!({"scopes": ["connections:read"]})).await.expect(201);
    let owner = world.people.nobody.with_key(made.at("/secret"));
    let _ = owner.get("/v1/connections").await.expect(200);

    let path = format!("/v1/keys/{}", made.at("/id"));
    world.people.stranger.delete(&path).await.refused(404, "not_found", "key");
    world.people.reader.delete(&path).await.refused(403, "forbidden", "apps:admin");
    let _ = owner.get("/v1/connections").await.expect(200);
    let _ = world.people.demo.delete(&path).await.expect(204);
    owner.get("/v1/connections").await.refused(401, "unauthorized", "revoked");
    let _ = world.people.demo.delete(&path).await.expect(204);
    let about = world.people.demo.get(&format!("/v1/audit?action=key.revoke&target_id={}", made.at("/id"))).await;
    assert_eq!(about.value("/data").as_array().unwrap().len(), 1, "the second time changed nothing: {about:?}");
}

#[tokio::test]
async fn a_key_of_one_application_revokes_only_its_applications() {
    let world = World::start().await;
    let other = world.people.demo.post("/v1/applications", json!({"name": "Other"})).await.expect(201);
    let make = async |application: &Value| {
        let path = format!("/v1/applications/{}/keys", application.as_str().unwrap());
        world.people.demo.post(&path, json!({"scopes": ["apps:admin"]})).await.expect(201)
    };
    let (own, sibling) = (make(other.value("/id")).await, make(other.value("/id")).await);
    let elsewhere = make(&json!(world.application.id)).await;
    let owner = world.people.nobody.with_key(own.at("/secret"));

    owner.delete(&format!("/v1/keys/{}", elsewhere.at("/id"))).await.refused(404, "not_found", "key");
    let all = world.people.demo.get("/v1/keys?limit=100").await.expect(200);
    let of_tenant = all.value("/data").as_array().unwrap().iter().find(|key| key["name"] == "demo").unwrap();
    let path = format!("/v1/keys/{}", of_tenant["id"].as_str().unwrap());
    owner.delete(&path).await.refused(404, "not_found", "key");
    let _ = owner.delete(&format!("/v1/keys/{}", sibling.at("/id"))).await.expect(204);
    let _ = owner.delete(&format!("/v1/keys/{}", own.at("/id"))).await.expect(204);
    owner.get("/v1/keys").await.refused(401, "unauthorized", "revoked");
}
