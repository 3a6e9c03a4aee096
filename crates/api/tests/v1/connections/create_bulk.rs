use nameplate_testkit::{Answer, World};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const PATH: &str = "/v1/connections:bulk";

fn of(world: &World, fields: Value) -> Value {
    let mut body = json!({"application_id": world.application.id});
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    body
}

async fn bulk(world: &World, fields: Value) -> Answer {
    world.people.writer.post(PATH, of(world, fields)).await
}

fn statuses(answer: &Answer) -> Vec<u64> {
    answer.value("/data").as_array().unwrap().iter().map(|entry| entry["status"].as_u64().unwrap()).collect()
}

async fn total(world: &World, batch: &str) -> usize {
    let list = world.people.reader.get(&format!("/v1/connections?limit=100&batch_id={batch}")).await.expect(200);
    list.value("/data").as_array().unwrap().len()
}

#[tokio::test]
async fn what_is_wrong_with_one_does_not_keep_the_others() {
    let world = World::start().await;
    world.live("held.customer.test").await;
    let answer = bulk(
        &world,
        json!({"batch_id": "b1", "connections": [
            {"hostname": "App.Customer.TEST."},
            {"hostname": "co.uk"},
            {"hostname": "app.customer.test"},
            {"hostname": "held.customer.test"},
            {"hostname": "held.customer.test", "takeover": true},
            {"hostname": "*.customer.test", "setup_type": "api"},
            {"hostname": "x.customer.test", "dns_records": []},
            {"hostname": "y.customer.test", "dns_records": [{"host": "@", "type": "A", "value": "192.0.2.7"}]},
        ]}),
    )
    .await
    .expect(200);
    // The second wish for a name is one too many, whatever it wants.
    assert_eq!(statuses(&answer), [201, 400, 400, 409, 400, 201, 400, 201]);
    assert_eq!((answer.value("/created"), answer.value("/existing")), (&json!(3), &json!(0)));
    assert_eq!((answer.value("/refused"), answer.at("/batch_id")), (&json!(5), "b1"));
    assert_eq!(answer.at("/data/0/hostname"), "App.Customer.TEST.");
    assert_eq!(answer.at("/data/0/connection/hostname"), "app.customer.test");
    assert_eq!(answer.at("/data/0/connection/batch_id"), "b1");
    assert_eq!(answer.at("/data/5/connection/setup_type"), "api");
    assert_eq!(answer.at("/data/7/connection/dns_records/0/value"), "192.0.2.7");
    let error = |at: usize| {
        let field = |name: &str| answer.at(&format!("/data/{at}/error/{name}")).to_owned();
        (field("code"), field("message"))
    };
    assert!(error(1).1.contains("hostname"), "{:?}", error(1));
    assert_eq!(error(2).0, "invalid");
    assert!(error(2).1.contains("twice") && error(2).1.contains("entry 0"), "{:?}", error(2));
    assert_eq!(error(3).0, "HostnameConflict");
    assert!(error(6).1.contains("dns_records"), "{:?}", error(6));
    assert!(answer.json.pointer("/data/1/connection").is_none() && answer.json.pointer("/data/0/error").is_none());
    assert_eq!(total(&world, "b1").await, 3);
}

#[tokio::test]
async fn the_short_form_has_names_only_and_a_batch_of_its_own() {
    let world = World::start().await;
    let first = bulk(&world, json!({"hostnames": ["a.customer.test", "b.customer.test"]})).await.expect(200);
    let second = bulk(&world, json!({"hostnames": ["a.customer.test"]})).await.expect(200);
    assert_eq!((statuses(&first), statuses(&second)), (vec![201, 201], vec![201]));
    assert_ne!(first.at("/batch_id"), second.at("/batch_id"));
    assert_eq!(total(&world, first.at("/batch_id")).await, 2);
}

#[tokio::test]
async fn a_list_has_them_in_the_order_of_the_request() {
    let world = World::start().await;
    let names: Vec<String> = (0..100).map(|index| format!("n{index:02}.customer.test")).collect();
    let made = bulk(&world, json!({"batch_id": "b1", "hostnames": names})).await.expect(200);
    assert_eq!(made.value("/created"), &json!(100));
    let list = world.people.reader.get("/v1/connections?batch_id=b1&limit=100").await.expect(200);
    let listed = list.value("/data").as_array().unwrap().iter().map(|entry| entry["hostname"].as_str().unwrap());
    // Newest first.
    assert_eq!(listed.rev().collect::<Vec<_>>(), names);
}

#[tokio::test]
async fn a_batch_is_not_filled_twice() {
    let world = World::start().await;
    let names = json!({"batch_id": "b1", "hostnames": ["a.customer.test", "b.customer.test"]});
    let first = bulk(&world, names.clone()).await.expect(200);
    let more = json!({"batch_id": "b1", "hostnames": ["c.customer.test", "b.customer.test"]});
    let again = bulk(&world, more).await.expect(200);
    assert_eq!((statuses(&again), again.value("/existing")), (vec![201, 200], &json!(1)));
    assert_eq!(again.at("/data/1/connection/id"), first.at("/data/1/connection/id"));
    assert_eq!(total(&world, "b1").await, 3);
    // What came to its end may be tried again.
    let path = format!("/v1/connections/{}", first.at("/data/0/connection/id"));
    let _ = world.people.demo.delete(&path).await.expect(200);
    assert_eq!(statuses(&bulk(&world, names).await.expect(200)), [201, 200]);
}

#[tokio::test]
async fn a_request_that_is_sent_again_under_its_key_gets_the_same_answer() {
    let world = World::start().await;
    let body = of(&world, json!({"hostnames": ["a.customer.test", "nonsense"]}));
    let send = async |body: &Value| {
        let request = world.people.writer.request(Method::POST, PATH).header("idempotency-key", "k1");
        world.people.writer.send(request.json(body)).await
    };
    let first = send(&body).await.expect(200);
    let again = send(&body).await.expect(200);
    assert_eq!((again.header("idempotency-replayed"), &again.json), ("true", &first.json));
    assert_eq!(total(&world, first.at("/batch_id")).await, 1);
    let other = of(&world, json!({"hostnames": ["b.customer.test"]}));
    send(&other).await.refused(409, "idempotency_conflict", "Idempotency-Key");
}

#[tokio::test]
async fn requests_that_cannot_be_read_create_nothing() {
    let world = World::start().await;
    let names = |count: usize| (0..count).map(|n| format!("n{n}.customer.test")).collect::<Vec<_>>();
    for (fields, words) in [
        (json!({}), "connections is required"),
        (json!({"hostnames": ["a.customer.test"], "connections": []}), "exclude each other"),
        (json!({"hostnames": []}), "1 to 1000"),
        (json!({"hostnames": names(1001)}), "1 to 1000"),
        (json!({"hostnames": ["a.customer.test"], "batch_id": ""}), "batch_id"),
        (json!({"hostnames": ["a.customer.test", 5]}), "hostnames[1]"),
        (json!({"connections": [{"hostname": "a.customer.test", "origin": "x"}]}), "connections[0].origin"),
        (json!({"connections": ["a.customer.test"]}), "connections[0]"),
    ] {
        bulk(&world, fields).await.refused(400, "invalid", words);
    }
    let foreign = json!({"application_id": "0190f0f0-0000-7000-8000-000000000000", "hostnames": ["a.customer.test"]});
    world.people.writer.post(PATH, foreign).await.refused(404, "not_found", "application");
    let longer = json!({"hostnames": ["a.customer.test"], "batch_id": "x".repeat(1024 * 1024)});
    bulk(&world, longer).await.refused(413, "payload_too_large", "1024 KiB");
    let list = world.people.reader.get("/v1/connections").await.expect(200);
    assert_eq!(list.value("/data"), &json!([]));
}

#[tokio::test]
async fn each_is_counted_and_written_to_the_audit_log() {
    let world = World::start().await;
    let answer = bulk(&world, json!({"hostnames": ["a.customer.test", "co.uk", "b.customer.test"]})).await.expect(200);
    assert_eq!(statuses(&answer), [201, 400, 201]);
    let filter = nameplate_store::AuditFilter::default();
    let page = nameplate_store::Page::first(50);
    let entries = world.store.reader().audit(world.caller.tenant, &filter, page).await.unwrap();
    let entry = entries.iter().find(|entry| entry.action == "connection.bulk_create").unwrap();
    assert_eq!(entry.target_id, answer.at("/batch_id"));
    assert_eq!(
        entry.after.as_ref().unwrap()["created"],
        json!([answer.at("/data/0/connection/id"), answer.at("/data/2/connection/id")])
    );
    let creators: Vec<&str> = entries
        .iter()
        .filter(|entry| entry.action == "connection.create")
        .map(|entry| entry.target_id.as_str())
        .collect();
    assert_eq!(creators, [answer.at("/data/2/connection/id"), answer.at("/data/0/connection/id")]);
}

/// A thousand names come in one request, well within the time of an exchange; and the workers are not asked to look at all of them in
/// the same instant.
#[tokio::test]
async fn a_thousand_names_move_in_at_once() {
    let world = World::start().await;
    let names: Vec<String> = (0..1000).map(|n| format!("n{n}.customer.test")).collect();
    let started = std::time::Instant::now();
    let request = world.people.writer.request(Method::POST, PATH).json(&of(&world, json!({"hostnames": names})));
    let response = request.send().await.unwrap();
    let took = started.elapsed();
    assert_eq!(response.status().as_u16(), 200);
    let report: Value = response.json().await.unwrap();
    assert!(took < Duration::from_secs(20), "{took:?}");
    assert_eq!((&report["created"], &report["refused"]), (&json!(1000), &json!(0)));
    let due: BTreeSet<&str> = report["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["connection"]["next_check_at"].as_str().unwrap())
        .collect();
    assert!(due.len() > 900, "{} different instants", due.len());
    let batch = world.people.reader.get(&format!("/v1/batches/{}", report["batch_id"].as_str().unwrap())).await;
    assert_eq!(batch.expect(200).value("/total"), &json!(1000));
}

#[tokio::test]
async fn automatic_ones_are_left_to_the_workers() {
    let mut world = World::start().await;
    world.publish("A", "customer.test", "192.0.2.1").await;
    world.lend("sandbox-token-9876").await;
    let before = world.records("customer.test").await;
    let answer = bulk(&world, json!({"hostnames": ["a.customer.test", "b.customer.test"]})).await.expect(200);
    for at in 0..2 {
        assert_eq!(answer.at(&format!("/data/{at}/connection/setup_type")), "automatic");
        assert_eq!(answer.at(&format!("/data/{at}/connection/state")), "pending_ownership");
    }
    assert_eq!(world.records("customer.test").await, before, "the request itself writes nothing");
    world.start_workers();
    for at in 0..2 {
        world.until_state(answer.at(&format!("/data/{at}/connection/id")), "live").await;
    }
}
