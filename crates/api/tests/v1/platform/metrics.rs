use nameplate_testkit::{Answer, World};
use serde_json::{Value, json};
use std::time::Duration;

fn points(answer: &Answer, name: &str) -> Vec<Value> {
    let series = answer.value("/series").as_array().unwrap();
    let found = series.iter().find(|series| series["name"] == name).unwrap();
    found["points"].as_array().unwrap().clone()
}

#[tokio::test]
async fn samples_become_series() {
    let world = World::start().await;
    let _ = world.connect("shop.customer.test").await;
    let empty = world.people.operator.get("/v1/platform/metrics").await.expect(200);
    assert_eq!(empty.value("/interval_s"), &json!(15));
    assert!(empty.value("/series").as_array().unwrap().len() >= 12);
    assert_eq!(points(&empty, "requests"), Vec::<Value>::new(), "nothing was sampled yet");
    world.api.sample().await;
    for _ in 0..30 {
        let _ = world.people.demo.get("/v1/connections").await.expect(200);
    }
    world.pass(Duration::from_secs(15));
    world.api.sample().await;
    let shown = world.people.operator.get("/v1/platform/metrics?minutes=5").await.expect(200);
    let requests = points(&shown, "requests");
    assert_eq!(requests.len(), 1);
    assert!(requests[0][0].is_i64(), "{requests:?}");
    // Thirty in fifteen seconds; reading the clock moves it a little.
    assert!((1.5..=2.1).contains(&requests[0][1].as_f64().unwrap()), "{requests:?}");
    assert_eq!(points(&shown, "errors")[0][1], json!(0.0));
    assert_eq!(points(&shown, "connections_live")[0][1], json!(0.0));
    assert!(points(&shown, "request_p99")[0][1].as_f64().unwrap() > 0.0);
    world.pass(Duration::from_mins(6));
    let shown = world.people.operator.get("/v1/platform/metrics?minutes=5").await.expect(200);
    assert_eq!(points(&shown, "requests").len(), 0, "five minutes are asked for");
    let shown = world.people.operator.get("/v1/platform/metrics").await.expect(200);
    assert_eq!(points(&shown, "requests").len(), 1);
}

#[tokio::test]
async fn more_than_is_kept_is_refused() {
    let world = World::start().await;
    for minutes in ["0", "361", "many"] {
        let path = format!("/v1/platform/metrics?minutes={minutes}");
        world.people.operator.get(&path).await.refused(400, "invalid", "minutes");
    }
    let _ = world.people.operator.get("/v1/platform/metrics?minutes=360").await.expect(200);
}
