use nameplate_testkit::World;
use serde_json::{Value, json};

#[tokio::test]
async fn a_connection_starts_with_its_challenge_and_its_records() {
    let world = World::start().await;
    let made = world.connect("App.Customer.TEST.").await;
    assert_eq!(
        (made.at("/state"), made.at("/hostname"), made.at("/kind")),
        ("pending_ownership", "app.customer.test", "subdomain")
    );
    assert_eq!(made.at("/ownership_challenge/name"), "_customdomain-challenge.app.customer.test");
    assert_eq!(made.at("/ownership_challenge/type"), "TXT");
    assert!(made.at("/ownership_challenge/value").starts_with("cd-verify-"));
    assert_eq!(made.at("/dns_records/0/type"), "CNAME");
    assert_eq!(made.at("/dns_records/0/value"), "edge.nameplate.localhost");
    assert_eq!(made.value("/dns_records/0/propagated"), &json!(false));
    let methods: Vec<&str> =
        made.value("/ownership_proofs").as_array().unwrap().iter().map(|p| p["method"].as_str().unwrap()).collect();
    assert_eq!(methods, ["txt", "acme_cname", "traffic_cname", "paas_txt"]);
    assert_eq!((made.value("/proof"), made.value("/certificate")), (&Value::Null, &Value::Null));
    assert!(made.value("/expires_at").is_string());
}

#[tokio::test]
async fn an_apex_gets_addresses_and_a_wildcard_its_challenge_at_the_parent() {
    let world = World::start().await;
    let apex = world.connect("customer.test").await;
    assert_eq!((apex.at("/kind"), apex.at("/dns_records/0/type")), ("apex", "A"));
    let wildcard = world.connect("*.customer.test").await;
    assert_eq!((wildcard.at("/kind"), wildcard.at("/hostname")), ("wildcard", "*.customer.test"));
    assert_eq!(wildcard.at("/ownership_challenge/name"), "_customdomain-challenge.customer.test");
}

#[tokio::test]
async fn international_names_are_shown_in_both_forms() {
    let world = World::start().await;
    let made = world.connect("Bücher.customer.test").await;
    assert_eq!(
        (made.at("/hostname"), made.at("/hostname_unicode")),
        ("xn--bcher-kva.customer.test", "bücher.customer.test")
    );
}

#[tokio::test]
async fn records_of_the_request_come_before_the_template() {
    let world = World::start().await;
    let body = json!({
        "application_id": world.application.id, "hostname": "own.customer.test", "setup_type": "api", "batch_id": "import-1",
        "dns_records": [{"host": "@", "type": "cname", "value": "{app_target}", "ttl": 60}],
    });
    let made = world.people.writer.post("/v1/connections", body).await.expect(201);
    assert_eq!(made.at("/dns_records/0/value"), format!("app-{}.nameplate.localhost", world.application.id));
    assert_eq!((made.at("/setup_type"), made.at("/batch_id")), ("api", "import-1"));
}

#[tokio::test]
async fn fields_that_cannot_be_used_are_named() {
    let world = World::start().await;
    let post = async |change: Value| {
        let mut body = json!({"application_id": world.application.id, "hostname": "a.customer.test"});
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        world.people.demo.post("/v1/connections", body).await
    };
    post(json!({"application_id": "1"})).await.refused(400, "invalid", "application_id");
    post(json!({"application_id": "0190f0f0-0000-7000-8000-000000000000"})).await.refused(
        404,
        "not_found",
        "application",
    );
    post(json!({"setup_type": "magic"})).await.refused(400, "invalid", "setup_type cannot be `magic`");
    post(json!({"dns_records": []})).await.refused(400, "invalid", "dns_records is empty");
    post(json!({"dns_records": [{"host": "@", "type": "A", "value": "nope"}]})).await.refused(
        400,
        "invalid",
        "dns_records[0].value",
    );
    post(json!({"batch_id": ""})).await.refused(400, "invalid", "batch_id");
    post(json!({"takeover": "yes"})).await.refused(400, "invalid", "takeover must be a boolean");
    post(json!({"state": "live"})).await.refused(400, "invalid", "state is not a field");
}

#[tokio::test]
async fn a_held_name_is_a_conflict_for_everybody_and_an_unproven_one_for_nobody() {
    let world = World::start().await;
    let _ = world.connect("shop.customer.test").await;
    let _ = world.connect("shop.customer.test").await;
    let _ = world.proven("shop.customer.test").await;
    let body = json!({"application_id": world.application.id, "hostname": "SHOP.customer.test"});
    world.people.demo.post("/v1/connections", body).await.refused(409, "HostnameConflict", "shop.customer.test");

    let theirs = world.people.stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let body = json!({"application_id": theirs.at("/id"), "hostname": "shop.customer.test"});
    world.people.stranger.post("/v1/connections", body.clone()).await.refused(409, "HostnameConflict", "takeover");
    let mut takeover = body;
    takeover["takeover"] = json!(true);
    let made = world.people.stranger.post("/v1/connections", takeover).await.expect(201);
    let methods: Vec<&str> =
        made.value("/ownership_proofs").as_array().unwrap().iter().map(|p| p["method"].as_str().unwrap()).collect();
    assert_eq!(methods, ["txt", "acme_cname", "paas_txt"], "a takeover needs a fresh challenge");
}
