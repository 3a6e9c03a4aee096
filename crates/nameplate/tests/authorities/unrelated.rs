//! Each way of proving control, shown to an authority that Let's Encrypt's authors did not write.

use crate::second::CAA_IDENTITY;
use crate::world::{First, World, assert_from_the_second};
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test]
async fn dns01_through_the_delegation_and_before_traffic_moves() {
    let world = World::start(First::Nobody).await;
    let connection = world.stack.connect("shop.customer.test").await;
    let id = connection["id"].as_str().unwrap();
    world.publish_delegation("customer.test", &connection).await;
    let early = world.until(id, "issued", |connection| connection["certificate"]["status"] == "issued").await;
    assert_from_the_second(&early);
    assert_ne!(early["state"], "live", "there is no traffic yet: {early}");
    assert_eq!(world.second.proved_by(), set("dns-01"));
    world.is_served_with_the_seconds("shop.customer.test").await;
}

#[tokio::test]
async fn a_wildcard_through_the_delegation() {
    let world = World::start(First::Nobody).await;
    let connection = world.stack.connect("*.customer.test").await;
    let id = connection["id"].as_str().unwrap();
    world.publish_delegation("customer.test", &connection).await;
    world.stack.publish_all("customer.test", &connection).await;
    let live = world.live(id).await;
    assert_from_the_second(&live);
    assert_eq!(live["certificate"]["names"], json!(["*.customer.test"]));
    assert_eq!(world.second.proved_by(), set("dns-01"));
    world.is_served_with_the_seconds("any.customer.test").await;
}

#[tokio::test]
async fn http01() {
    by_address("http-01").await;
}

#[tokio::test]
async fn tls_alpn01() {
    by_address("tls-alpn-01").await;
}

/// It leaves the order pending when the challenge has failed; that is no outage of the authority.
#[tokio::test]
async fn a_failed_challenge_is_the_names_failure() {
    let world = World::start(First::NobodyAndTheSecondIsLost).await;
    let connection = world.stack.connect("shop.customer.test").await;
    world.stack.publish_all("customer.test", &connection).await;
    let id = connection["id"].as_str().unwrap();
    let stalled = world.until(id, "stalled", |connection| connection["state"] == "stalled").await;
    let problem = &stalled["certificate"]["last_problem"];
    assert_eq!(
        (problem["code"].as_str(), problem["authority"].as_str()),
        (Some("challenge_failed"), Some("second")),
        "{problem}"
    );
    assert!(!problem["retry_at"].is_null(), "{problem}");
}

fn set(method: &str) -> BTreeSet<String> {
    BTreeSet::from([method.to_owned()])
}

/// CAA (RFC 8657, 4) leaves one way, and there is no delegation.
async fn by_address(method: &str) {
    let world = World::start(First::Nobody).await;
    let only = format!("0 issue \"{CAA_IDENTITY}; validationmethods={method}\"");
    world.stack.publish("customer.test", "customer.test", "CAA", &only).await;
    let connection = world.stack.connect("shop.customer.test").await;
    world.stack.publish_all("customer.test", &connection).await;
    let live = world.live(connection["id"].as_str().unwrap()).await;
    assert_from_the_second(&live);
    assert_eq!((world.second.proved_by(), world.second.signed()), (set(method), 1));
    world.is_served_with_the_seconds("shop.customer.test").await;
}
