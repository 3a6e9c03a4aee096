use nameplate_testkit::World;
use serde_json::{Value, json};

#[tokio::test]
async fn offboarding_releases_the_name_and_closes_ask_at_once() {
    let world = World::start().await;
    let live = world.live("shop.customer.test").await;
    let ask = "/internal/ask?domain=shop.customer.test";
    assert_eq!(world.people.nobody.get(ask).await.value("/allow"), &json!(true));

    let path = format!("/v1/connections/{}", live.at("/id"));
    let archived = world.people.demo.delete(&path).await.expect(200);
    assert_eq!(archived.at("/state"), "archived");
    assert_eq!(world.people.nobody.get(ask).await.json, json!({"allow": false, "origin": null}));
    let again = world.people.demo.delete(&path).await.expect(200);
    assert_eq!((again.at("/state"), again.at("/updated_at")), ("archived", archived.at("/updated_at")));
    let _ = world.connect("shop.customer.test").await;
}

#[tokio::test]
async fn an_archived_connection_is_neither_verified_nor_checked() {
    let world = World::start().await;
    let connection = world.connect("shop.customer.test").await;
    let path = format!("/v1/connections/{}", connection.at("/id"));
    let _ = world.people.demo.delete(&path).await.expect(200);
    for verb in ["verify", "records:check"] {
        let answer = world.people.demo.post(&format!("{path}/{verb}"), Value::Null).await;
        answer.refused(409, "connection_ended", "archived");
    }
}
