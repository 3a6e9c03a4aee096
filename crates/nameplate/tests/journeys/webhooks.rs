//! Every event reaches its receiver, whatever happens to the process that brings it.

use crate::stack::{PATIENCE, Program, Stack, free_port, fresh_postgres};
use nameplate_domain::webhook::DeliveryStatus;
use nameplate_store::{DeliveryFilter, Page, Store, StoreOptions};
use nameplate_testkit::{Receiver, Reply};
use reqwest::Method;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

async fn open(database_url: &str) -> Store {
    Store::open(database_url, StoreOptions { exclusive: false, ..StoreOptions::default() }).await.unwrap()
}

/// Identifiers of everything in the outbox.
async fn announced(database_url: &str) -> BTreeSet<String> {
    let store = open(database_url).await;
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

/// One of two servers on one database, whose customers' zones are at `panel`; it tells all that it does.
async fn serve(folder: &std::path::Path, database_url: &str, port: u16, panel: &Stack) -> Program {
    let dns = panel.program.output();
    let dns_port = dns.split("DNS server       127.0.0.1:").nth(1).unwrap().lines().next().unwrap().to_owned();
    let environment = [
        ("DATABASE_URL", database_url.to_owned()),
        ("PORT", port.to_string()),
        ("WORKER_ENABLED", "1".to_owned()),
        ("DNS_RESOLVERS", format!("127.0.0.1:{dns_port}")),
        ("DNS_AUTHORITATIVE_PORT", dns_port),
        ("LOG", "info,reqwest=trace".to_owned()),
    ];
    let mut program = Program::start(folder, &["serve"], &environment);
    program.says("that it is up", |text| text.contains("is up").then_some(())).await;
    program
}

#[tokio::test]
async fn two_servers_share_the_deliveries_and_make_each_once() {
    const ENDPOINTS: usize = 24;
    let database_url = fresh_postgres();
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let ports = [free_port(), free_port()];
    let mut stack = Stack::start().await;
    let first = serve(folders[0].path(), &database_url, ports[0], &stack).await;
    let second = serve(folders[1].path(), &database_url, ports[1], &stack).await;
    let receiver = Receiver::start(Reply::Status(200)).await;
    let at = |port: u16| format!("http://127.0.0.1:{port}");
    stack.api = at(ports[0]);
    for _ in 0..ENDPOINTS {
        let endpoint = json!({ "url": receiver.url() });
        let (status, answer) = stack.call(Method::POST, "/v1/webhook-endpoints", Some(endpoint)).await;
        assert_eq!(status, 201, "{answer}");
    }
    // There is nobody else whom a server would ask over HTTP. Who is faster takes all that there is, so this goes on until both had a part.
    let delivers = |server: &Program| server.output().contains("reqwest::connect");
    let mut ids: Vec<String> = Vec::new();
    while ids.len() < 8 || !(delivers(&first) && delivers(&second)) {
        assert!(ids.len() < 60, "one of them does nothing:\n{}\n{}", first.output(), second.output());
        if ids.len() >= 8 {
            stack.becomes(&ids[ids.len() - 1], "live").await;
        }
        stack.api = at(ports[ids.len() % 2]);
        let connection = stack.connect(&format!("s{}.customer.test", ids.len())).await;
        stack.publish_all("customer.test", &connection).await;
        ids.push(connection["id"].as_str().unwrap().to_owned());
    }
    for id in &ids {
        stack.becomes(id, "live").await;
    }

    let events = announced(&database_url).await;
    assert!(events.len() >= 3 * ids.len(), "{} events", events.len());
    let store = open(&database_url).await;
    let tenant = store.reader().tenants(Page::first(1)).await.unwrap().remove(0).0.id;
    let page = Page::first(10_000);
    let start = Instant::now();
    let deliveries = loop {
        let all = store.reader().webhook_deliveries(tenant, &DeliveryFilter::default(), page).await.unwrap();
        let done = all.iter().filter(|delivery| delivery.status == DeliveryStatus::Delivered).count();
        if done == ENDPOINTS * events.len() {
            break all;
        }
        assert!(start.elapsed() < PATIENCE, "{done} of {}", ENDPOINTS * events.len());
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    // Every event once for each endpoint, with one attempt, which succeeded.
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for received in receiver.received() {
        *told.entry(received.header("webhook-id").to_owned()).or_default() += 1;
    }
    assert_eq!(told, events.iter().map(|event| (event.clone(), ENDPOINTS)).collect());
    for delivery in deliveries {
        let attempts = store.reader().webhook_attempts(delivery.id, 9).await.unwrap();
        assert_eq!((attempts.len(), attempts[0].status), (1, Some(200)), "{delivery:?}");
    }
}
