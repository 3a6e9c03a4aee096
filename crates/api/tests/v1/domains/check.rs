use nameplate_testkit::{EDGE_TARGET, World};
use serde_json::json;

#[tokio::test]
async fn a_domain_is_looked_at_before_anybody_touches_it() {
    let world = World::start().await;
    world.publish("A", "shop.customer.test", "192.0.2.1").await;
    let report =
        world.people.reader.post("/v1/domains:check", json!({"domain": "Shop.Customer.test"})).await.expect(200);
    assert_eq!(
        (report.at("/domain"), report.at("/kind"), report.at("/zone")),
        ("shop.customer.test", "subdomain", "customer.test")
    );
    assert_eq!((report.at("/provider/key"), report.at("/provider/status")), ("sandbox", "detected"));
    assert_eq!((report.at("/setup_type"), report.value("/available")), ("manual", &json!(true)));
    assert_eq!(report.at("/desired_records/0/value"), EDGE_TARGET);
    let existing = report.value("/existing_records").as_array().unwrap();
    assert!(existing.iter().any(|record| record["type"] == "A" && record["value"] == "192.0.2.1"), "{existing:#?}");
    let conflicts = report.value("/conflicts").as_array().unwrap();
    assert!(
        conflicts.iter().any(|finding| finding["code"] == "cname_conflict" && finding["severity"] == "blocking"),
        "{conflicts:#?}"
    );
}

#[tokio::test]
async fn an_apex_should_have_www_as_well_and_a_held_name_is_not_available() {
    let world = World::start().await;
    let _ = world.proven("shop.customer.test").await;
    let apex = world.people.demo.post("/v1/domains:check", json!({"domain": "customer.test"})).await.expect(200);
    assert_eq!((apex.at("/kind"), apex.value("/www_redirect_recommended")), ("apex", &json!(true)));
    let held =
        world.people.stranger.post("/v1/domains:check", json!({"domain": "shop.customer.test"})).await.expect(200);
    assert_eq!(held.value("/available"), &json!(false));
}

#[tokio::test]
async fn a_domain_whose_servers_fail_is_reported_and_not_an_error() {
    let world = World::start().await;
    world.publish("A", "customer.test", "192.0.2.1").await;
    world.fault("customer.test", "servfail").await;
    let report = world.people.demo.post("/v1/domains:check", json!({"domain": "shop.customer.test"})).await.expect(200);
    assert_eq!((report.at("/conflicts/0/code"), report.at("/conflicts/0/severity")), ("dns_unreachable", "blocking"));
}

#[tokio::test]
async fn a_text_that_is_no_domain_is_refused() {
    let world = World::start().await;
    world
        .people
        .demo
        .post("/v1/domains:check", json!({"domain": "http://x.test/"}))
        .await
        .refused(400, "invalid", "domain");
    world.people.demo.post("/v1/domains:check", json!({"domain": "co.uk"})).await.refused(
        400,
        "invalid",
        "public suffix",
    );
    let absent = json!({"domain": "a.customer.test", "application_id": "0190f0f0-0000-7000-8000-000000000000"});
    world.people.demo.post("/v1/domains:check", absent).await.refused(404, "not_found", "application");
}

#[tokio::test]
async fn the_way_records_would_get_into_the_zone_is_told() {
    let world = World::known_to_providers().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    let check = async |body: serde_json::Value| world.people.reader.post("/v1/domains:check", body).await.expect(200);
    let application = json!({"domain": "shop.customer.test", "application_id": world.application.id});
    let consented = check(application.clone()).await;
    assert_eq!(consented.at("/setup_type"), "domain_connect");
    assert_eq!(consented.value("/capabilities/domain_connect"), &json!(true));
    assert_eq!(consented.value("/capabilities/auto_write"), &json!(false));
    world.lend("sandbox-token-9876").await;
    let automatic = check(application.clone()).await;
    assert_eq!(automatic.at("/setup_type"), "automatic");
    assert_eq!(automatic.value("/capabilities/auto_write"), &json!(true));
    assert!(!automatic.text.contains("sandbox-token"));
    // Whose credential it is decides: without the application there is none.
    assert_eq!(check(json!({"domain": "shop.customer.test"})).await.at("/setup_type"), "domain_connect");
    world.lend("limited:other.test").await;
    assert_eq!(check(application).await.at("/setup_type"), "automatic");
    let plain = World::start().await;
    plain.publish("A", "www.customer.test", "192.0.2.80").await;
    let manual =
        plain.people.reader.post("/v1/domains:check", json!({"domain": "shop.customer.test"})).await.expect(200);
    assert_eq!((manual.at("/setup_type"), manual.value("/capabilities/domain_connect")), ("manual", &json!(false)));
}

#[tokio::test]
async fn instructions_are_in_the_providers_notation() {
    let world = World::start().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    let check =
        async |domain: &str| world.people.reader.post("/v1/domains:check", json!({"domain": domain})).await.expect(200);
    let shop = check("shop.customer.test").await;
    let typed = shop.value("/instructions/records/0");
    assert_eq!(
        typed,
        &json!({"type": "CNAME", "host": "shop", "name": "shop.customer.test", "value": EDGE_TARGET, "ttl": 300, "priority": null})
    );
    assert!(!shop.at("/instructions/host_label").is_empty() && !shop.at("/instructions/value_label").is_empty());
    let apex = check("customer.test").await;
    assert_eq!((apex.at("/instructions/records/0/host"), apex.at("/instructions/records/0/type")), ("@", "A"));
    let wildcard = check("*.customer.test").await;
    assert_eq!(wildcard.at("/instructions/records/0/host"), "*");
}

#[tokio::test]
async fn the_challenge_of_ones_own_connection_is_looked_at_now() {
    let world = World::start().await;
    let ask = json!({"domain": "shop.customer.test"});
    let before = world.people.reader.post("/v1/domains:check", ask.clone()).await.expect(200);
    assert_eq!(before.value("/challenge"), &json!(null), "nobody connects it");
    let connection = world.connect("shop.customer.test").await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    let pending = world.people.reader.post("/v1/domains:check", ask.clone()).await.expect(200);
    assert_eq!(pending.at("/challenge/connection_id"), connection.at("/id"));
    assert_eq!(
        (pending.at("/challenge/name"), pending.value("/challenge/published")),
        ("_acme-challenge.shop.customer.test", &json!(false))
    );
    world.publish("CNAME", "_acme-challenge.shop.customer.test", pending.at("/challenge/value")).await;
    let published = world.people.reader.post("/v1/domains:check", ask.clone()).await.expect(200);
    assert_eq!(published.value("/challenge/published"), &json!(true), "{}", published.text);
    let strangers = world.people.stranger.post("/v1/domains:check", ask).await.expect(200);
    assert_eq!(strangers.value("/challenge"), &json!(null), "it is nobody else's business");
}
