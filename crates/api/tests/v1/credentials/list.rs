use super::path;
use nameplate_testkit::World;
use serde_json::{Value, json};

#[tokio::test]
async fn a_list_is_newest_first_and_of_one_application() {
    let world = World::start().await;
    for token in ["sandbox-token-1111", "sandbox-token-2222", "sandbox-token-3333"] {
        world.lend(token).await;
    }
    let list = world.people.admin.get(&path(&world)).await.expect(200);
    let last4: Vec<&str> =
        list.value("/data").as_array().unwrap().iter().map(|row| row["last4"].as_str().unwrap()).collect();
    assert_eq!(last4, ["3333", "2222", "1111"]);
    assert!(!list.text.contains("sandbox-token"), "{list:#?}");
    let first = world.people.demo.get(&format!("{}?limit=2", path(&world))).await.expect(200);
    let rest = format!("{}?limit=2&cursor={}", path(&world), first.at("/next_cursor"));
    let rest = world.people.demo.get(&rest).await.expect(200);
    assert_eq!((rest.at("/data/0/last4"), rest.value("/next_cursor")), ("1111", &Value::Null));

    let other = world.people.demo.post("/v1/applications", json!({"name": "Other"})).await.expect(201);
    let others = world.people.demo.get(&format!("/v1/applications/{}/credentials", other.at("/id"))).await.expect(200);
    assert_eq!(others.value("/data"), &json!([]));
    world.people.stranger.get(&path(&world)).await.refused(404, "not_found", "application");
}
