//! A name that another tenant let go within the last thirty days is proven afresh, by hand.

use nameplate_testkit::{Answer, BASE_DOMAIN, World};
use serde_json::{Value, json};
use std::time::Duration;

const TOKEN: &str = "sandbox-token-9876";
const DAY: Duration = Duration::from_secs(24 * 3600);
const NAME: &str = "shop.customer.test";

/// The stranger's connection that held the name, and let it go.
async fn released_by_a_stranger(world: &World, hostname: &str) -> Answer {
    let made = held_by_a_stranger(world, hostname).await;
    let path = format!("/v1/connections/{}", made.at("/id"));
    world.people.stranger.delete(&path).await.expect(200)
}

async fn held_by_a_stranger(world: &World, hostname: &str) -> Answer {
    let stranger = &world.people.stranger;
    let theirs = stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let body = json!({"application_id": theirs.at("/id"), "hostname": hostname});
    let made = stranger.post("/v1/connections", body).await.expect(201);
    world.publish("TXT", made.at("/ownership_challenge/name"), made.at("/ownership_challenge/value")).await;
    stranger.post(&format!("/v1/connections/{}/verify", made.at("/id")), Value::Null).await.expect(200)
}

fn methods(shown: &Answer) -> Vec<&str> {
    let proofs = shown.value("/ownership_proofs").as_array().unwrap();
    proofs.iter().map(|proof| proof["method"].as_str().unwrap()).collect()
}

async fn verify(world: &World, made: &Answer) -> Answer {
    world.people.demo.post(&format!("/v1/connections/{}/verify", made.at("/id")), Value::Null).await
}

async fn lead_visitors_here(world: &World) {
    world.publish("CNAME", NAME, &format!("app-{}.{BASE_DOMAIN}", world.application.id)).await;
}

#[tokio::test]
async fn a_credential_does_not_prove_a_name_of_lately() {
    let mut world = World::start().await;
    released_by_a_stranger(&world, NAME).await;
    world.pass(29 * DAY);
    world.lend(TOKEN).await;
    let before = world.records("customer.test").await;
    let made = world.connect(NAME).await;
    assert_eq!((made.at("/state"), made.value("/fresh_proof")), ("pending_ownership", &json!(true)));
    assert!(made.at("/problem/message").contains("another account within the last 30 days"), "{made:#?}");
    assert!(made.at("/ownership_challenge/value").starts_with("cd-verify-"), "the customer is told what to publish");
    world.start_workers();
    for _ in 0..10 {
        world.pass(Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let refused = verify(&world, &made).await;
    refused.refused(409, "ownership_not_found", "another account within the last 30 days");
    assert_eq!(world.records("customer.test").await, before, "nothing is written before the proof");

    world.publish("TXT", made.at("/ownership_challenge/name"), made.at("/ownership_challenge/value")).await;
    let live = world.until_state(made.at("/id"), "live").await;
    assert_eq!(live.at("/proof/method"), "txt");
}

#[tokio::test]
async fn a_month_later_a_credential_proves_it_again() {
    let world = World::start().await;
    released_by_a_stranger(&world, NAME).await;
    world.pass(31 * DAY);
    world.lend(TOKEN).await;
    let made = world.connect(NAME).await;
    assert_eq!((made.at("/proof/method"), made.value("/fresh_proof")), ("credential", &json!(false)), "{made:#?}");
}

#[tokio::test]
async fn a_cname_for_visitors_does_not_prove_a_name_of_lately_and_the_other_records_do() {
    for (method, at) in [("acme_cname", 1), ("paas_txt", 2)] {
        let world = World::start().await;
        released_by_a_stranger(&world, NAME).await;
        world.pass(29 * DAY);
        let made = world.connect(NAME).await;
        assert_eq!(methods(&made), ["txt", "acme_cname", "paas_txt"]);
        lead_visitors_here(&world).await;
        verify(&world, &made).await.refused(409, "ownership_not_found", "by hand");
        let proof = made.value(&format!("/ownership_proofs/{at}"));
        let text = |field: &str| proof[field].as_str().unwrap();
        assert_eq!(text("method"), method);
        world.publish(text("type"), text("name"), text("value")).await;
        let proven = verify(&world, &made).await.expect(200);
        assert_eq!((proven.at("/state"), proven.at("/proof/method")), ("verified", method));
    }
}

#[tokio::test]
async fn a_month_later_the_cname_proves_it_again() {
    let world = World::start().await;
    released_by_a_stranger(&world, NAME).await;
    world.pass(31 * DAY);
    let made = world.connect(NAME).await;
    assert_eq!(methods(&made), ["txt", "acme_cname", "traffic_cname", "paas_txt"]);
    lead_visitors_here(&world).await;
    assert_eq!(verify(&world, &made).await.expect(200).at("/proof/method"), "traffic_cname");
}

#[tokio::test]
async fn a_release_after_the_start_counts_at_the_proof() {
    let world = World::start().await;
    let made = world.connect(NAME).await;
    assert_eq!(made.value("/fresh_proof"), &json!(false));
    released_by_a_stranger(&world, NAME).await;
    lead_visitors_here(&world).await;
    verify(&world, &made).await.refused(409, "ownership_not_found", "another account");
    let shown = world.people.demo.get(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
    assert_eq!((shown.value("/fresh_proof"), methods(&shown)), (&json!(true), vec!["txt", "acme_cname", "paas_txt"]));
}

/// A challenge that was written with a credential when nobody had the name does not count after another tenant had it.
#[tokio::test]
async fn what_a_credential_wrote_before_is_no_fresh_proof() {
    let world = World::start().await;
    world.lend(TOKEN).await;
    world.publish("A", "customer.test", "192.0.2.1").await;
    // Written, and not seen, since the servers of the zone do not answer.
    world.fault("customer.test", "servfail").await;
    let made = world.connect(NAME).await;
    let receipts = format!("/v1/connections/{}/change-sets", made.at("/id"));
    assert_eq!(world.people.demo.get(&receipts).await.expect(200).at("/data/0/purpose"), "challenge");
    world.fault("customer.test", "none").await;
    released_by_a_stranger(&world, NAME).await;
    verify(&world, &made).await.refused(409, "ownership_not_found", "was not published by hand");
    let proof = made.value("/ownership_proofs/3");
    let text = |field: &str| proof[field].as_str().unwrap();
    world.publish(text("type"), text("name"), text("value")).await;
    assert_eq!(verify(&world, &made).await.expect(200).at("/proof/method"), "paas_txt");
}

#[tokio::test]
async fn whoever_let_a_name_go_may_take_it_up_again() {
    let world = World::start().await;
    let live = world.live(NAME).await;
    let _ = world.people.demo.delete(&format!("/v1/connections/{}", live.at("/id"))).await.expect(200);
    let made = world.connect(NAME).await;
    assert_eq!(made.value("/fresh_proof"), &json!(false));
    assert!(methods(&made).contains(&"traffic_cname"));
}

#[tokio::test]
async fn a_template_of_a_provider_waits_for_the_fresh_proof() {
    let world = World::known_to_providers().await;
    released_by_a_stranger(&world, NAME).await;
    let made = world.connect(NAME).await;
    let begin = format!("/v1/connections/{}/domain-connect", made.at("/id"));
    world.people.demo.post(&begin, Value::Null).await.refused(409, "not_proven", NAME);
    world.publish("TXT", made.at("/ownership_challenge/name"), made.at("/ownership_challenge/value")).await;
    let _ = verify(&world, &made).await.expect(200);
    let _ = world.people.demo.post(&begin, Value::Null).await.expect(200);
}

#[tokio::test]
async fn a_name_that_was_taken_away_is_proven_afresh_by_its_former_holder() {
    let world = World::start().await;
    held_by_a_stranger(&world, NAME).await;
    let body = json!({"application_id": world.application.id, "hostname": NAME, "takeover": true});
    let taking = world.people.demo.post("/v1/connections", body).await.expect(201);
    world.publish("TXT", taking.at("/ownership_challenge/name"), taking.at("/ownership_challenge/value")).await;
    let _ = verify(&world, &taking).await.expect(200);
    let _ = world.people.demo.delete(&format!("/v1/connections/{}", taking.at("/id"))).await.expect(200);
    let made = held_again(&world).await;
    assert_eq!(made.value("/fresh_proof"), &json!(true), "the demo tenant let it go just now");
}

async fn held_again(world: &World) -> Answer {
    let stranger = &world.people.stranger;
    let theirs = stranger.get("/v1/applications").await.expect(200);
    let body = json!({"application_id": theirs.at("/data/0/id"), "hostname": NAME});
    stranger.post("/v1/connections", body).await.expect(201)
}
