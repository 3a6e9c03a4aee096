//! A lent credential proves the name and writes its records, and nothing else in the zone is touched.

use nameplate_testkit::{EDGE_TARGET, World};
use reqwest::Method;
use serde_json::{Value, json};

const TOKEN: &str = "sandbox-token-9876";

/// A zone with things of its owner's in it, at the very names too.
async fn furnish(world: &World) -> Vec<Value> {
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    world.publish("MX", "customer.test", "10 mail.customer.test").await;
    world.publish("TXT", "customer.test", "v=spf1 include:mail.example -all").await;
    world.publish("TXT", "_customdomain-challenge.shop.customer.test", "of somebody else; \\ \"quoted\"").await;
    world.publish("CNAME", "far.customer.test", "elsewhere.example").await;
    world.records("customer.test").await
}

/// The records that were not there before; what was there before must be there still, each with its number.
#[track_caller]
fn added<'a>(before: &[Value], after: &'a [Value]) -> Vec<(&'a str, &'a str, &'a str)> {
    for record in before {
        assert!(after.contains(record), "{record} is gone or changed: {after:#?}");
    }
    let text = |record: &'a Value, field: &str| record[field].as_str().unwrap();
    let new = after.iter().filter(|record| !before.contains(record));
    let mut new: Vec<(&str, &str, &str)> =
        new.map(|record| (text(record, "name"), text(record, "type"), text(record, "value"))).collect();
    new.sort_unstable();
    new
}

async fn kinds_of(world: &World, id: &str) -> Vec<String> {
    let events = world.store.reader().events(None, None, 1000).await.unwrap();
    let about = events.into_iter().filter(|event| event.connection.to_string() == id);
    let mut kinds: Vec<String> = about.map(|event| event.kind.as_str().to_owned()).collect();
    kinds.sort();
    kinds
}

#[tokio::test]
async fn one_request_proves_and_writes_and_the_workers_do_the_rest() {
    let mut world = World::start().await;
    let before = furnish(&world).await;
    let lent = world.lend(TOKEN).await;
    assert_eq!((lent.at("/last4"), lent.at("/verdict/status")), ("9876", "ok"));
    let made = world.connect("shop.customer.test").await;
    assert!(["propagating", "issuing_cert", "live"].contains(&made.at("/state")), "{made:#?}");
    assert_eq!((made.at("/setup_type"), made.value("/ownership_challenge")), ("automatic", &Value::Null));
    assert_eq!((made.at("/proof/method"), made.at("/proof/type")), ("credential", "TXT"));
    assert_eq!(made.at("/proof/name"), "_customdomain-challenge.shop.customer.test");
    assert_eq!(made.at("/proof/zone"), "customer.test");
    assert_eq!((made.value("/proof/servers/0/seen"), made.value("/problem")), (&json!(true), &Value::Null));
    assert!(!made.text.contains(TOKEN) && !lent.text.contains(TOKEN));

    let after = world.records("customer.test").await;
    let challenge = made.at("/ownership_proofs/0/value");
    assert_eq!(
        added(&before, &after),
        [
            ("_customdomain-challenge.shop.customer.test", "TXT", challenge),
            ("shop.customer.test", "CNAME", EDGE_TARGET)
        ]
    );
    world.start_workers();
    let live = world.until_state(made.at("/id"), "live").await;
    assert_eq!(live.at("/proof/method"), "credential");
    assert_eq!(world.records("customer.test").await, after, "workers write nothing that is there");
    assert_eq!(
        kinds_of(&world, made.at("/id")).await,
        ["domain.added", "domain.flow.completed", "domain.verified", "ssl.issued"]
    );
}

#[tokio::test]
async fn who_wants_to_publish_by_hand_does_so() {
    let world = World::start().await;
    let before = furnish(&world).await;
    world.lend(TOKEN).await;
    let body =
        json!({"application_id": world.application.id, "hostname": "shop.customer.test", "setup_type": "manual"});
    let made = world.people.demo.post("/v1/connections", body).await.expect(201);
    assert_eq!((made.at("/state"), made.at("/setup_type")), ("pending_ownership", "manual"));
    assert!(made.at("/ownership_challenge/value").starts_with("cd-verify-"));
    assert_eq!(world.records("customer.test").await, before);
}

#[tokio::test]
async fn mail_at_the_name_stops_it_before_the_first_write() {
    let world = World::start().await;
    furnish(&world).await;
    world.publish("MX", "shop.customer.test", "10 mail.customer.test").await;
    let before = world.records("customer.test").await;
    world.lend(TOKEN).await;
    let made = world.connect("shop.customer.test").await;
    assert_eq!((made.at("/state"), made.at("/setup_type")), ("pending_ownership", "manual"));
    assert_eq!(made.at("/problem/code"), "cname_stands_alone");
    let message = made.at("/problem/message");
    assert!(message.contains("shop.customer.test has a MX record (10 mail.customer.test)"), "{message}");
    assert!(made.at("/ownership_challenge/value").starts_with("cd-verify-"));
    assert_eq!(world.records("customer.test").await, before);
    let receipts = world.people.demo.get(&format!("/v1/connections/{}/change-sets", made.at("/id"))).await.expect(200);
    assert_eq!(receipts.value("/data"), &json!([]));
}

#[tokio::test]
async fn an_apex_gets_addresses_among_whatever_else_is_there() {
    let mut world = World::start().await;
    let foreign = furnish(&world).await;
    world.publish("A", "customer.test", "192.0.2.9").await;
    world.lend(TOKEN).await;
    let made = world.connect("customer.test").await;
    assert_eq!((made.at("/kind"), made.at("/proof/method")), ("apex", "credential"));
    let after = world.records("customer.test").await;
    assert_eq!(
        added(&foreign, &after),
        [
            ("_customdomain-challenge.customer.test", "TXT", made.at("/ownership_proofs/0/value")),
            ("customer.test", "A", "127.0.0.1")
        ]
    );
    world.start_workers();
    world.until_state(made.at("/id"), "live").await;
}

#[tokio::test]
async fn a_wildcard_is_proven_at_its_parent() {
    let mut world = World::start().await;
    let foreign = furnish(&world).await;
    world.lend(TOKEN).await;
    let made = world.connect("*.customer.test").await;
    assert_eq!((made.at("/kind"), made.at("/proof/method")), ("wildcard", "credential"));
    let after = world.records("customer.test").await;
    assert_eq!(
        added(&foreign, &after),
        [
            ("*.customer.test", "CNAME", EDGE_TARGET),
            ("_customdomain-challenge.customer.test", "TXT", made.at("/ownership_proofs/0/value"))
        ]
    );
    world.start_workers();
    world.until_state(made.at("/id"), "live").await;
}

#[tokio::test]
async fn a_request_that_is_sent_again_gets_the_same_answer_and_writes_nothing() {
    let world = World::start().await;
    furnish(&world).await;
    world.lend(TOKEN).await;
    let body = json!({"application_id": world.application.id, "hostname": "shop.customer.test"});
    let send = async || {
        let request = world.people.demo.request(Method::POST, "/v1/connections").header("idempotency-key", "k");
        world.people.demo.send(request.json(&body)).await.expect(201)
    };
    let first = send().await;
    assert_eq!((first.at("/state"), first.at("/proof/method")), ("propagating", "credential"));
    let after = world.records("customer.test").await;
    let again = send().await;
    assert_eq!((again.header("idempotency-replayed"), &again.json), ("true", &first.json));
    assert_eq!(world.records("customer.test").await, after);
}

#[tokio::test]
async fn a_name_that_somebody_holds_is_refused_before_anything_is_written() {
    let world = World::start().await;
    world.proven("shop.customer.test").await;
    world.lend(TOKEN).await;
    let before = world.records("customer.test").await;
    let body = json!({"application_id": world.application.id, "hostname": "shop.customer.test"});
    for asked in [json!({}), json!({"setup_type": "automatic"})] {
        let mut body = body.clone();
        body.as_object_mut().unwrap().extend(asked.as_object().unwrap().clone());
        world.people.demo.post("/v1/connections", body).await.refused(409, "HostnameConflict", "shop.customer.test");
    }
    assert_eq!(world.records("customer.test").await, before);
}

#[tokio::test]
async fn two_names_of_one_zone_at_once_are_both_written() {
    let world = World::start().await;
    let foreign = furnish(&world).await;
    world.lend(TOKEN).await;
    let (one, two) = tokio::join!(world.connect("one.customer.test"), world.connect("two.customer.test"));
    for made in [&one, &two] {
        assert_eq!((made.at("/state"), made.at("/proof/method")), ("propagating", "credential"), "{made:#?}");
    }
    let after = world.records("customer.test").await;
    assert_eq!(added(&foreign, &after).len(), 4, "{after:#?}");
}
