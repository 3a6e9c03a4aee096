use super::{receipts, written};
use nameplate_testkit::{Answer, World};
use serde_json::{Value, json};

async fn undo(world: &World, id: &str) -> Answer {
    world.people.demo.post(&format!("/v1/change-sets/{id}/undo"), Value::Null).await
}

/// Name, type and value of each record.
async fn zone(world: &World) -> Vec<(String, String, String)> {
    let text = |record: &Value, field: &str| record[field].as_str().unwrap().to_owned();
    let records = world.records("customer.test").await;
    let mut zone: Vec<(String, String, String)> =
        records.iter().map(|record| (text(record, "name"), text(record, "type"), text(record, "value"))).collect();
    zone.sort();
    zone
}

#[tokio::test]
async fn undoing_brings_back_what_was_replaced() {
    let world = World::start().await;
    let made = written(&world).await;
    let list = receipts(&world, &made).await;
    let (records, challenge) = (list.at("/data/0/id"), list.at("/data/1/id"));
    let before = zone(&world).await;

    let path = format!("/v1/change-sets/{records}/undo");
    let planned = world.people.demo.post(&path, json!({"dry_run": true})).await.expect(200);
    assert_eq!((planned.value("/applied"), planned.value("/change_set")), (&json!(false), &Value::Null));
    assert_eq!(planned.value("/changes").as_array().unwrap().len(), 2);
    assert_eq!(zone(&world).await, before);

    let undone = undo(&world, records).await.expect(200);
    assert_eq!((undone.value("/applied"), undone.at("/change_set/purpose")), (&json!(true), "undo"));
    assert_eq!(undone.value("/changes"), planned.value("/changes"));
    let back = ("shop.customer.test".to_owned(), "A".to_owned(), "192.0.2.1".to_owned());
    let after = zone(&world).await;
    assert!(after.contains(&back) && !after.iter().any(|(_, rtype, _)| rtype == "CNAME"), "{after:?}");
    let shown = world.people.demo.get(&format!("/v1/change-sets/{records}")).await.expect(200);
    assert_eq!(shown.at("/status"), "undone");
    undo(&world, records).await.refused(409, "nothing_to_undo", "undone");

    let _ = undo(&world, challenge).await.expect(200);
    let names: Vec<String> = zone(&world).await.into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["shop.customer.test", "www.customer.test"]);
}

#[tokio::test]
async fn what_others_added_since_stays() {
    let world = World::start().await;
    let made = written(&world).await;
    let list = receipts(&world, &made).await;
    let name = "_customdomain-challenge.shop.customer.test";
    world.publish("TXT", name, "of somebody else").await;
    world.publish("A", "new.customer.test", "192.0.2.81").await;
    let _ = undo(&world, list.at("/data/1/id")).await.expect(200);
    let left = zone(&world).await;
    let at_name: Vec<&str> =
        left.iter().filter(|(owner, ..)| owner == name).map(|(_, _, value)| value.as_str()).collect();
    assert_eq!(at_name, ["of somebody else"]);
    assert!(left.iter().any(|(owner, ..)| owner == "new.customer.test"), "{left:?}");
}

#[tokio::test]
async fn what_took_the_place_since_is_not_destroyed() {
    let world = World::start().await;
    let made = written(&world).await;
    let list = receipts(&world, &made).await;
    let records = world.records("customer.test").await;
    let cname = records.iter().find(|record| record["type"] == "CNAME").unwrap();
    world.unpublish("customer.test", cname["id"].as_str().unwrap()).await;
    world.publish("CNAME", "shop.customer.test", "elsewhere.example").await;
    let before = zone(&world).await;
    undo(&world, list.at("/data/0/id")).await.refused(409, "dns_conflict", "shop.customer.test");
    assert_eq!(zone(&world).await, before);
    let shown = world.people.demo.get(&format!("/v1/change-sets/{}", list.at("/data/0/id"))).await.expect(200);
    assert_eq!(shown.at("/status"), "applied");
}

#[tokio::test]
async fn only_its_tenant_undoes_a_write_and_only_with_a_credential() {
    let world = World::start().await;
    let made = written(&world).await;
    let list = receipts(&world, &made).await;
    let path = format!("/v1/change-sets/{}/undo", list.at("/data/0/id"));
    world.people.stranger.post(&path, Value::Null).await.refused(404, "not_found", "change set");
    world.people.reader.post(&path, Value::Null).await.refused(403, "forbidden", "connections:write");
    world.people.demo.post(&path, json!({"force": true})).await.refused(400, "invalid", "force is not a field");
    let credentials = format!("/v1/applications/{}/credentials", world.application.id);
    let lent = world.people.demo.get(&credentials).await.expect(200);
    let _ = world.people.demo.delete(&format!("{credentials}/{}", lent.at("/data/0/id"))).await.expect(204);
    let before = zone(&world).await;
    world.people.demo.post(&path, Value::Null).await.refused(409, "no_credential", "shop.customer.test");
    assert_eq!(zone(&world).await, before);
}

#[tokio::test]
async fn what_was_written_can_be_taken_back_after_the_end() {
    let world = World::start().await;
    let made = written(&world).await;
    let list = receipts(&world, &made).await;
    let _ = world.people.demo.delete(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
    for at in ["/data/0/id", "/data/1/id"] {
        let _ = undo(&world, list.at(at)).await.expect(200);
    }
    let names: Vec<String> = zone(&world).await.into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, ["shop.customer.test", "www.customer.test"]);
}

#[tokio::test]
async fn undone_by_hand_it_is_undone_without_a_write() {
    let world = World::start().await;
    let made = written(&world).await;
    let list = receipts(&world, &made).await;
    let records = world.records("customer.test").await;
    for record in records.iter().filter(|record| record["type"] == "TXT") {
        world.unpublish("customer.test", record["id"].as_str().unwrap()).await;
    }
    let undone = undo(&world, list.at("/data/1/id")).await.expect(200);
    assert_eq!((undone.value("/changes"), undone.value("/change_set")), (&json!([]), &Value::Null));
    let shown = world.people.demo.get(&format!("/v1/change-sets/{}", list.at("/data/1/id"))).await.expect(200);
    assert_eq!(shown.at("/status"), "undone");
}
