use nameplate_testkit::World;
use serde_json::Value;
use std::time::Duration;

fn queue<'a>(queues: &'a [Value], name: &str) -> &'a Value {
    queues.iter().find(|queue| queue["name"] == name).unwrap()
}

#[tokio::test]
async fn what_waits_is_listed_with_its_age() {
    let world = World::start().await;
    let _ = world.connect("shop.customer.test").await;
    world.pass(Duration::from_hours(1));
    let answer = world.people.operator.get("/v1/platform/queues").await.expect(200);
    let queues = answer.value("/data").as_array().unwrap();
    let names: Vec<&str> = queues.iter().map(|queue| queue["name"].as_str().unwrap()).collect();
    let expected = [
        "connections",
        "events",
        "webhook_deliveries",
        "certificates_wanted",
        "certificate_renewals",
        "certificates_overdue",
        "txt_answers",
    ];
    assert_eq!(names, expected);
    assert!(queues.iter().all(|queue| queue["meaning"].as_str().unwrap().ends_with('.')));
    let due = queue(queues, "connections");
    assert_eq!(due["waiting"], 1, "nobody works here: {due}");
    assert!(due["oldest_ms"].as_i64().unwrap() > 3_000_000, "{due}");
    assert_eq!(queue(queues, "txt_answers")["waiting"], 0);
    assert_eq!(queue(queues, "txt_answers")["oldest_ms"], 0);
}
