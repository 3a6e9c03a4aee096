use nameplate_testkit::World;
use serde_json::{Value, json};

#[tokio::test]
async fn an_application_is_made_with_defaults() {
    let world = World::start().await;
    let body = json!({"name": "  Acme Sites ", "allowed_origins": ["https://APP.acme.example/"]});
    let made = world.people.demo.post("/v1/applications", body).await.expect(201);
    assert_eq!(made.at("/name"), "Acme Sites");
    assert_eq!(made.at("/environment"), "test");
    assert_eq!(made.value("/allowed_origins"), &json!(["https://app.acme.example"]));
    assert_eq!((made.value("/record_template"), made.value("/default_origin")), (&Value::Null, &Value::Null));
    assert_eq!(made.at("/app_target"), format!("app-{}.nameplate.localhost", made.at("/id")));
    assert!(!made.text.contains("tenant"), "tenants are not shown: {}", made.text);
}

#[tokio::test]
async fn a_template_takes_types_in_any_case() {
    let world = World::start().await;
    let template = json!([{"host": "@", "type": "cname", "value": "{app_target}"}]);
    let body = json!({"name": "Own", "environment": "live", "record_template": template, "default_origin": "http://127.0.0.1:9000"});
    let made = world.people.demo.post("/v1/applications", body).await.expect(201);
    assert_eq!(made.at("/record_template/0/type"), "CNAME");
    assert_eq!((made.at("/environment"), made.at("/default_origin")), ("live", "http://127.0.0.1:9000"));
}
