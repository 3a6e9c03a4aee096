//! Every event reaches its receiver, whatever happens to the process that brings it.

use crate::stack::{PATIENCE, Stack};
use nameplate_store::{Store, StoreOptions};
use nameplate_testkit::{Receiver, Reply};
use reqwest::Method;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Identifiers of everything in the outbox.
async fn announced(database_url: &str) -> BTreeSet<String> {
    let store = Store::open(database_url, StoreOptions { exclusive: false, ..StoreOptions::default() }).await.unwrap();
    let events = store.reader().events(None, None, 10_000).await.unwrap();
    events.into_iter().map(|event| event.id.to_string()).collect()
}

#[tokio::test]
async fn a_process_that_is_killed_again_and_again_loses_no_webhook() {
    let mut stack = Stack::start().await;
    let receiver = Receiver::start(Reply::Status(200)).await;
    let (status, answer) =
        stack.call(Method::POST, "/v1/webhook-endpoints", Some(json!({ "url": receiver.url() }))).await;
    assert_eq!(status, 201, "{answer}");
    let mut ids = Vec::new();
    for round in 0..4u64 {
        for number in 0..4 {
            let connection = stack.connect(&format!("k{round}-{number}.customer.test")).await;
            stack.publish_all("customer.test", &connection).await;
            ids.push(connection["id"].as_str().unwrap().to_owned());
        }
        tokio::time::sleep(Duration::from_millis(90 * round * round)).await;
        stack.program.signal("-KILL");
        stack = Stack::start_in(Arc::clone(&stack.folder), stack.database_url.clone()).await;
    }
    for id in &ids {
        // The sandbox saves a moment later than it answers: what the kill took from it is published again.
        let (_, connection) = stack.call(Method::GET, &format!("/v1/connections/{id}"), None).await;
        stack.publish_missing("customer.test", &connection).await;
        stack.becomes(id, "live").await;
    }
    let wanted = announced(&stack.database_url).await;
    assert!(wanted.len() >= 3 * ids.len(), "{} events", wanted.len());
    let start = Instant::now();
    loop {
        let told: BTreeSet<String> =
            receiver.received().iter().map(|told| told.json()["id"].as_str().unwrap().to_owned()).collect();
        assert!(told.is_subset(&wanted), "nothing is told that did not happen");
        let lost: Vec<&String> = wanted.difference(&told).collect();
        if lost.is_empty() {
            break;
        }
        assert!(start.elapsed() < PATIENCE, "{} of {} were never told", lost.len(), wanted.len());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
