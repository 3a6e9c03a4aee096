//! Providers on a bad day: late, failing, refusing, and forgetting to answer.

use nameplate_testkit::{Deed, World, until};
use serde_json::Value;
use std::time::Duration;

const TOKEN: &str = "sandbox-token-9876";

/// A world with a relay and a zone, and what stands in the zone.
async fn relayed() -> (World, Vec<Value>) {
    let world = World::relayed().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    world.lend(TOKEN).await;
    let before = world.records("customer.test").await;
    (world, before)
}

async fn is_written_once(world: &World, before: &[Value]) {
    let records = world.records("customer.test").await;
    assert!(before.iter().all(|record| records.contains(record)), "{records:#?}");
    let mut names: Vec<&str> = records.iter().map(|record| record["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["_customdomain-challenge.shop.customer.test", "shop.customer.test", "www.customer.test"],
        "{records:#?}"
    );
    let events = world.store.reader().events(None, None, 1000).await.unwrap();
    assert_eq!(events.iter().filter(|event| event.kind.as_str() == "domain.added").count(), 1);
}

#[tokio::test]
async fn an_outage_is_waited_for() {
    for status in [500, 503] {
        let (mut world, before) = relayed().await;
        world.relay().rule(move |passing| if passing.is_write() { Deed::Refuse(status) } else { Deed::Pass });
        let made = world.connect("shop.customer.test").await;
        assert_eq!((made.at("/state"), made.at("/setup_type")), ("pending_ownership", "automatic"), "{made:#?}");
        assert_eq!(made.at("/problem/code"), "dns_write_outage");
        assert_eq!(world.records("customer.test").await, before);
        world.relay().pass_everything();
        world.start_workers();
        world.until_state(made.at("/id"), "live").await;
        is_written_once(&world, &before).await;
    }
}

#[tokio::test]
async fn a_provider_that_asks_for_time_gets_it() {
    let (world, before) = relayed().await;
    world.relay().rule(|_| Deed::Refuse(429));
    let made = world.connect("shop.customer.test").await;
    assert_eq!(made.at("/setup_type"), "automatic", "{made:#?}");
    assert_eq!(made.at("/problem/code"), "dns_write_rate_limited");
    let waits_until: &str = made.at("/next_check_at");
    let soon = nameplate_domain::time::Timestamp::from_ms(world.control.now().as_ms() + 55_000).to_string();
    assert!(waits_until > soon.as_str(), "{waits_until} is before {soon}");
    let apply = format!("/v1/connections/{}/records:apply", made.at("/id"));
    world.people.demo.post(&apply, Value::Null).await.refused(503, "provider_unavailable", "takes no more requests");
    assert_eq!(world.records("customer.test").await, before);
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_not_written_twice() {
    let (mut world, before) = relayed().await;
    world.relay().rule(|passing| if passing.is_write() { Deed::DoAndSay(500) } else { Deed::Pass });
    let made = world.connect("shop.customer.test").await;
    assert_eq!((made.at("/state"), made.at("/proof/method")), ("propagating", "credential"), "{made:#?}");
    assert_eq!(world.relay().writes().len(), 2, "one for the challenge, one for the records");
    world.start_workers();
    world.until_state(made.at("/id"), "live").await;
    is_written_once(&world, &before).await;
}

#[tokio::test]
async fn a_provider_that_refuses_the_second_write_gets_the_first_taken_back() {
    let (world, before) = relayed().await;
    world.relay().rule(|passing| {
        let is_refused = passing.is_write() && passing.body.contains("CNAME");
        if is_refused { Deed::Refuse(403) } else { Deed::Pass }
    });
    let made = world.connect("shop.customer.test").await;
    assert_eq!((made.at("/state"), made.at("/setup_type")), ("stalled", "manual"), "{made:#?}");
    assert_eq!(made.at("/problem/code"), "dns_write_forbidden");
    assert!(made.at("/ownership_challenge/value").starts_with("cd-verify-"));
    assert_eq!(world.records("customer.test").await, before);
    let path = format!("/v1/connections/{}/change-sets", made.at("/id"));
    let receipts = world.people.demo.get(&path).await.expect(200);
    let told = |at: usize| {
        let receipt = &receipts.json["data"][at];
        (receipt["purpose"].as_str().unwrap().to_owned(), receipt["status"].as_str().unwrap().to_owned())
    };
    assert_eq!(told(0), ("undo".into(), "applied".into()));
    assert_eq!(told(1), ("records".into(), "failed".into()));
    assert_eq!(told(2), ("challenge".into(), "undone".into()), "the receipt says that it was taken back");
    assert_eq!(receipts.at("/data/1/problem/code"), "dns_write_forbidden");
}

#[tokio::test]
async fn an_edit_in_the_middle_of_a_write_is_not_lost() {
    let (mut world, before) = relayed().await;
    let url = format!("http://{}/api/records", world.sandbox.http_addr());
    let client = reqwest::Client::new();
    let mut is_first = true;
    // Somebody types into the panel between the listing and the write.
    world.relay().rule(move |passing| {
        if passing.is_write() && std::mem::take(&mut is_first) {
            let record = serde_json::json!({"name": "new.customer.test", "type": "A", "value": "192.0.2.81"});
            let request = client.post(&url).json(&record);
            tokio::spawn(request.send());
            return Deed::Late(Duration::from_millis(200));
        }
        Deed::Pass
    });
    let made = world.connect("shop.customer.test").await;
    world.start_workers();
    world.until_state(made.at("/id"), "live").await;
    let records = world.records("customer.test").await;
    assert!(before.iter().all(|record| records.contains(record)), "{records:#?}");
    let named = |name: &str| records.iter().filter(|record| record["name"] == name).count();
    assert_eq!((named("new.customer.test"), named("shop.customer.test")), (1, 1), "{records:#?}");
    assert_eq!(named("_customdomain-challenge.shop.customer.test"), 1, "{records:#?}");
}

#[tokio::test]
async fn a_request_does_not_wait_for_a_provider_that_is_silent_and_the_write_goes_on() {
    let (world, before) = relayed().await;
    world.relay().rule(|passing| if passing.is_write() { Deed::Late(Duration::from_secs(9)) } else { Deed::Pass });
    let started = std::time::Instant::now();
    let made = world.connect("shop.customer.test").await;
    assert!(started.elapsed() < Duration::from_millis(8800), "{:?}", started.elapsed());
    assert_eq!((made.at("/state"), made.at("/setup_type")), ("pending_ownership", "automatic"), "{made:#?}");
    world.relay().pass_everything();
    until("the write to be carried out", async || {
        let shown = world.people.demo.get(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
        (shown.at("/state") == "propagating").then_some(())
    })
    .await;
    is_written_once(&world, &before).await;
}

#[tokio::test]
async fn name_servers_that_do_not_show_the_challenge_prove_nothing() {
    let mut world = World::start().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    world.lend(TOKEN).await;
    world.fault("customer.test", "servfail").await;
    let made = world.connect("shop.customer.test").await;
    assert_eq!((made.at("/state"), made.value("/proof")), ("pending_ownership", &Value::Null));
    assert_eq!(made.at("/setup_type"), "automatic", "{made:#?}");
    let records = world.records("customer.test").await;
    assert!(records.iter().all(|record| record["name"] != "shop.customer.test"), "no traffic before the proof");
    world.fault("customer.test", "none").await;
    world.start_workers();
    let live = world.until_state(made.at("/id"), "live").await;
    assert_eq!(live.at("/proof/method"), "credential");
}
