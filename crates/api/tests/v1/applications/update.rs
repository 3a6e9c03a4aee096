use nameplate_testkit::World;
use serde_json::{Value, json};

#[tokio::test]
async fn absent_fields_stay_and_null_takes_away() {
    let world = World::start().await;
    let template = json!([{"host": "@", "type": "A", "value": "192.0.2.1"}]);
    let body = json!({"name": "Own", "record_template": template, "default_origin": "http://127.0.0.1:9000"});
    let made = world.people.demo.post("/v1/applications", body).await.expect(201);
    let path = format!("/v1/applications/{}", made.at("/id"));

    let renamed = world.people.demo.patch(&path, json!({"name": "New"})).await.expect(200);
    assert_eq!((renamed.at("/name"), renamed.at("/default_origin")), ("New", "http://127.0.0.1:9000"));
    assert_eq!(renamed.at("/record_template/0/value"), "192.0.2.1");

    let cleared =
        world.people.demo.patch(&path, json!({"record_template": null, "default_origin": null})).await.expect(200);
    assert_eq!((cleared.value("/record_template"), cleared.value("/default_origin")), (&Value::Null, &Value::Null));
    assert_eq!(world.people.demo.get(&path).await.expect(200).json, cleared.json);
}

#[tokio::test]
async fn the_environment_stays_as_it_was_made() {
    let world = World::start().await;
    let path = format!("/v1/applications/{}", world.application.id);
    world.people.demo.patch(&path, json!({"environment": "live"})).await.refused(
        400,
        "invalid",
        "environment is not a field",
    );
}

#[tokio::test]
async fn another_origin_reaches_live_names_at_once() {
    let world = World::start().await;
    let _ = world.live("shop.customer.test").await;
    let ask = "/internal/ask?domain=shop.customer.test";
    assert_eq!(world.people.nobody.get(ask).await.at("/origin"), "http://localhost:3001");
    let path = format!("/v1/applications/{}", world.application.id);
    let _ = world.people.demo.patch(&path, json!({"default_origin": "http://127.0.0.1:9001"})).await.expect(200);
    nameplate_testkit::until("the new origin", async || {
        (world.people.nobody.get(ask).await.at("/origin") == "http://127.0.0.1:9001").then_some(())
    })
    .await;
}
