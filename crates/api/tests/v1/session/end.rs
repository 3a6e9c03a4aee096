use nameplate_testkit::World;
use serde_json::{Value, json};

#[tokio::test]
async fn whoever_signs_out_is_out_and_may_do_so_again() {
    let world = World::start().await;
    let demo = world.people.demo.signed_in().await;
    let elsewhere = world.people.demo.signed_in().await;
    for _ in 0..2 {
        let ended = demo.delete("/v1/session").await.expect(204);
        let cookie = ended.header("set-cookie");
        assert!(cookie.starts_with("nameplate_session=;") && cookie.contains("Max-Age=0"), "{cookie}");
        demo.get("/v1/session").await.refused(401, "unauthorized", "sign in again");
    }
    let _ = elsewhere.get("/v1/session").await.expect(200);
}

#[tokio::test]
async fn a_session_ends_with_its_key() {
    let world = World::start().await;
    let keys = format!("/v1/applications/{}/keys", world.application.id);
    let made = world.people.demo.post(&keys, json!({"scopes": ["connections:read"]})).await.expect(201);
    let holder = world.people.nobody.with_key(made.at("/secret"));
    let (one, other) = (holder.signed_in().await, holder.signed_in().await);
    let _ = world.people.demo.delete(&format!("{keys}/{}", made.at("/id"))).await.expect(204);
    for browser in [one, other] {
        browser.get("/v1/connections").await.refused(401, "unauthorized", "revoked");
    }

    let operator = world.people.operator.signed_in().await;
    let keys = world.store.reader().platform_keys(nameplate_store::Page::first(1)).await.unwrap();
    assert!(world.control.revoke_platform_key(keys[0].id).await.unwrap());
    operator.get("/v1/session").await.refused(401, "unauthorized", "revoked");
}

#[tokio::test]
async fn a_suspended_tenant_is_not_heard_by_cookie_either_and_may_sign_out() {
    let world = World::start().await;
    let demo = world.people.demo.signed_in().await;
    assert!(world.control.suspend_tenant(&world.caller, "unpaid bills").await.unwrap());
    demo.get("/v1/connections").await.refused(403, "suspended", "suspended");
    demo.get("/v1/session").await.refused(403, "suspended", "suspended");
    world.people.demo.post("/v1/session", Value::Null).await.refused(403, "suspended", "suspended");
    let _ = demo.delete("/v1/session").await.expect(204);
    demo.get("/v1/session").await.refused(401, "unauthorized", "over");
}
