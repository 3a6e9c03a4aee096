//! Credentials that are wrong, somebody else's, or for another zone.

use nameplate_testkit::{Answer, World};
use serde_json::{Value, json};

/// A zone with a record, and what stands in it.
async fn zone(world: &World, zone: &str) -> Vec<Value> {
    world.publish("A", &format!("www.{zone}"), "192.0.2.80").await;
    world.records(zone).await
}

#[track_caller]
fn is_by_hand(made: &Answer) {
    assert_eq!((made.at("/state"), made.at("/setup_type")), ("pending_ownership", "manual"), "{made:#?}");
    assert!(made.at("/ownership_challenge/value").starts_with("cd-verify-"));
    assert_eq!(made.value("/proof"), &Value::Null);
}

#[tokio::test]
async fn a_wrong_token_is_kept_with_a_verdict_and_names_go_on_by_hand() {
    let world = World::start().await;
    let before = zone(&world, "customer.test").await;
    let lent = world.lend("wrong-token-5555").await;
    assert_eq!((lent.at("/verdict/status"), lent.at("/last4")), ("bad_credential", "5555"));
    let made = world.connect("shop.customer.test").await;
    is_by_hand(&made);
    assert_eq!(made.at("/problem/code"), "dns_write_bad_credential");
    assert!(made.at("/problem/message").contains("does not accept this credential"), "{made:#?}");
    for answer in [&lent, &made] {
        assert!(!answer.text.contains("wrong-token"), "{answer:#?}");
    }
    assert_eq!(world.records("customer.test").await, before);
    let apply = format!("/v1/connections/{}/records:apply", made.at("/id"));
    let refused = world.people.demo.post(&apply, Value::Null).await;
    refused.refused(502, "provider_refused", "does not accept this credential");
    assert!(!refused.text.contains("wrong-token"), "{refused:#?}");
}

#[tokio::test]
async fn a_credential_for_another_zone_leaves_the_name_to_its_customer() {
    let world = World::start().await;
    let (customer, other) = (zone(&world, "customer.test").await, zone(&world, "other.test").await);
    let lent = world.lend("limited:other.test").await;
    assert_eq!(lent.value("/verdict/zones"), &json!(["other.test"]));
    let made = world.connect("shop.customer.test").await;
    is_by_hand(&made);
    assert_eq!(made.at("/problem/code"), "no_credential");
    assert!(made.at("/problem/message").contains("shop.customer.test"), "{made:#?}");
    assert_eq!(world.records("customer.test").await, customer);
    assert_eq!(world.records("other.test").await, other);
    let seen = world.connect("shop.other.test").await;
    assert_eq!((seen.at("/state"), seen.at("/proof/method")), ("propagating", "credential"));
}

#[tokio::test]
async fn a_credential_that_is_bound_to_a_zone_is_used_for_no_other() {
    let world = World::start().await;
    let customer = zone(&world, "customer.test").await;
    zone(&world, "other.test").await;
    let path = format!("/v1/applications/{}/credentials", world.application.id);
    let body = json!({"provider": "sandbox", "token": "sandbox-token-9876", "zone": "Other.test."});
    let lent = world.people.demo.post(&path, body).await.expect(201);
    assert_eq!(lent.at("/zone"), "other.test");
    is_by_hand(&world.connect("shop.customer.test").await);
    assert_eq!(world.records("customer.test").await, customer);
    assert_eq!(world.connect("shop.other.test").await.at("/state"), "propagating");
    // A zone is no suffix of text: `another.test` is not in `other.test`.
    let another = zone(&world, "another.test").await;
    is_by_hand(&world.connect("shop.another.test").await);
    assert_eq!(world.records("another.test").await, another);
}

#[tokio::test]
async fn of_several_credentials_the_one_that_sees_the_zone_is_used() {
    let world = World::start().await;
    zone(&world, "customer.test").await;
    for token in ["wrong-token-5555", "limited:customer.test", "limited:other.test", "wrong-token-6666"] {
        world.lend(token).await;
    }
    let made = world.connect("shop.customer.test").await;
    assert_eq!((made.at("/state"), made.at("/proof/method")), ("propagating", "credential"), "{made:#?}");
}

#[tokio::test]
async fn a_credential_is_its_applications_alone() {
    let world = World::start().await;
    let before = zone(&world, "customer.test").await;
    world.lend("sandbox-token-9876").await;
    for person in [&world.people.demo, &world.people.stranger] {
        let other = person.post("/v1/applications", json!({"name": "Another"})).await.expect(201);
        let body = json!({"application_id": other.at("/id"), "hostname": "shop.customer.test"});
        let made = person.post("/v1/connections", body.clone()).await.expect(201);
        is_by_hand(&made);
        let apply = format!("/v1/connections/{}/records:apply", made.at("/id"));
        person.post(&apply, json!({"dry_run": true})).await.refused(409, "no_credential", "shop.customer.test");
        person.post(&apply, Value::Null).await.refused(409, "no_credential", "shop.customer.test");
        // Asked for by name, it still finds none.
        let mut forced = body;
        forced["setup_type"] = json!("automatic");
        let made = person.post("/v1/connections", forced).await.expect(201);
        is_by_hand(&made);
        assert_eq!(made.at("/problem/code"), "no_credential");
        let check = json!({"domain": "shop.customer.test", "application_id": other.at("/id")});
        assert_eq!(person.post("/v1/domains:check", check).await.expect(200).at("/setup_type"), "manual");
    }
    assert_eq!(world.records("customer.test").await, before);
}
