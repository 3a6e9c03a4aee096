use super::KEYS;
use nameplate_testkit::World;
use serde_json::json;

#[tokio::test]
async fn a_key_is_revoked_once_by_those_who_may_see_it() {
    let world = World::start().await;
    let made = world.people.demo.post("/v1/ssh-keys", json!({"public_key": KEYS[0]})).await.expect(201);
    let path = format!("/v1/ssh-keys/{}", made.at("/id"));
    world.people.stranger.delete(&path).await.refused(404, "not_found", "SSH key");
    world.people.admin.delete(&path).await.refused(404, "not_found", "SSH key");
    world.people.reader.delete(&path).await.refused(403, "forbidden", "apps:admin");
    let key = || async { world.control.ssh_key_in_use(made.at("/fingerprint")).await.unwrap() };
    assert_eq!(key().await.map(|key| key.tenant), Some(world.caller.tenant));
    let _ = world.people.demo.delete(&path).await.expect(204);
    assert_eq!(key().await, None);
    let _ = world.people.demo.delete(&path).await.expect(204);
    let about = world.people.demo.get(&format!("/v1/audit?action=ssh_key.revoke&target_id={}", made.at("/id"))).await;
    assert_eq!(about.value("/data").as_array().unwrap().len(), 1, "the second time changed nothing: {about:?}");
    let listed = world.people.demo.get("/v1/ssh-keys").await.expect(200);
    assert!(listed.at("/data/0/revoked_at").starts_with("20"), "{listed:?}");
    world.people.demo.delete("/v1/ssh-keys/nonsense").await.refused(404, "not_found", "SSH key");
}
