use super::{receipts, written};
use nameplate_testkit::{EDGE_TARGET, World};
use serde_json::{Value, json};

#[tokio::test]
async fn every_write_has_a_receipt_with_before_and_after() {
    let world = World::start().await;
    let made = written(&world).await;
    let list = receipts(&world, &made).await;
    assert_eq!((list.value("/data").as_array().unwrap().len(), list.value("/next_cursor")), (2, &Value::Null));
    assert_eq!((list.at("/data/0/purpose"), list.at("/data/1/purpose")), ("records", "challenge"));
    for at in ["/data/0", "/data/1"] {
        assert_eq!(list.at(&format!("{at}/connection_id")), made.at("/id"));
        assert_eq!((list.at(&format!("{at}/provider")), list.at(&format!("{at}/zone"))), ("sandbox", "customer.test"));
        assert_eq!((list.at(&format!("{at}/status")), list.value(&format!("{at}/problem"))), ("applied", &Value::Null));
        assert!(list.at(&format!("{at}/created_at")) < list.at(&format!("{at}/finished_at")));
    }
    assert_eq!(
        list.value("/data/0/changes"),
        &json!([
            {"action": "delete", "name": "shop.customer.test", "type": "A", "before": {"ttl": 60, "values": ["192.0.2.1"]}, "after": null},
            {"action": "create", "name": "shop.customer.test", "type": "CNAME", "before": null, "after": {"ttl": 300, "values": [EDGE_TARGET]}},
        ])
    );
    let challenge = json!([made.at("/ownership_proofs/0/value")]);
    assert_eq!(list.value("/data/1/changes/0/after/values"), &challenge);
    assert!(!list.text.contains("sandbox-token"));
}

#[tokio::test]
async fn receipts_come_in_pages() {
    let world = World::start().await;
    let made = written(&world).await;
    let path = format!("/v1/connections/{}/change-sets", made.at("/id"));
    let first = world.people.demo.get(&format!("{path}?limit=1")).await.expect(200);
    assert_eq!(first.at("/data/0/purpose"), "records");
    let second =
        world.people.demo.get(&format!("{path}?limit=1&cursor={}", first.at("/next_cursor"))).await.expect(200);
    assert_eq!((second.at("/data/0/purpose"), second.value("/next_cursor")), ("challenge", &Value::Null));
    world.people.demo.get(&format!("{path}?limit=0")).await.refused(400, "invalid", "limit");
    world.people.demo.get(&format!("{path}?cursor=x")).await.refused(400, "invalid", "cursor");
    world.people.demo.get(&format!("{path}?status=applied")).await.refused(400, "invalid", "status");
}
