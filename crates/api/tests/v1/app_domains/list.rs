use super::{domains, register};
use nameplate_testkit::{Answer, World};
use serde_json::{Value, json};

fn names(page: &Answer) -> Vec<String> {
    page.value("/data").as_array().unwrap().iter().map(|row| row["domain"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn domains_are_listed_oldest_first_a_page_at_a_time() {
    let world = World::start().await;
    let mut made = vec![];
    for n in 0..5 {
        let name = format!("n{n}.customer.test");
        match n % 2 {
            0 => register(&world, &name).await,
            _ => world.connect(&name).await,
        };
        made.push(name);
    }
    for limit in [1, 2, 5, 100] {
        let (mut seen, mut cursor) = (vec![], String::new());
        loop {
            let page =
                world.people.reader.get(&format!("{}?limit={limit}{cursor}", domains(&world, ""))).await.expect(200);
            seen.extend(names(&page));
            match page.value("/next_cursor") {
                Value::String(next) => cursor = format!("&cursor={next}"),
                _ => break,
            }
        }
        assert_eq!(seen, made, "limit {limit}");
    }
    let page = world.people.reader.get(&format!("{}?limit=1", domains(&world, ""))).await.expect(200);
    let elsewhere = format!("/v1/connections?cursor={}", page.at("/next_cursor"));
    world.people.reader.get(&elsewhere).await.refused(400, "invalid", "cursor");
    let path = domains(&world, "");
    world.people.reader.get(&format!("{path}?limit=0")).await.refused(400, "invalid", "limit");
    world.people.reader.get(&format!("{path}?state=live")).await.refused(400, "invalid", "state is not a parameter");
}

#[tokio::test]
async fn each_name_is_listed_once_and_what_was_taken_down_not_at_all() {
    let world = World::start().await;
    let _ = world.connect("twice.customer.test").await;
    let newest = world.connect("twice.customer.test").await;
    let held = world.proven("held.customer.test").await;
    let gone = world.connect("gone.customer.test").await;
    let _ = world.people.demo.delete(&format!("/v1/connections/{}", gone.at("/id"))).await.expect(200);
    let list = world.people.reader.get(&domains(&world, "")).await.expect(200);
    assert_eq!(names(&list), ["twice.customer.test", "held.customer.test"]);
    assert_eq!((list.at("/data/0/id"), list.at("/data/1/id")), (newest.at("/id"), held.at("/id")));
    assert_eq!((list.at("/data/0/status"), list.at("/data/1/status")), ("pending_verification", "verified"));
    assert_eq!(list.value("/next_cursor"), &Value::Null);
}

#[tokio::test]
async fn an_application_shows_its_own_domains_only() {
    let world = World::start().await;
    let _ = register(&world, "www.customer.test").await;
    let second = world.people.demo.post("/v1/applications", json!({"name": "Second"})).await.expect(201);
    let list = world.people.reader.get(&format!("/v1/apps/{}/domains", second.at("/id"))).await.expect(200);
    assert_eq!(list.json, json!({"data": [], "next_cursor": null}));
    world.people.stranger.get(&domains(&world, "")).await.refused(404, "not_found", "application");
}
