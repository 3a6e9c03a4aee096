use nameplate_testkit::World;
use serde_json::{Value, json};

#[tokio::test]
async fn a_key_is_told_what_it_is_and_a_session_of_it_is_told_the_same() {
    let world = World::start().await;
    let told = world.people.demo.get("/v1/session").await.expect(200);
    assert_eq!((told.at("/kind"), told.at("/tenant/name"), told.at("/key/name")), ("api_key", "Demo", "demo"));
    assert_eq!((told.value("/application_id"), told.value("/expires_at")), (&Value::Null, &Value::Null));
    assert_eq!((told.value("/by_cookie"), told.value("/tenants")), (&json!(false), &json!([])));

    let reader = world.people.reader.signed_in().await;
    let told = reader.get("/v1/session").await.expect(200);
    assert_eq!(told.at("/application_id"), world.application.id.to_string());
    assert_eq!(told.value("/scopes"), &json!(["connections:read"]));
    assert_eq!(
        (told.value("/by_cookie"), told.value("/role"), told.value("/member")),
        (&json!(true), &Value::Null, &Value::Null)
    );

    let told = world.people.operator.signed_in().await.get("/v1/session").await.expect(200);
    assert_eq!((told.at("/kind"), told.at("/key/last4")), ("platform_key", "demo"));
    assert_eq!((told.value("/tenant"), told.value("/scopes")), (&Value::Null, &json!([])));
}

#[tokio::test]
async fn a_widget_token_is_nobody_who_signs_in() {
    let world = World::start().await;
    let browser = world.browser(None).await;
    browser.get("/v1/session").await.refused(403, "forbidden", "widget token");
    browser.post("/v1/session", Value::Null).await.refused(403, "forbidden", "widget token");
}

#[tokio::test]
async fn nobody_signs_in_with_a_provider_that_is_not_there() {
    let world = World::start().await;
    assert_eq!(world.people.nobody.get("/v1/sign-in").await.expect(200).json, json!({"oidc": null}));
}
