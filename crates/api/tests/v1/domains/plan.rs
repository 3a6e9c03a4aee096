//! What an automatic set-up would write is told before, and written so.

use nameplate_testkit::{Answer, Deed, EDGE_TARGET, World};
use serde_json::{Value, json};

const TOKEN: &str = "sandbox-token-9876";

async fn check(world: &World, domain: &str) -> Answer {
    let body = json!({"domain": domain, "application_id": world.application.id});
    world.people.reader.post("/v1/domains:check", body).await.expect(200)
}

/// Action, name and type of each change.
fn outline(changes: &Value) -> Vec<(&str, &str, &str)> {
    let text = |change: &'_ Value, field: &str| change[field].as_str().unwrap().to_owned().leak() as &str;
    changes
        .as_array()
        .unwrap()
        .iter()
        .map(|change| (text(change, "action"), text(change, "name"), text(change, "type")))
        .collect()
}

#[tokio::test]
async fn without_a_credential_there_is_nothing_to_plan() {
    let world = World::start().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    for _ in 0..2 {
        let report = check(&world, "shop.customer.test").await;
        assert_eq!((report.value("/plan"), report.value("/plan_problem")), (&Value::Null, &Value::Null));
        // One that sees another zone only is none for this one.
        world.lend("limited:other.test").await;
    }
    let body = json!({"domain": "shop.customer.test"});
    let nobodys = world.people.reader.post("/v1/domains:check", body).await.expect(200);
    assert_eq!(nobodys.value("/plan"), &Value::Null);
}

#[tokio::test]
async fn what_is_planned_is_what_is_written_and_planning_writes_nothing() {
    let world = World::start().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    world.publish("A", "shop.customer.test", "192.0.2.81").await;
    world.publish("MX", "customer.test", "10 mail.customer.test").await;
    world.publish("TXT", "customer.test", "v=spf1 include:mail.example -all").await;
    world.lend(TOKEN).await;
    let before = world.records("customer.test").await;

    let report = check(&world, "shop.customer.test").await;
    assert_eq!((report.at("/setup_type"), report.value("/plan_problem")), ("automatic", &Value::Null));
    assert_eq!((report.at("/plan/provider"), report.at("/plan/zone")), ("sandbox", "customer.test"));
    let changes = report.value("/plan/changes");
    let challenge = "_customdomain-challenge.shop.customer.test";
    let expected = [
        ("delete", "shop.customer.test", "A"),
        ("create", challenge, "TXT"),
        ("create", "shop.customer.test", "CNAME"),
    ];
    assert_eq!(outline(changes), expected, "{changes:#}");
    assert_eq!(changes[0]["before"]["values"], json!(["192.0.2.81"]));
    assert_eq!(changes[1]["after"]["values"], json!(["cd-verify-<token>"]));
    assert_eq!(changes[2]["after"]["values"], json!([EDGE_TARGET]));
    assert_eq!(report.value("/plan/untouched"), &json!(3), "www, MX and SPF");

    assert_eq!(world.records("customer.test").await, before);
    let listed = world.people.reader.get("/v1/connections").await.expect(200);
    assert_eq!(listed.value("/data"), &json!([]), "nothing was made");

    let made = world.connect("shop.customer.test").await;
    let path = format!("/v1/connections/{}/change-sets", made.at("/id"));
    let written = world.people.demo.get(&path).await.expect(200);
    let mut all: Vec<(&str, &str, &str)> =
        written.value("/data").as_array().unwrap().iter().flat_map(|set| outline(&set["changes"])).collect();
    all.sort_unstable();
    let mut planned = expected;
    planned.sort_unstable();
    assert_eq!(all, planned);

    // The plan for what is there already is empty.
    let again = check(&world, "shop.customer.test").await;
    assert_eq!((again.value("/plan/changes"), again.value("/plan/untouched")), (&json!([]), &json!(5)), "{again:#?}");
}

#[tokio::test]
async fn what_stands_in_the_way_is_told_instead() {
    let world = World::start().await;
    world.publish("MX", "shop.customer.test", "10 mail.customer.test").await;
    world.lend(TOKEN).await;
    let report = check(&world, "shop.customer.test").await;
    assert_eq!((report.value("/plan"), report.at("/plan_problem/code")), (&Value::Null, "cname_stands_alone"));
    assert!(report.at("/plan_problem/message").contains("shop.customer.test"));
}

#[tokio::test]
async fn a_name_that_somebody_else_holds_has_no_plan() {
    let world = World::start().await;
    let _ = world.proven("shop.customer.test").await;
    let made = world.people.stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let credentials = format!("/v1/applications/{}/credentials", made.at("/id"));
    let lent = json!({"provider": "sandbox", "token": TOKEN});
    let _ = world.people.stranger.post(&credentials, lent).await.expect(201);
    let body = json!({"domain": "shop.customer.test", "application_id": made.at("/id")});
    let report = world.people.stranger.post("/v1/domains:check", body).await.expect(200);
    assert_eq!((report.value("/available"), report.value("/plan")), (&json!(false), &Value::Null));
}

#[tokio::test]
async fn a_provider_that_cannot_be_read_is_no_error() {
    let world = World::relayed().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    world.lend(TOKEN).await;
    world.relay().rule(|_| Deed::Refuse(503));
    let report = check(&world, "shop.customer.test").await;
    assert_eq!((report.value("/plan"), report.at("/plan_problem/code")), (&Value::Null, "dns_write_outage"));
    assert_eq!(report.at("/setup_type"), "automatic", "it will be waited for");
}
