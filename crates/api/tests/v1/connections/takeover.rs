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

#[tokio::test]
async fn both_sides_hear_of_a_transfer_and_of_nobody_elses_ids() {
    let world = World::start().await;
    let theirs = held_by_a_stranger(&world, "shop.customer.test").await;
    let made = take_over(&world, "shop.customer.test").await;
    world.publish("TXT", made.at("/ownership_challenge/name"), made.at("/ownership_challenge/value")).await;
    let verify = format!("/v1/connections/{}/verify", made.at("/id"));
    let _ = world.people.demo.post(&verify, Value::Null).await.expect(200);
    let all = world.store.reader().events(None, None, 1000).await.unwrap();
    let transferred: Vec<_> = all.iter().filter(|event| event.kind.as_str() == "domain.transferred").collect();
    assert_eq!(transferred.len(), 2, "{all:?}");
    for (side, other, direction) in [(&made, &theirs, "here"), (&theirs, &made, "away")] {
        let event = transferred.iter().find(|event| event.connection.to_string() == side.at("/id")).unwrap();
        assert_eq!(event.data, json!({"hostname": "shop.customer.test", "direction": direction}));
        assert!(!event.data.to_string().contains(other.at("/id")));
        assert_eq!(event.tenant == world.caller.tenant, direction == "here");
    }
    assert!(!all.iter().any(|event| event.kind.as_str() == "domain.archived"), "it was not taken down, it moved");
}

#[tokio::test]
async fn a_name_moves_between_applications_of_one_tenant_by_a_fresh_proof_only() {
    let world = World::start().await;
    let live = world.live("shop.customer.test").await;
    let other = world.people.demo.post("/v1/applications", json!({"name": "Other"})).await.expect(201);
    let body = json!({"application_id": other.at("/id"), "hostname": "shop.customer.test"});
    world.people.demo.post("/v1/connections", body.clone()).await.refused(409, "HostnameConflict", "takeover");
    let mut taking = body;
    taking["takeover"] = json!(true);
    let made = world.people.demo.post("/v1/connections", taking).await.expect(201);
    let methods: Vec<&str> = made
        .value("/ownership_proofs")
        .as_array()
        .unwrap()
        .iter()
        .map(|proof| proof["method"].as_str().unwrap())
        .collect();
    assert_eq!(methods, ["txt", "acme_cname", "paas_txt"]);
    let verify = format!("/v1/connections/{}/verify", made.at("/id"));
    // The proof of the present holder stands there still, and is no proof of this one.
    world.people.demo.post(&verify, Value::Null).await.refused(409, "ownership_not_found", "ownership_challenge");
    world.publish("TXT", made.at("/ownership_challenge/name"), made.at("/ownership_challenge/value")).await;
    let moved = world.people.demo.post(&verify, Value::Null).await.expect(200);
    assert_eq!((moved.at("/state"), moved.at("/application_id")), ("verified", other.at("/id")));
    let lost = world.people.demo.get(&format!("/v1/connections/{}", live.at("/id"))).await.expect(200);
    assert_eq!((lost.at("/state"), lost.at("/problem/code")), ("archived", "transferred"));
}

#[tokio::test]
async fn a_cname_for_visitors_takes_nothing_over() {
    let world = World::start().await;
    let theirs = held_by_a_stranger(&world, "shop.customer.test").await;
    let made = take_over(&world, "shop.customer.test").await;
    let target = format!("app-{}.{}", world.application.id, nameplate_testkit::BASE_DOMAIN);
    world.publish("CNAME", "shop.customer.test", &target).await;
    let verify = format!("/v1/connections/{}/verify", made.at("/id"));
    world.people.demo.post(&verify, Value::Null).await.refused(409, "ownership_not_found", "ownership_challenge");
    let holder = world.people.stranger.get(&format!("/v1/connections/{}", theirs.at("/id"))).await.expect(200);
    assert_eq!(holder.at("/state"), "verified");
}
