use nameplate_testkit::{EDGE_TARGET, World};
use serde_json::{Value, json};

#[tokio::test]
async fn connections_are_counted_by_state() {
    let mut world = World::start().await;
    let empty = world.people.reader.get("/v1/connections:summary").await.expect(200);
    assert_eq!((empty.value("/total"), empty.value("/needs_attention")), (&json!(0), &json!(0)));
    assert_eq!(empty.value("/by_state").as_object().unwrap().len(), 12, "every state is there: {empty:?}");

    let _ = world.live("live.customer.test").await;
    let _ = world.connect("waiting.customer.test").await;
    let archived = world.connect("archived.customer.test").await;
    let _ = world.people.demo.delete(&format!("/v1/connections/{}", archived.at("/id"))).await.expect(200);
    let drifting = world.proven("drifting.customer.test").await;
    let record = world.publish("CNAME", "drifting.customer.test", EDGE_TARGET).await;
    let check = format!("/v1/connections/{}/records:check", drifting.at("/id"));
    assert_eq!(world.people.demo.post(&check, Value::Null).await.expect(200).at("/state"), "live");
    world.unpublish("customer.test", &record).await;
    world.start_workers();
    world.until_state(drifting.at("/id"), "drifted").await;

    let all = world.people.reader.get("/v1/connections:summary").await.expect(200);
    assert_eq!((all.value("/total"), all.value("/needs_attention")), (&json!(4), &json!(1)));
    for state in ["live", "pending_ownership", "archived", "drifted"] {
        assert_eq!(all.value(&format!("/by_state/{state}")), &json!(1), "{state}");
    }
    assert_eq!(all.value("/by_state/failed"), &json!(0));
}

#[tokio::test]
async fn an_application_is_counted_by_itself_and_strangers_count_nothing() {
    let world = World::start().await;
    let other = world.people.demo.post("/v1/applications", json!({"name": "Other"})).await.expect(201);
    let _ = world.connect("a.customer.test").await;
    let body = json!({"application_id": other.value("/id"), "hostname": "b.customer.test"});
    let _ = world.people.demo.post("/v1/connections", body).await.expect(201);
    let total = async |person: &nameplate_testkit::Person, query: &str| {
        person.get(&format!("/v1/connections:summary{query}")).await.expect(200).value("/total").clone()
    };
    let of_other = format!("?application_id={}", other.at("/id"));
    assert_eq!(total(&world.people.demo, "").await, json!(2));
    assert_eq!(total(&world.people.demo, &of_other).await, json!(1));
    assert_eq!(total(&world.people.stranger, "").await, json!(0));
    assert_eq!(total(&world.people.stranger, &of_other).await, json!(0));
    let encoded = world.people.demo.get("/v1/connections%3Asummary").await.expect(200);
    assert_eq!(encoded.value("/total"), &json!(2));
    let wrong = world.people.demo.get("/v1/connections:summary?application_id=x").await;
    wrong.refused(400, "invalid", "application_id");
}
