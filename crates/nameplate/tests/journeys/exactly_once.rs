//! Nothing is lost and nothing is done twice: racing checks, two workers, a killed process.

use crate::stack::{PATIENCE, Program, Stack, free_port, fresh_postgres};
use nameplate_domain::connection::Announcement;
use nameplate_store::{Store, StoreOptions};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What the outbox tells of one connection.
async fn announced(database_url: &str, connection: &str) -> Vec<Announcement> {
    let store = Store::open(database_url, StoreOptions { exclusive: false, ..StoreOptions::default() }).await.unwrap();
    let events = store.reader().events(None, None, 10_000).await.unwrap();
    let about = events.into_iter().filter(|event| event.connection.to_string() == connection);
    let mut kinds: Vec<Announcement> = about.map(|event| event.kind).collect();
    kinds.sort();
    kinds
}

const WENT_LIVE: [Announcement; 3] = [Announcement::Verified, Announcement::SslIssued, Announcement::FlowCompleted];

#[tokio::test]
async fn twenty_checks_and_the_workers_announce_going_live_once() {
    let stack = Arc::new(Stack::start().await);
    let connection = stack.connect("race.customer.test").await;
    let id = connection["id"].as_str().unwrap().to_owned();
    stack.publish_all("customer.test", &connection).await;
    let checks = (0..20).map(|turn| {
        let (stack, id) = (Arc::clone(&stack), id.clone());
        tokio::spawn(async move {
            let verb = if turn % 2 == 0 { "verify" } else { "records:check" };
            let (status, body) = stack.call(Method::POST, &format!("/v1/connections/{id}/{verb}"), None).await;
            assert!(status.is_success(), "{status} {body}");
        })
    });
    for check in checks.collect::<Vec<_>>() {
        check.await.unwrap();
    }
    stack.becomes(&id, "live").await;
    assert_eq!(announced(&stack.database_url, &id).await, WENT_LIVE);
}

#[tokio::test]
async fn two_processes_with_workers_share_one_postgres() {
    let database_url = fresh_postgres();
    // The first brings the sandbox and an edge; the second only works.
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let stack = Arc::new(Stack::start_in(folder, database_url.clone()).await);
    let dns = stack.program.output();
    let dns_port = dns.split("DNS server       127.0.0.1:").nth(1).unwrap().lines().next().unwrap().to_owned();
    let second_folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let environment = [
        ("DATABASE_URL", database_url.clone()),
        ("PORT", port.to_string()),
        ("WORKER_ENABLED", "1".to_owned()),
        ("DNS_RESOLVERS", format!("127.0.0.1:{dns_port}")),
        ("DNS_AUTHORITATIVE_PORT", dns_port),
    ];
    let mut second = Program::start(second_folder.path(), &["serve"], &environment);
    second.says("that it is up", |text| text.contains("is up").then_some(())).await;

    let mut ids = Vec::new();
    for number in 0..12 {
        let connection = stack.connect(&format!("w{number}.customer.test")).await;
        stack.publish_all("customer.test", &connection).await;
        ids.push(connection["id"].as_str().unwrap().to_owned());
    }
    for id in ids {
        stack.becomes(&id, "live").await;
        assert_eq!(announced(&database_url, &id).await, WENT_LIVE);
    }
    // A key revoked at one process is refused by the other.
    let new = json!({ "name": "short", "scopes": ["connections:read"] });
    let path = format!("/v1/applications/{}/keys", stack.application);
    let (_, key) = stack.call(Method::POST, &path, Some(new)).await;
    let other = format!("http://127.0.0.1:{port}/v1/connections");
    let secret = key["secret"].as_str().unwrap();
    assert_eq!(stack.http.get(&other).bearer_auth(secret).send().await.unwrap().status(), 200);
    let (status, _) = stack.call(Method::DELETE, &format!("{path}/{}", key["id"].as_str().unwrap()), None).await;
    assert_eq!(status, 204);
    let start = Instant::now();
    while stack.http.get(&other).bearer_auth(secret).send().await.unwrap().status() != 401 {
        assert!(start.elapsed() < Duration::from_secs(5), "a revoked key lived on");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_killed_process_repeats_nothing_and_forgets_nothing() {
    let mut stack = Stack::start().await;
    let mut answered = Vec::new();
    for round in 0..3u32 {
        let creating = create_until_the_end(stack.api.clone(), stack.application.clone(), round);
        let creating = tokio::spawn(creating);
        tokio::time::sleep(Duration::from_millis(150 + 70 * u64::from(round))).await;
        stack.program.signal("-KILL");
        let done = creating.await.unwrap();
        assert!(!done.is_empty(), "some were answered before the end");
        answered.extend(done);
        stack = Stack::start_in(Arc::clone(&stack.folder), stack.database_url.clone()).await;
    }
    // Every answered create is there once; repeating it under its key gives the same connection.
    for (key, body, id) in answered {
        let again = post(&stack.http, &stack.api, &key, &body).await.unwrap();
        assert_eq!(again["id"], id.as_str());
        let hostname = body["hostname"].as_str().unwrap();
        let (_, list) = stack.call(Method::GET, &format!("/v1/connections?hostname={hostname}"), None).await;
        assert_eq!(list["data"].as_array().unwrap().len(), 1, "{list}");
    }
}

#[tokio::test]
async fn a_kill_on_the_way_to_live_announces_once() {
    let mut stack = Stack::start().await;
    let connection = stack.connect("killed.customer.test").await;
    let id = connection["id"].as_str().unwrap().to_owned();
    stack.publish_all("customer.test", &connection).await;
    // The sandbox saves a moment later; it is the control plane that is killed in a bad moment here.
    until_saved(&stack, "edge.nameplate.localhost").await;
    for pause_ms in [0, 40, 120] {
        let verify =
            stack.http.post(format!("{}/v1/connections/{id}/records:check", stack.api)).bearer_auth("sk_test_demo");
        let racing = tokio::spawn(verify.send());
        tokio::time::sleep(Duration::from_millis(pause_ms)).await;
        stack.program.signal("-KILL");
        let _ = racing.await.unwrap();
        stack = Stack::start_in(Arc::clone(&stack.folder), stack.database_url.clone()).await;
    }
    stack.becomes(&id, "live").await;
    assert_eq!(announced(&stack.database_url, &id).await, WENT_LIVE);
}

async fn until_saved(stack: &Stack, text: &str) {
    let file = stack.folder.path().join("data/sandbox.json");
    let start = Instant::now();
    while !std::fs::read_to_string(&file).is_ok_and(|saved| saved.contains(text)) {
        assert!(start.elapsed() < PATIENCE, "the sandbox never saved");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn create_until_the_end(api: String, application: String, round: u32) -> Vec<(String, Value, String)> {
    let http = Client::new();
    let mut done = Vec::new();
    let start = Instant::now();
    for number in 0.. {
        let body = json!({ "application_id": application, "hostname": format!("k{round}-{number}.customer.test") });
        let key = format!("key-{round}-{number}");
        match post(&http, &api, &key, &body).await {
            Some(connection) => done.push((key, body, connection["id"].as_str().unwrap().to_owned())),
            None => break,
        }
        assert!(start.elapsed() < PATIENCE, "the process was never killed");
    }
    done
}

async fn post(http: &Client, api: &str, key: &str, body: &Value) -> Option<Value> {
    let request = http.post(format!("{api}/v1/connections")).bearer_auth("sk_test_demo").header("Idempotency-Key", key);
    let response = request.json(body).send().await.ok()?;
    assert_eq!(response.status(), 201);
    response.json().await.ok()
}
