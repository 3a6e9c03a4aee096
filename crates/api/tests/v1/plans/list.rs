use nameplate_testkit::World;
use serde_json::{Value, json};

#[tokio::test]
async fn the_four_plans_are_shown_with_their_limits() {
    let world = World::start().await;
    let plans = world.people.reader.get("/v1/plans").await.expect(200);
    let ids: Vec<_> = plans.value("/data").as_array().unwrap().iter().map(|plan| plan["id"].clone()).collect();
    assert_eq!(ids, ["free", "pro", "growth", "enterprise"]);
    let connects: Vec<_> = (0..4).map(|at| plans.value(&format!("/data/{at}/limits/connect")).clone()).collect();
    assert_eq!(connects, [json!(3), json!(100), json!(1000), Value::Null]);
    assert_eq!(plans.value("/data/1/is_for_sale"), &json!(false), "nobody takes the money");
}
