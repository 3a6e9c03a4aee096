//! The safety contract of custom domains, one line after the other.

use super::{attach, create, origin, publish_record, routes_and_deeds, show, steps};
use nameplate_domain::tenancy::TenantId;
use nameplate_testkit::{Answer, BASE_DOMAIN, World};
use serde_json::{Value, json};

async fn remove(world: &World, connection: &Answer, query: &str) -> Answer {
    world.people.demo.delete(&format!("/v1/connections/{}{query}", connection.at("/id"))).await
}

async fn state(world: &World, connection: &Answer) -> String {
    let path = format!("/v1/connections/{}", connection.at("/id"));
    world.people.demo.get(&path).await.expect(200).at("/state").to_owned()
}

#[tokio::test]
async fn one_custom_hostname_belongs_to_one_tenant_at_a_time() {
    let world = World::start().await;
    world.live("shop.customer.test").await;
    let stranger = &world.people.stranger;
    let application = stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let body = json!({"hostname": "shop.customer.test", "application_id": application.at("/id")});
    let refused = stranger.post("/v1/domains:attach", body).await;
    refused.refused(409, "HostnameConflict", "shop.customer.test");
    assert!(!refused.text.contains("demo"), "whose it is is not told: {refused:#?}");
    let route = json!({"hostname": "shop.customer.test", "application_id": application.at("/id")});
    stranger.post("/v1/routes", route).await.refused(409, "hostname_not_proven", "shop.customer.test");
}

#[tokio::test]
async fn one_hostname_serves_one_route_and_conflicts_are_found_before_anything_changes() {
    let world = World::start().await;
    world.live("shop.customer.test").await;
    let _ = create(&world, json!({"name": "one", "hostname": "shop.customer.test"})).await.expect(201);
    let _ = create(&world, json!({"name": "two"})).await.expect(201);
    let before = routes_and_deeds(&world).await;
    let refused = create(&world, json!({"name": "three", "hostname": "shop.customer.test"})).await;
    refused.refused(409, "hostname_in_use", "one");
    assert_eq!(refused.value("/error/details/routes"), &json!(["one"]));
    for query in ["", "?dry_run=true"] {
        let path = format!("/v1/routes/two{query}");
        let refused = world.people.demo.patch(&path, json!({"hostname": "shop.customer.test"})).await;
        refused.refused(409, "hostname_in_use", "one");
    }
    assert_eq!(routes_and_deeds(&world).await, before);
}

#[tokio::test]
async fn of_routes_that_want_one_hostname_at_once_one_gets_it() {
    let world = World::start().await;
    world.live("shop.customer.test").await;
    let body = |name: &str| json!({"name": name, "hostname": "shop.customer.test"});
    let (a, b, c, d) = tokio::join!(
        create(&world, body("a")),
        create(&world, body("b")),
        create(&world, body("c")),
        create(&world, body("d"))
    );
    let mut statuses = [a.status, b.status, c.status, d.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409]);
    assert_eq!(routes_and_deeds(&world).await.0, 1);
}

#[tokio::test]
async fn a_custom_domain_must_be_verified_before_a_route_can_use_it() {
    let world = World::start().await;
    world.connect("shop.customer.test").await;
    world.live("*.wild.test").await;
    for hostname in ["shop.customer.test", "nobody.customer.test", "a.wild.test"] {
        let refused = create(&world, json!({"hostname": hostname})).await;
        refused.refused(409, "hostname_not_proven", hostname);
        assert!(refused.at("/error/details/commands/0").contains(&format!("domain attach {hostname}")), "{refused:#?}");
    }
    assert_eq!(routes_and_deeds(&world).await, (0, vec![]));
    let _ = create(&world, json!({"name": "wild", "hostname": "*.wild.test", "origin": "https://wild.example"}))
        .await
        .expect(201);
    assert_eq!(origin(&world, "any.wild.test").await.as_deref(), Some("https://wild.example"));
}

#[tokio::test]
async fn a_challenge_cname_that_goes_away_is_told_and_its_route_goes_on() {
    let world = World::start().await;
    let pending = attach(&world, json!({"hostname": "shop.customer.test"})).await.expect(200);
    let record = publish_record(&world, &pending).await;
    world.publish("CNAME", "shop.customer.test", nameplate_testkit::EDGE_TARGET).await;
    let _ = attach(&world, json!({"hostname": "shop.customer.test"})).await.expect(200);
    let path = format!("/v1/connections/{}", pending.at("/connection/id"));
    let offered = async || {
        let _ = world.people.demo.post(&format!("{path}/records:check"), Value::Null).await.expect(200);
        let shown = world.people.demo.get(&path).await.expect(200);
        let proofs = shown.value("/ownership_proofs").as_array().unwrap().clone();
        proofs.into_iter().find(|proof| proof["method"] == "acme_cname").unwrap()
    };
    assert_eq!(offered().await["propagated"], true);
    world.unpublish("customer.test", &record).await;
    let now = offered().await;
    assert_eq!((&now["propagated"], &now["problem"]["code"]), (&json!(false), &json!("challenge_cname_missing")));
    assert_eq!(show(&world, "shop").await.expect(200).value("/served"), &json!(true));
}

#[tokio::test]
async fn cleaning_up_routes_releases_no_claim() {
    let world = World::start().await;
    let connection = world.live("shop.customer.test").await;
    let _ = create(&world, json!({"name": "shop", "hostname": "shop.customer.test"})).await.expect(201);
    let _ = world.people.demo.patch("/v1/routes/shop", json!({"hostname": null})).await.expect(200);
    let _ = world.people.demo.patch("/v1/routes/shop", json!({"hostname": "shop.customer.test"})).await.expect(200);
    let _ = world.people.demo.delete("/v1/routes/shop").await.expect(204);
    assert_eq!(state(&world, &connection).await, "live");
    assert!(world.store.reader().holder("shop.customer.test").await.unwrap().is_some());
}

#[tokio::test]
async fn a_claim_is_not_released_while_a_route_serves_it() {
    let world = World::start().await;
    let connection = world.live("shop.customer.test").await;
    let _ = create(&world, json!({"name": "shop", "hostname": "shop.customer.test"})).await.expect(201);
    let before = routes_and_deeds(&world).await;
    for query in ["", "?dry_run=true", "?detach=false"] {
        let refused = remove(&world, &connection, query).await;
        refused.refused(409, "route_serves_hostname", "shop");
        assert_eq!(refused.value("/error/details/routes"), &json!(["shop"]));
        let commands =
            ["nameplate route update shop --default-host", "nameplate domain remove shop.customer.test --detach"];
        assert_eq!(refused.value("/error/details/commands"), &json!(commands));
    }
    assert_eq!(state(&world, &connection).await, "live");
    assert_eq!(routes_and_deeds(&world).await, before);
    let _ = world.people.demo.patch("/v1/routes/shop", json!({"hostname": null})).await.expect(200);
    let _ = remove(&world, &connection, "").await.expect(200);
    assert_eq!(origin(&world, "shop.customer.test").await, None);
}

#[tokio::test]
async fn a_plan_for_a_claim_that_is_not_proven_says_that_it_ends() {
    let world = World::start().await;
    let pending = world.connect("shop.customer.test").await;
    let planned = remove(&world, &pending, "?dry_run=true").await.expect(200);
    let told = json!([{"do": "release_claim", "what": "Release the claim to shop.customer.test, which is not proven.",
        "before": {"hostname": "shop.customer.test"}, "after": null}]);
    assert_eq!((planned.value("/plan/steps"), planned.at("/state")), (&told, "pending_ownership"));
    assert_eq!(state(&world, &pending).await, "pending_ownership");
    let _ = remove(&world, &pending, "").await.expect(200);
    let planned = remove(&world, &pending, "?dry_run=true").await.expect(200);
    assert_eq!(planned.value("/plan/steps"), &json!([]), "it has ended");
}

#[tokio::test]
async fn detaching_keeps_the_application_online_at_its_default_hostname() {
    let world = World::start().await;
    let connection = world.live("shop.customer.test").await;
    let body = json!({"name": "shop", "hostname": "shop.customer.test", "origin": "https://one.example"});
    let _ = create(&world, body).await.expect(201);
    let planned = remove(&world, &connection, "?detach=true&dry_run=true").await.expect(200);
    assert_eq!(steps(&planned), ["repoint_route", "release_claim"]);
    assert_eq!(planned.at("/plan/steps/0/after/hostname"), format!("shop.demo.{BASE_DOMAIN}"));
    assert_eq!(planned.at("/plan/steps/1/before/hostname"), "shop.customer.test");
    assert_eq!(state(&world, &connection).await, "live");

    let removed = remove(&world, &connection, "?detach=true").await.expect(200);
    assert_eq!(removed.at("/state"), "archived");
    assert_eq!(origin(&world, "shop.customer.test").await, None);
    let route = show(&world, "shop").await.expect(200);
    assert_eq!((route.at("/hostname"), route.value("/connection_id")), (route.at("/default_hostname"), &json!(null)));
    assert_eq!(origin(&world, route.at("/hostname")).await.as_deref(), Some("https://one.example"));
    let (_, deeds) = routes_and_deeds(&world).await;
    assert_eq!(deeds, ["route.update", "route.create"]);
    // Nothing is left that keeps the name from being attached again.
    assert_eq!(attach(&world, json!({"hostname": "shop.customer.test"})).await.expect(200).at("/status"), "pending");
}

#[tokio::test]
async fn a_release_and_a_new_route_at_once_leave_no_route_without_a_claim() {
    let world = World::start().await;
    for round in 0..4 {
        let hostname = format!("n{round}.customer.test");
        let connection = world.live(&hostname).await;
        let body = json!({"name": format!("n{round}"), "hostname": hostname});
        let (removed, created) = tokio::join!(remove(&world, &connection, ""), create(&world, body));
        let held = world.store.reader().holder(&hostname).await.unwrap().is_some();
        match (removed.status, created.status) {
            (200, 409) => assert!(!held),
            (409, 201) => assert!(held),
            both => panic!("{both:?}: {removed:#?} {created:#?}"),
        }
    }
}

#[tokio::test]
async fn an_operators_transfer_resets_proof_and_the_routes_of_the_old_owner_go_home() {
    let world = World::start().await;
    let connection = world.live("shop.customer.test").await;
    let _ = create(&world, json!({"name": "shop", "hostname": "shop.customer.test"})).await.expect(201);
    let stranger = &world.people.stranger;
    let application = stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let session = stranger.get("/v1/session").await.expect(200);
    let tenant: TenantId = session.at("/tenant/id").parse().unwrap();

    let to = world.control.transfer_recipient(tenant, None).await.unwrap();
    assert_eq!(to.to_string(), application.at("/id"));
    let plan = world.control.plan_transfer("shop.customer.test", to).await.unwrap();
    assert_eq!(plan.steps.iter().map(|step| step.kind()).collect::<Vec<_>>(), ["repoint_route", "release_claim"]);
    assert_eq!(state(&world, &connection).await, "live");
    let done = world.control.transfer_domain("shop.customer.test", to).await.unwrap();

    assert_eq!(state(&world, &connection).await, "archived");
    let route = show(&world, "shop").await.expect(200);
    assert_eq!(route.at("/hostname"), route.at("/default_hostname"));
    assert_eq!(origin(&world, "shop.customer.test").await, None, "it is nobody's until it is proven");
    let theirs = json!({"hostname": "shop.customer.test", "application_id": application.at("/id")});
    let pending = stranger.post("/v1/domains:attach", theirs.clone()).await.expect(200);
    assert_eq!((pending.at("/status"), pending.at("/connection/id")), ("pending", done.to.id.to_string().as_str()));
    publish_record(&world, &pending).await;
    let attached = stranger.post("/v1/domains:attach", theirs).await.expect(200);
    assert_eq!((attached.at("/status"), attached.at("/connection/proof/method")), ("attached", "acme_cname"));

    let heard = async |person: &nameplate_testkit::Person| {
        let audit = person.get("/v1/audit?limit=100").await.expect(200);
        audit.text
    };
    assert!(heard(&world.people.demo).await.contains("connection.archived"));
    assert!(heard(stranger).await.contains("connection.transfer"));
}

#[tokio::test]
async fn a_name_that_is_taken_over_takes_no_route_with_it() {
    let world = World::start().await;
    world.live("shop.customer.test").await;
    let _ = create(&world, json!({"name": "shop", "hostname": "shop.customer.test"})).await.expect(201);
    let stranger = &world.people.stranger;
    let application = stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let body = json!({"application_id": application.at("/id"), "hostname": "shop.customer.test", "takeover": true});
    let taking = stranger.post("/v1/connections", body).await.expect(201);
    world.publish("TXT", taking.at("/ownership_challenge/name"), taking.at("/ownership_challenge/value")).await;
    let _ = stranger.post(&format!("/v1/connections/{}/verify", taking.at("/id")), Value::Null).await.expect(200);
    let route = show(&world, "shop").await.expect(200);
    assert_eq!((route.at("/hostname"), route.value("/served")), (route.at("/default_hostname"), &json!(true)));
    let theirs = json!({"application_id": application.at("/id"), "hostname": "shop.customer.test"});
    let _ = stranger.post("/v1/routes", theirs).await.expect(201);
}
