//! Writing a connection's records when somebody asks for it.

use nameplate_testkit::{Answer, EDGE_TARGET, World};
use serde_json::{Value, json};

const TOKEN: &str = "sandbox-token-9876";

fn apply_path(made: &Answer) -> String {
    format!("/v1/connections/{}/records:apply", made.at("/id"))
}

async fn apply(world: &World, made: &Answer) -> Answer {
    world.people.demo.post(&apply_path(made), Value::Null).await
}

async fn receipts(world: &World, made: &Answer) -> usize {
    let path = format!("/v1/connections/{}/change-sets", made.at("/id"));
    world.people.demo.get(&path).await.expect(200).value("/data").as_array().unwrap().len()
}

async fn told(world: &World, kind: &str) -> usize {
    let events = world.store.reader().events(None, None, 1000).await.unwrap();
    events.iter().filter(|event| event.kind.as_str() == kind).count()
}

#[tokio::test]
async fn a_dry_run_says_what_would_change_and_changes_nothing() {
    let world = World::start().await;
    world.publish("A", "shop.customer.test", "192.0.2.1").await;
    let made = world.connect("shop.customer.test").await;
    world.lend(TOKEN).await;
    let before = world.records("customer.test").await;
    let planned = world.people.demo.post(&apply_path(&made), json!({"dry_run": true})).await.expect(200);
    assert_eq!((planned.value("/dry_run"), planned.value("/applied")), (&json!(true), &json!(false)));
    assert_eq!((planned.at("/provider"), planned.at("/zone")), ("sandbox", "customer.test"));
    let shape = |change: &Value| json!([change["action"], change["name"], change["type"], change["after"]["values"]]);
    let changes: Vec<Value> = planned.value("/changes").as_array().unwrap().iter().map(shape).collect();
    assert_eq!(
        json!(changes),
        json!([["delete", "shop.customer.test", "A", null], ["create", "shop.customer.test", "CNAME", [EDGE_TARGET]]])
    );
    assert_eq!(planned.value("/change_set"), &Value::Null);
    assert_eq!(planned.at("/connection/setup_type"), "manual");
    assert_eq!(world.records("customer.test").await, before);
    assert_eq!(receipts(&world, &made).await, 0);
}

#[tokio::test]
async fn a_connection_by_hand_is_written_once_a_credential_is_there() {
    let mut world = World::start().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    let made = world.connect("shop.customer.test").await;
    apply(&world, &made).await.refused(409, "no_credential", "shop.customer.test");
    world.lend(TOKEN).await;
    let applied = apply(&world, &made).await.expect(200);
    assert_eq!((applied.value("/dry_run"), applied.value("/applied")), (&json!(false), &json!(true)));
    assert_eq!((applied.at("/connection/state"), applied.at("/connection/setup_type")), ("propagating", "automatic"));
    assert_eq!(applied.at("/connection/proof/method"), "credential");
    assert_eq!((applied.at("/change_set/purpose"), applied.at("/change_set/status")), ("records", "applied"));
    world.start_workers();
    world.until_state(made.at("/id"), "live").await;
}

#[tokio::test]
async fn writing_again_writes_nothing_and_tells_nobody() {
    let world = World::start().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    world.lend(TOKEN).await;
    let made = world.connect("shop.customer.test").await;
    let (records, count) = (world.records("customer.test").await, receipts(&world, &made).await);
    assert_eq!(count, 2, "one for the challenge, one for the records");
    for _ in 0..2 {
        let again = apply(&world, &made).await.expect(200);
        assert_eq!((again.value("/changes"), again.value("/change_set")), (&json!([]), &Value::Null));
        assert_eq!(again.at("/connection/state"), "propagating");
    }
    assert_eq!(receipts(&world, &made).await, count);
    assert_eq!(world.records("customer.test").await, records);
    assert_eq!(told(&world, "domain.added").await, 1);
}

#[tokio::test]
async fn a_live_name_that_drifted_is_restored_and_recovers() {
    let mut world = World::start().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    world.lend(TOKEN).await;
    let made = world.connect("shop.customer.test").await;
    let id = made.at("/id");
    let check = format!("/v1/connections/{id}/records:check");
    assert_eq!(world.people.demo.post(&check, Value::Null).await.expect(200).at("/state"), "live");
    let written = world.records("customer.test").await;
    let cname = written.iter().find(|record| record["type"] == "CNAME").unwrap();
    world.unpublish("customer.test", cname["id"].as_str().unwrap()).await;
    world.publish("CNAME", "shop.customer.test", "www.customer.test").await;
    assert_eq!(world.people.demo.post(&check, Value::Null).await.expect(200).at("/state"), "drifted");

    let applied = apply(&world, &made).await.expect(200);
    assert_eq!(applied.at("/changes/0/action"), "update");
    assert_eq!(applied.value("/changes/0/before/values"), &json!(["www.customer.test"]));
    world.start_workers();
    world.until_state(id, "live").await;
    assert_eq!((told(&world, "domain.drift").await, told(&world, "domain.recovered").await), (1, 1));
    assert_eq!((told(&world, "domain.added").await, told(&world, "domain.flow.completed").await), (1, 1));
}

#[tokio::test]
async fn what_stands_in_the_way_is_told_and_left() {
    let world = World::start().await;
    world.publish("MX", "shop.customer.test", "10 mail.customer.test").await;
    let made = world.connect("shop.customer.test").await;
    world.lend(TOKEN).await;
    let before = world.records("customer.test").await;
    for body in [json!({"dry_run": true}), json!({}), Value::Null] {
        let refused = world.people.demo.post(&apply_path(&made), body).await;
        refused.refused(409, "dns_conflict", "shop.customer.test has a MX record");
    }
    assert_eq!(world.records("customer.test").await, before);
    assert_eq!(receipts(&world, &made).await, 0);
    let shown = world.people.demo.get(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
    assert_eq!(shown.at("/setup_type"), "manual");
}

#[tokio::test]
async fn a_name_that_somebody_holds_by_now_is_not_written() {
    let world = World::start().await;
    let late = world.connect("shop.customer.test").await;
    world.proven("shop.customer.test").await;
    world.lend(TOKEN).await;
    let before = world.records("customer.test").await;
    apply(&world, &late).await.refused(409, "HostnameConflict", "shop.customer.test");
    assert_eq!(world.records("customer.test").await, before);
    assert_eq!(receipts(&world, &late).await, 0);
}

#[tokio::test]
async fn an_ended_connection_is_not_written_and_bodies_are_read_strictly() {
    let world = World::start().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    let made = world.connect("shop.customer.test").await;
    world.lend(TOKEN).await;
    let demo = &world.people.demo;
    demo.post(&apply_path(&made), json!({"force": true})).await.refused(400, "invalid", "force is not a field");
    demo.post(&apply_path(&made), json!({"dry_run": "yes"})).await.refused(400, "invalid", "dry_run");
    let _ = demo.delete(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
    apply(&world, &made).await.refused(409, "connection_ended", "archived");
}

#[tokio::test]
async fn another_template_is_written_whole() {
    let world = World::start().await;
    world.publish("TXT", "shop.customer.test", "theirs").await;
    world.lend(TOKEN).await;
    let body = json!({
        "application_id": world.application.id, "hostname": "shop.customer.test",
        "dns_records": [
            {"host": "@", "type": "A", "value": "127.0.0.1", "ttl": 60},
            {"host": "@", "type": "A", "value": "127.0.0.2", "ttl": 60},
            {"host": "@", "type": "TXT", "value": "app={hostname}", "ttl": 60},
            {"host": "assets", "type": "CNAME", "value": "{app_target}", "ttl": 60},
        ],
    });
    let made = world.people.demo.post("/v1/connections", body).await.expect(201);
    assert_eq!(made.at("/state"), "propagating", "{made:#?}");
    let records = world.records("customer.test").await;
    let mut at_shop: Vec<(&str, &str)> = records
        .iter()
        .filter(|record| record["name"] == "shop.customer.test")
        .map(|record| (record["type"].as_str().unwrap(), record["value"].as_str().unwrap()))
        .collect();
    at_shop.sort_unstable();
    assert_eq!(at_shop, [("A", "127.0.0.1"), ("A", "127.0.0.2"), ("TXT", "app=shop.customer.test"), ("TXT", "theirs")]);
    assert!(records.iter().any(|record| record["name"] == "assets.shop.customer.test" && record["type"] == "CNAME"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_write_once() {
    let mut world = World::start().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    let made = world.connect("shop.customer.test").await;
    world.lend(TOKEN).await;
    world.start_workers();
    let applies: Vec<_> = (0..6)
        .map(|_| {
            let (person, path) = (world.people.demo.clone(), apply_path(&made));
            tokio::spawn(async move { person.post(&path, Value::Null).await })
        })
        .collect();
    let mut done = 0;
    for apply in applies {
        let answer = apply.await.unwrap();
        assert!([200, 503].contains(&answer.status), "{answer:#?}");
        done += usize::from(answer.status == 200);
    }
    assert!(done > 0, "somebody is the first");
    world.until_state(made.at("/id"), "live").await;
    assert_eq!((receipts(&world, &made).await, told(&world, "domain.added").await), (2, 1));
    assert_eq!(world.records("customer.test").await.len(), 3);
}
