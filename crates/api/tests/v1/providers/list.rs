use nameplate_testkit::World;
use serde_json::Value;

#[tokio::test]
async fn the_providers_come_in_the_order_of_the_documentation() {
    let world = World::start().await;
    let list = world.people.admin.get("/v1/providers").await.expect(200);
    let keys: Vec<&str> =
        list.value("/data").as_array().unwrap().iter().map(|row| row["key"].as_str().unwrap()).collect();
    assert_eq!(keys.len(), 21);
    assert_eq!((keys[0], keys[14], keys[18], keys[20]), ("cloudflare", "route53", "domain-connect", "rfc2136"));
    assert_eq!(list.value("/next_cursor"), &Value::Null);
}
