//! A takeover is proven by its customer's own hand, never with a credential that was lent before.

use nameplate_testkit::{Answer, World, WorldSettings};
use serde_json::{Value, json};

/// A connection of the stranger's that holds `hostname`.
async fn held_by_a_stranger(world: &World, hostname: &str) -> Answer {
    let stranger = &world.people.stranger;
    let theirs = stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let body = json!({"application_id": theirs.at("/id"), "hostname": hostname});
    let made = stranger.post("/v1/connections", body).await.expect(201);
    world.publish("TXT", made.at("/ownership_challenge/name"), made.at("/ownership_challenge/value")).await;
    stranger.post(&format!("/v1/connections/{}/verify", made.at("/id")), Value::Null).await.expect(200)
}

async fn take_over(world: &World, hostname: &str) -> Answer {
    let body = json!({"application_id": world.application.id, "hostname": hostname, "takeover": true});
    world.people.demo.post("/v1/connections", body).await.expect(201)
}

#[tokio::test]
async fn a_takeover_waits_for_a_hand_and_then_writes_its_records() {
    let mut world = World::start().await;
    let theirs = held_by_a_stranger(&world, "shop.customer.test").await;
    let before = world.records("customer.test").await;
    world.lend("sandbox-token-9876").await;
    let made = take_over(&world, "shop.customer.test").await;
    assert_eq!((made.at("/state"), made.at("/setup_type")), ("pending_ownership", "automatic"));
    assert!(made.at("/problem/message").contains("ownership_challenge"), "{made:#?}");
    assert_eq!(world.records("customer.test").await, before, "nothing is written before the proof");

    let apply = format!("/v1/connections/{}/records:apply", made.at("/id"));
    let refused = world.people.demo.post(&apply, Value::Null).await;
    assert!(refused.status >= 400, "{refused:#?}");
    assert_eq!(world.records("customer.test").await, before, "also not when asked");

    world.publish("TXT", made.at("/ownership_challenge/name"), made.at("/ownership_challenge/value")).await;
    world.start_workers();
    let live = world.until_state(made.at("/id"), "live").await;
    assert_eq!(live.at("/proof/method"), "txt");
    let lost = world.people.stranger.get(&format!("/v1/connections/{}", theirs.at("/id"))).await.expect(200);
    assert_eq!((lost.at("/state"), lost.at("/problem/code")), ("archived", "transferred"));
}

#[tokio::test]
async fn a_wildcard_is_not_taken_over_by_the_challenge_cname_of_a_credential() {
    let ca_identities = vec!["letsencrypt.org".to_owned()];
    let mut world = World::with(WorldSettings { ca_identities, ..WorldSettings::default() }).await;
    let theirs = held_by_a_stranger(&world, "*.customer.test").await;
    let before = world.records("customer.test").await;
    world.lend("sandbox-token-9876").await;
    let made = take_over(&world, "*.customer.test").await;
    world.start_workers();
    for _ in 0..20 {
        world.pass(std::time::Duration::from_secs(5));
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(world.records("customer.test").await, before);
    let shown = world.people.demo.get(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
    assert_eq!((shown.at("/state"), shown.value("/proof")), ("pending_ownership", &Value::Null));
    let holder = world.people.stranger.get(&format!("/v1/connections/{}", theirs.at("/id"))).await.expect(200);
    assert_ne!(holder.at("/state"), "archived");
}

#[tokio::test]
async fn a_wildcard_of_ones_own_gets_the_challenge_cname_that_public_authorities_need() {
    let ca_identities = vec!["letsencrypt.org".to_owned()];
    let world = World::with(WorldSettings { ca_identities, ..WorldSettings::default() }).await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    world.lend("sandbox-token-9876").await;
    let made = world.connect("*.customer.test").await;
    assert_eq!(made.at("/state"), "propagating", "{made:#?}");
    let records = world.records("customer.test").await;
    let named = |name: &str| records.iter().filter(|record| record["name"] == name).count();
    assert_eq!((named("_acme-challenge.customer.test"), named("*.customer.test")), (1, 1), "{records:#?}");
}
