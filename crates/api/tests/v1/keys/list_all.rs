use nameplate_testkit::{Answer, Person, World};
use serde_json::{Value, json};

fn names(list: &Answer) -> Vec<&str> {
    list.value("/data").as_array().unwrap().iter().map(|key| key["name"].as_str().unwrap()).collect()
}

/// A key of an application of the demo tenant, and whoever has it.
async fn key_of(world: &World, application: &str, name: &str) -> (Answer, Person) {
    let body = json!({"name": name, "scopes": ["apps:admin"]});
    let made = world.people.demo.post(&format!("/v1/applications/{application}/keys"), body).await.expect(201);
    let owner = world.people.nobody.with_key(made.at("/secret"));
    (made, owner)
}

#[tokio::test]
async fn a_key_of_the_tenant_sees_all_keys_and_one_of_an_application_its_own() {
    let world = World::start().await;
    let one = world.people.demo.post("/v1/applications", json!({"name": "One"})).await.expect(201);
    let two = world.people.demo.post("/v1/applications", json!({"name": "Two"})).await.expect(201);
    let (first, owner) = key_of(&world, one.at("/id"), "first").await;
    let _ = key_of(&world, two.at("/id"), "second").await;

    let all = world.people.demo.get("/v1/keys?limit=100").await.expect(200);
    let found = names(&all);
    assert!(["first", "second", "demo"].iter().all(|name| found.contains(name)), "{found:?}");
    let of = |name: &str| all.value("/data").as_array().unwrap().iter().find(|key| key["name"] == name).unwrap();
    assert_eq!((&of("first")["application_id"], &of("demo")["application_id"]), (one.value("/id"), &Value::Null));
    assert!(!all.text.contains(first.at("/secret")) && !all.text.contains("sk_test_demo"));

    assert_eq!(names(&owner.get("/v1/keys").await.expect(200)), ["first"]);
    let theirs = world.people.stranger.get("/v1/keys").await.expect(200);
    assert!(names(&theirs).iter().all(|name| !found.contains(name)), "{theirs:?}");
}

#[tokio::test]
async fn pages_of_keys_show_each_once() {
    let world = World::start().await;
    let application = world.application.id.to_string();
    for n in 0..5 {
        let _ = key_of(&world, &application, &format!("key {n}")).await;
    }
    let whole = world.people.demo.get("/v1/keys?limit=100").await.expect(200);
    let (mut seen, mut query) = (Vec::new(), "/v1/keys?limit=2".to_owned());
    loop {
        let page = world.people.demo.get(&query).await.expect(200);
        seen.extend(names(&page).into_iter().map(str::to_owned));
        match page.value("/next_cursor").as_str() {
            Some(cursor) => query = format!("/v1/keys?limit=2&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, names(&whole));
    let elsewhere = query.replace("/v1/keys", &format!("/v1/applications/{application}/keys"));
    world.people.demo.get(&elsewhere).await.refused(400, "invalid", "cursor");
}
