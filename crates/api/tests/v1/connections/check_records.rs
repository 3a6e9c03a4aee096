use nameplate_testkit::{EDGE_TARGET, World};
use serde_json::{Value, json};

#[tokio::test]
async fn records_are_reported_one_by_one_until_the_connection_is_live() {
    let world = World::start().await;
    let proven = world.proven("shop.customer.test").await;
    let path = format!("/v1/connections/{}/records:check", proven.at("/id"));
    let missing = world.people.demo.post(&path, Value::Null).await.expect(200);
    assert_eq!((missing.at("/state"), missing.at("/records/0/status")), ("propagating", "missing"));
    assert_eq!(missing.value("/records/0/propagated"), &json!(false));

    world.publish("CNAME", "shop.customer.test", EDGE_TARGET).await;
    let live = world.people.demo.post(&path, Value::Null).await.expect(200);
    assert_eq!((live.at("/state"), live.at("/records/0/observed_value")), ("live", EDGE_TARGET));
    assert_eq!((live.at("/records/0/status"), live.value("/records/0/propagated")), ("propagated", &json!(true)));
    assert_eq!(live.at("/records/0/vantages/0/vantage"), "authoritative");
}

#[tokio::test]
async fn a_record_that_goes_away_is_drift_and_its_return_recovery() {
    let world = World::start().await;
    let proven = world.proven("shop.customer.test").await;
    let path = format!("/v1/connections/{}/records:check", proven.at("/id"));
    let id = world.publish("CNAME", "shop.customer.test", EDGE_TARGET).await;
    assert_eq!(world.people.demo.post(&path, Value::Null).await.at("/state"), "live");
    world.unpublish("customer.test", &id).await;
    let drifted = world.people.demo.post(&path, Value::Null).await.expect(200);
    assert_eq!((drifted.at("/state"), drifted.at("/problem/code")), ("drifted", drifted.at("/records/0/problem/code")));
    world.publish("CNAME", "shop.customer.test", EDGE_TARGET).await;
    assert_eq!(world.people.demo.post(&path, Value::Null).await.at("/state"), "live");
}

#[tokio::test]
async fn failing_servers_are_no_drift() {
    let world = World::start().await;
    let live = world.live("shop.customer.test").await;
    let path = format!("/v1/connections/{}/records:check", live.at("/id"));
    for fault in ["servfail", "refused", "lame"] {
        world.fault("customer.test", fault).await;
        let report = world.people.demo.post(&path, Value::Null).await.expect(200);
        assert_eq!((report.at("/state"), report.at("/records/0/status")), ("live", "unknown"), "{fault}");
    }
    let shown = world.people.demo.get(&format!("/v1/connections/{}", live.at("/id"))).await.expect(200);
    assert_eq!(shown.value("/dns_records/0/propagated"), &Value::Null);
}

#[tokio::test]
async fn an_unproven_connection_is_reported_on_and_stays() {
    let world = World::start().await;
    let connection = world.connect("shop.customer.test").await;
    world.publish("CNAME", "shop.customer.test", EDGE_TARGET).await;
    let path = format!("/v1/connections/{}/records:check", connection.at("/id"));
    let report = world.people.demo.post(&path, Value::Null).await.expect(200);
    assert_eq!((report.at("/state"), report.value("/records/0/propagated")), ("pending_ownership", &json!(true)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_at_once_and_the_workers_announce_going_live_once() {
    let mut world = World::start().await;
    let proven = world.proven("shop.customer.test").await;
    world.publish("CNAME", "shop.customer.test", EDGE_TARGET).await;
    world.start_workers();
    world.start_workers();
    let path = format!("/v1/connections/{}/records:check", proven.at("/id"));
    let checks: Vec<_> = (0..20)
        .map(|_| {
            let (person, path) = (world.people.demo.clone(), path.clone());
            tokio::spawn(async move { person.post(&path, Value::Null).await })
        })
        .collect();
    for check in checks {
        assert_eq!(check.await.unwrap().expect(200).at("/state"), "live");
    }
    let events = world.store.reader().events(None, None, 100).await.unwrap();
    for kind in ["domain.verified", "ssl.issued", "domain.flow.completed"] {
        assert_eq!(events.iter().filter(|event| event.kind.as_str() == kind).count(), 1, "{kind}");
    }
}

#[tokio::test]
async fn a_proxy_before_the_name_is_told_with_its_remedy() {
    let world = World::start().await;
    let proven = world.proven("shop.customer.test").await;
    let path = format!("/v1/connections/{}", proven.at("/id"));
    world.publish("A", "shop.customer.test", "104.16.132.229").await;
    let report = world.people.demo.post(&format!("{path}/records:check"), Value::Null).await.expect(200);
    assert_eq!((report.at("/state"), report.at("/records/0/problem/code")), ("propagating", "record_proxied"));
    let shown = world.people.demo.get(&path).await.expect(200);
    let sentence = shown.at("/explanation/sentence");
    assert!(sentence.contains("104.16.132.229") && sentence.contains("\"DNS only\""), "{sentence}");
    assert_eq!(shown.at("/explanation/waiting_for"), "customer");
}

#[tokio::test]
async fn a_host_that_was_left_is_named() {
    let world = World::start().await;
    let proven = world.proven("shop.customer.test").await;
    let path = format!("/v1/connections/{}", proven.at("/id"));
    world.publish("A", "host.left.test", "192.0.2.80").await;
    world.publish("CNAME", "shop.customer.test", "host.left.test").await;
    world.fault("left.test", "refused").await;
    let report = world.people.demo.post(&format!("{path}/records:check"), Value::Null).await.expect(200);
    assert_eq!((report.at("/state"), report.at("/records/0/status")), ("verified", "unknown"));
    assert_eq!(report.at("/records/0/problem/code"), "alias_unanswered");
    assert_eq!(report.at("/records/0/observed_value"), "host.left.test");
    let shown = world.people.demo.get(&path).await.expect(200);
    let sentence = shown.at("/explanation/sentence");
    assert!(sentence.contains("shop.customer.test leads to host.left.test"), "{sentence}");
    assert!(sentence.contains("answered REFUSED"), "{sentence}");
}

#[tokio::test]
async fn a_detour_whose_servers_are_away_is_no_drift() {
    let world = World::start().await;
    let proven = world.proven("shop.customer.test").await;
    let path = format!("/v1/connections/{}/records:check", proven.at("/id"));
    world.publish("CNAME", "detour.other.test", EDGE_TARGET).await;
    world.publish("CNAME", "shop.customer.test", "detour.other.test").await;
    assert_eq!(world.people.demo.post(&path, Value::Null).await.at("/state"), "live");
    world.fault("other.test", "servfail").await;
    let report = world.people.demo.post(&path, Value::Null).await.expect(200);
    assert_eq!((report.at("/state"), report.at("/records/0/problem/code")), ("live", "alias_unanswered"));
}
