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
