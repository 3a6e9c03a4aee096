use nameplate_control::LimitChanges;
use nameplate_domain::connection::UsageKind;
use nameplate_domain::plans::Plan;
use nameplate_domain::tenancy::Caller;
use nameplate_testkit::{Answer, World};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// Lets the demo tenant start `limit` connections a month.
async fn allow(world: &World, limit: i64) {
    let tenant = world.caller.tenant;
    let overrides = Some([(UsageKind::Connect, Some(limit))].into());
    let changes = LimitChanges { overrides, ..LimitChanges::default() };
    world.control.set_limits(&Caller::operator(tenant), tenant, changes).await.unwrap();
}

fn body(world: &World, hostname: &str) -> Value {
    json!({"application_id": world.application.id, "hostname": hostname})
}

async fn connects(world: &World) -> Value {
    world.people.demo.get("/v1/usage").await.expect(200).value("/connect").clone()
}

fn exceeded(answer: &Answer, limit: i64, plan: &str) {
    answer.refused(402, "QuotaExceeded", "used up");
    assert_eq!((answer.value("/error/limit"), answer.at("/error/plan")), (&json!(limit), plan));
    assert_eq!(answer.at("/error/upgrade_url"), "http://localhost:8080/console/usage/plan");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_thirty_at_once_for_seven_places_seven_get_one() {
    let world = World::start().await;
    allow(&world, 7).await;
    let tasks: Vec<_> = (0..30)
        .map(|at| {
            let (person, body) = (world.people.demo.clone(), body(&world, &format!("n{at}.customer.test")));
            tokio::spawn(async move { person.post("/v1/connections", body).await })
        })
        .collect();
    let mut created = 0;
    for task in tasks {
        let answer = task.await.unwrap();
        match answer.status {
            201 => created += 1,
            _ => exceeded(&answer, 7, "enterprise"),
        }
    }
    assert_eq!(created, 7);
    let list = world.people.demo.get("/v1/connections?limit=100").await.expect(200);
    assert_eq!(list.value("/data").as_array().unwrap().len(), 7, "what was refused left nothing behind");
    assert_eq!(connects(&world).await, 7);
}

#[tokio::test]
async fn the_free_plan_has_three_and_archiving_gives_none_back() {
    let world = World::start().await;
    let (demo, tenant) = (&world.people.demo, world.caller.tenant);
    world.control.set_plan(&Caller::operator(tenant), tenant, Plan::Free).await.unwrap();
    let first = world.connect("a.customer.test").await;
    let _ = world.connect("b.customer.test").await;
    let _ = world.connect("c.customer.test").await;
    let _ = demo.delete(&format!("/v1/connections/{}", first.at("/id"))).await.expect(200);
    exceeded(&demo.post("/v1/connections", body(&world, "d.customer.test")).await, 3, "free");
    // What cannot be created at all does not come as far as the plan.
    demo.post("/v1/connections", body(&world, "localhost")).await.refused(400, "invalid", "hostname");
    // A larger plan counts at once, and so does a new month.
    let _ = demo.post("/v1/subscriptions", json!({"plan": "pro"})).await.expect(200);
    let _ = world.connect("d.customer.test").await;
    let _ = demo.post("/v1/subscriptions", json!({"plan": "free"})).await.expect(200);
    exceeded(&demo.post("/v1/connections", body(&world, "e.customer.test")).await, 3, "free");
    world.pass(Duration::from_hours(24 * 30));
    let _ = world.connect("e.customer.test").await;
    assert_eq!(connects(&world).await, 1);
}

#[tokio::test]
async fn a_refused_creation_frees_its_idempotency_key() {
    let world = World::start().await;
    let demo = &world.people.demo;
    allow(&world, 0).await;
    let create = async || {
        let request = demo.request(Method::POST, "/v1/connections").header("idempotency-key", "k");
        demo.send(request.json(&body(&world, "a.customer.test"))).await
    };
    exceeded(&create().await, 0, "enterprise");
    exceeded(&create().await, 0, "enterprise");
    allow(&world, 1).await;
    let made = create().await.expect(201);
    let again = create().await.expect(201);
    assert_eq!((again.at("/id"), again.header("idempotency-replayed")), (made.at("/id"), "true"));
    assert_eq!(connects(&world).await, 1, "a repeated answer is no second connection");
}

#[tokio::test]
async fn names_are_served_and_go_live_whatever_is_used_up() {
    let world = World::start().await;
    let _ = world.proven("shop.customer.test").await;
    allow(&world, 0).await;
    exceeded(&world.people.demo.post("/v1/connections", body(&world, "a.customer.test")).await, 0, "enterprise");
    let nobody = &world.people.nobody;
    let answer = nobody.get("/internal/ask?domain=shop.customer.test").await.expect(200);
    assert_eq!(answer.value("/allow"), &json!(true));
    world.publish("CNAME", "shop.customer.test", nameplate_testkit::EDGE_TARGET).await;
    let shown = world.people.demo.get("/v1/connections?hostname=shop.customer.test").await.expect(200);
    let path = format!("/v1/connections/{}/records:check", shown.at("/data/0/id"));
    assert_eq!(world.people.demo.post(&path, Value::Null).await.expect(200).at("/state"), "live");
}
