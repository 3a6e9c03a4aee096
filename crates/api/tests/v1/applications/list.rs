use nameplate_testkit::World;
use serde_json::json;

#[tokio::test]
async fn the_newest_application_comes_first() {
    let world = World::start().await;
    let made = world.people.demo.post("/v1/applications", json!({"name": "Second"})).await.expect(201);
    let list = world.people.demo.get("/v1/applications").await.expect(200);
    assert_eq!((list.at("/data/0/id"), list.at("/data/1/name")), (made.at("/id"), "Demo"));
}
