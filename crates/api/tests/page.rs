//! Lists are shown a page at a time.

use nameplate_testkit::{Answer, Person, World};
use serde_json::{Value, json};

fn ids(page: &Answer) -> Vec<String> {
    page.value("/data").as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

async fn all(person: &Person, path: &str, limit: usize) -> Vec<String> {
    let mut seen = Vec::new();
    let mut next = format!("{path}limit={limit}");
    loop {
        let page = person.get(&next).await.expect(200);
        seen.extend(ids(&page));
        match page.value("/next_cursor") {
            Value::String(cursor) => next = format!("{path}limit={limit}&cursor={cursor}"),
            _ => return seen,
        }
    }
}

#[tokio::test]
async fn pages_show_each_row_once_newest_first() {
    let world = World::start().await;
    let mut made = Vec::new();
    for n in 0..7 {
        made.push(world.connect(&format!("host{n}.customer.test")).await.at("/id").to_owned());
    }
    made.reverse();
    for limit in [1, 3, 7, 100] {
        assert_eq!(all(&world.people.demo, "/v1/connections?", limit).await, made, "limit {limit}");
    }
}

#[tokio::test]
async fn rows_that_arrive_meanwhile_neither_repeat_nor_hide_others() {
    let world = World::start().await;
    for n in 0..4 {
        let _ = world.connect(&format!("host{n}.customer.test")).await;
    }
    let first = world.people.demo.get("/v1/connections?limit=2").await.expect(200);
    let _ = world.connect("late.customer.test").await;
    let second = world
        .people
        .demo
        .get(&format!("/v1/connections?limit=2&cursor={}", first.at("/next_cursor")))
        .await
        .expect(200);
    assert_eq!(second.value("/next_cursor"), &Value::Null);
    assert_eq!(ids(&second).len(), 2);
    assert!(ids(&first).iter().all(|id| !ids(&second).contains(id)));
}

#[tokio::test]
async fn a_cursor_that_was_tampered_with_or_belongs_elsewhere_is_refused() {
    let world = World::start().await;
    let _ = world.connect("a.customer.test").await;
    let _ = world.connect("b.customer.test").await;
    let page = world.people.demo.get("/v1/connections?limit=1").await.expect(200);
    let cursor = page.at("/next_cursor").to_owned();
    let other_end = cursor.chars().rev().collect::<String>();
    for wrong in [&cursor[1..], &cursor.replace('0', "1"), &format!("{cursor}0"), &other_end] {
        let answer = world.people.demo.get(&format!("/v1/connections?cursor={wrong}")).await;
        answer.refused(400, "invalid", "cursor");
    }
    let answer = world.people.demo.get(&format!("/v1/applications?cursor={cursor}")).await;
    answer.refused(400, "invalid", "cursor");
    // Somebody else's cursor names a place, not rows: it shows nothing that is not theirs.
    let strangers = world.people.stranger.get(&format!("/v1/connections?cursor={cursor}")).await.expect(200);
    assert_eq!(strangers.value("/data"), &json!([]));
}

#[tokio::test]
async fn twenty_rows_are_shown_when_nobody_says() {
    let world = World::start().await;
    for n in 0..21 {
        let _ = world.connect(&format!("host{n}.customer.test")).await;
    }
    let page = world.people.demo.get("/v1/connections").await.expect(200);
    assert_eq!(ids(&page).len(), 20);
    assert!(page.value("/next_cursor").is_string());
}
