use super::KEYS;
use nameplate_testkit::{Answer, World};
use serde_json::json;

fn names(list: &Answer) -> Vec<&str> {
    list.value("/data").as_array().unwrap().iter().map(|key| key["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn everybody_sees_their_own_page_by_page() {
    let world = World::start().await;
    for (n, public_key) in KEYS.into_iter().enumerate() {
        let (person, application) = match n {
            0 => (&world.people.demo, json!(null)),
            1 => (&world.people.demo, json!(world.application.id)),
            _ => (&world.people.stranger, json!(null)),
        };
        let body = json!({"public_key": public_key, "name": format!("key {n}"), "application_id": application});
        let _ = person.post("/v1/ssh-keys", body).await.expect(201);
    }
    let all = world.people.demo.get("/v1/ssh-keys").await.expect(200);
    assert_eq!(names(&all), ["key 1", "key 0"]);
    assert_eq!(names(&world.people.admin.get("/v1/ssh-keys").await.expect(200)), ["key 1"], "its application's");
    assert_eq!(names(&world.people.stranger.get("/v1/ssh-keys").await.expect(200)), ["key 2"]);
    let first = world.people.demo.get("/v1/ssh-keys?limit=1").await.expect(200);
    let rest = format!("/v1/ssh-keys?limit=1&cursor={}", first.at("/next_cursor"));
    let rest = world.people.demo.get(&rest).await.expect(200);
    assert_eq!((names(&first), names(&rest)), (vec!["key 1"], vec!["key 0"]));
    let elsewhere = format!("/v1/keys?cursor={}", first.at("/next_cursor"));
    world.people.demo.get(&elsewhere).await.refused(400, "invalid", "cursor");
}
