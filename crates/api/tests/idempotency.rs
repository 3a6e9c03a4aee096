//! `Idempotency-Key`: what is sent twice happens once.

use nameplate_testkit::{Answer, Person, World};
use reqwest::Method;
use serde_json::{Value, json};

async fn create(person: &Person, path: &str, key: &str, body: &Value) -> Answer {
    person.send(person.request(Method::POST, path).header("idempotency-key", key).json(body)).await
}

#[tokio::test]
async fn the_same_request_again_gets_the_same_answer_and_creates_nothing() {
    let world = World::start().await;
    let demo = &world.people.demo;
    let application = world.application.id.to_string();
    let creates = [
        ("/v1/applications".to_owned(), json!({"name": "Once"})),
        ("/v1/connections".to_owned(), json!({"application_id": application, "hostname": "once.customer.test"})),
    ];
    for (path, body) in &creates {
        let first = create(demo, path, &format!("k-{path}"), body).await.expect(201);
        assert_eq!(first.header("idempotency-replayed"), "");
        let again = create(demo, path, &format!("k-{path}"), body).await.expect(201);
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!(again.json, first.json);
        assert_eq!(again.header("content-type"), "application/json");
    }
    assert_eq!(demo.get("/v1/connections").await.value("/data").as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_key_creation_is_repeated_without_its_secret() {
    let world = World::start().await;
    let path = format!("/v1/applications/{}/keys", world.application.id);
    let body = json!({"name": "server", "scopes": ["connections:read"]});
    let first = create(&world.people.demo, &path, "k", &body).await.expect(201);
    let again = create(&world.people.demo, &path, "k", &body).await.expect(201);
    assert!(first.at("/secret").starts_with("sk_test_"));
    assert_eq!((again.value("/secret"), again.at("/id")), (&Value::Null, first.at("/id")));
    assert_eq!(again.header("idempotency-replayed"), "true");
}

#[tokio::test]
async fn another_request_under_the_same_key_is_a_conflict() {
    let world = World::start().await;
    let demo = &world.people.demo;
    let _ = create(demo, "/v1/applications", "k", &json!({"name": "A"})).await.expect(201);
    create(demo, "/v1/applications", "k", &json!({"name": "B"})).await.refused(
        409,
        "idempotency_conflict",
        "Idempotency-Key",
    );
    let keys = format!("/v1/applications/{}/keys", world.application.id);
    let answer = create(demo, &keys, "k", &json!({"name": "A", "scopes": ["usage:read"]})).await;
    answer.refused(409, "idempotency_conflict", "Idempotency-Key");
    // Keys belong to a tenant: somebody else's are another matter.
    let _ = create(&world.people.stranger, "/v1/applications", "k", &json!({"name": "A"})).await.expect(201);
}

#[tokio::test]
async fn a_refused_request_frees_its_key() {
    let world = World::start().await;
    let demo = &world.people.demo;
    let body = |hostname: &str| json!({"application_id": world.application.id, "hostname": hostname});
    create(demo, "/v1/connections", "k", &body("localhost")).await.refused(400, "invalid", "hostname");
    let _ = create(demo, "/v1/connections", "k", &body("free.customer.test")).await.expect(201);
}

#[tokio::test]
async fn a_key_that_cannot_be_used_is_refused() {
    let world = World::start().await;
    let body = json!({"name": "A"});
    for key in ["", " ", "a b", "ä", &"k".repeat(256)] {
        let answer = create(&world.people.demo, "/v1/applications", key, &body).await;
        answer.refused(400, "invalid", "Idempotency-Key");
    }
    let _ = create(&world.people.demo, "/v1/applications", &"k".repeat(255), &body).await.expect(201);
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let world = World::start().await;
    let body = json!({"name": "A"});
    let first = create(&world.people.demo, "/v1/applications", "k", &body).await.expect(201);
    world.pass(std::time::Duration::from_hours(25));
    let later = create(&world.people.demo, "/v1/applications", "k", &body).await.expect(201);
    assert_ne!(later.at("/id"), first.at("/id"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_at_once_create_one() {
    let world = World::start().await;
    let body = json!({"application_id": world.application.id, "hostname": "rush.customer.test"});
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let (person, body) = (world.people.demo.clone(), body.clone());
            tokio::spawn(async move { create(&person, "/v1/connections", "rush", &body).await })
        })
        .collect();
    let mut ids = std::collections::BTreeSet::new();
    for task in tasks {
        let answer = task.await.unwrap();
        match answer.status {
            201 => {
                ids.insert(answer.at("/id").to_owned());
            }
            _ => answer.refused(409, "idempotency_in_progress", "Idempotency-Key"),
        }
    }
    assert_eq!(ids.len(), 1);
    let list = world.people.demo.get("/v1/connections?hostname=rush.customer.test").await.expect(200);
    assert_eq!(list.value("/data").as_array().unwrap().len(), 1);
}
