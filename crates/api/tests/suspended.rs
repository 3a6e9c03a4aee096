use nameplate_domain::ask::Purpose;
use nameplate_testkit::{BASE_DOMAIN, World};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

async fn is_served(world: &World, name: &str) -> bool {
    let answer = world.people.nobody.get(&format!("/internal/ask?domain={name}")).await.expect(200);
    answer.value("/allow") == &json!(true)
}

#[tokio::test]
async fn a_suspended_tenant_is_neither_heard_nor_served_until_it_is_resumed() {
    let world = World::start().await;
    let tenant = world.caller.tenant;
    let live = world.live("shop.customer.test").await;
    let own = format!("app-{}.{BASE_DOMAIN}", world.application.id);
    for name in ["shop.customer.test", &own] {
        assert!(is_served(&world, name).await, "{name}");
    }
    assert!(world.control.suspend_tenant(tenant, "unpaid bills").await.unwrap());
    assert!(!world.control.suspend_tenant(tenant, "again").await.unwrap(), "the first reason stays");
    for person in [&world.people.demo, &world.people.reader, &world.people.writer, &world.people.admin] {
        person.get("/v1/connections").await.refused(403, "suspended", "suspended");
        person.post("/v1/connections", json!({})).await.refused(403, "suspended", "suspended");
    }
    for name in ["shop.customer.test", &own] {
        assert!(!is_served(&world, name).await, "{name}");
    }
    let _ = world.people.stranger.get("/v1/connections").await.expect(200);
    world.people.nobody.with_key("sk_test_unknown").get("/v1/connections").await.refused(
        401,
        "unauthorized",
        "unknown",
    );

    assert!(world.control.resume_tenant(tenant).await.unwrap());
    assert!(!world.control.resume_tenant(tenant).await.unwrap());
    for name in ["shop.customer.test", &own] {
        assert!(is_served(&world, name).await, "{name}");
    }
    assert_eq!(
        world.people.demo.get(&format!("/v1/connections/{}", live.at("/id"))).await.expect(200).at("/state"),
        "live"
    );
    let told = world.people.demo.get("/v1/audit?action=tenant.suspend").await.expect(200);
    assert_eq!((told.at("/data/0/actor/kind"), told.at("/data/0/after/reason")), ("operator", "unpaid bills"));
    assert_eq!(told.value("/data").as_array().unwrap().len(), 1);
    let told = world.people.demo.get("/v1/audit?action=tenant.resume").await.expect(200);
    assert_eq!(told.value("/data").as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn workers_leave_a_suspended_tenant_alone_and_go_on_when_it_is_back() {
    let mut world = World::start().await;
    let connection = world.connect("shop.customer.test").await;
    assert!(world.control.suspend_tenant(world.caller.tenant, "abuse").await.unwrap());
    world.publish("TXT", connection.at("/ownership_challenge/name"), connection.at("/ownership_challenge/value")).await;
    world.start_workers();
    // The worker is at work: somebody else's connection is looked at meanwhile.
    let made = world.people.stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let body = json!({"application_id": made.at("/id"), "hostname": "other.customer.test"});
    let theirs = world.people.stranger.post("/v1/connections", body).await.expect(201);
    world.publish("TXT", theirs.at("/ownership_challenge/name"), theirs.at("/ownership_challenge/value")).await;
    nameplate_testkit::until("the other tenant's connection to be proven", async || {
        world.pass(Duration::from_secs(1));
        let path = format!("/v1/connections/{}", theirs.at("/id"));
        let shown = world.people.stranger.get(&path).await.expect(200);
        (shown.at("/state") != "pending_ownership").then_some(())
    })
    .await;
    let id = nameplate_domain::tenancy::ConnectionId(connection.at("/id").parse().unwrap());
    let found = world.store.reader().connection(world.caller.tenant, id).await.unwrap().unwrap();
    assert_eq!((found.state.as_str(), found.checked_at), ("pending_ownership", None));

    assert!(world.control.resume_tenant(world.caller.tenant).await.unwrap());
    nameplate_testkit::until("the connection to be proven", async || {
        world.pass(Duration::from_secs(1));
        let found = world.store.reader().connection(world.caller.tenant, id).await.unwrap().unwrap();
        found.standing().proven.then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_wildcard_of_somebody_else_does_not_serve_a_suspended_name() {
    let world = World::start().await;
    let _ = world.live("shop.customer.test").await;
    let made = world.people.stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let body = json!({"application_id": made.at("/id"), "hostname": "*.customer.test"});
    let theirs = world.people.stranger.post("/v1/connections", body).await.expect(201);
    world.publish("TXT", theirs.at("/ownership_challenge/name"), theirs.at("/ownership_challenge/value")).await;
    let path = format!("/v1/connections/{}/verify", theirs.at("/id"));
    let _ = world.people.stranger.post(&path, Value::Null).await.expect(200);
    assert!(is_served(&world, "other.customer.test").await, "by the wildcard");
    assert!(world.control.suspend_tenant(world.caller.tenant, "abuse").await.unwrap());
    assert!(!is_served(&world, "shop.customer.test").await);
    assert!(!world.control.ask("shop.customer.test", Purpose::Issue).await.unwrap().allow);
    assert!(is_served(&world, "other.customer.test").await);
}

#[tokio::test]
async fn a_suspended_tenant_proves_nothing_by_way_of_the_acme_zone() {
    let mut world = World::start().await;
    let addr = world.serve(nameplate_api::acme_dns_router(&world.api)).await;
    let _ = world.connect("shop.customer.test").await;
    let http = reqwest::Client::new();
    let register = async || {
        let request = http.post(format!("http://{addr}/register")).bearer_auth("sk_test_demo");
        request.json(&json!({"hostname": "shop.customer.test"})).send().await.unwrap()
    };
    let made = register().await;
    assert_eq!(made.status(), 201);
    let account: Value = made.json().await.unwrap();
    let text = |field: &str| account[field].as_str().unwrap().to_owned();
    let update = async || {
        let request = http.post(format!("http://{addr}/update"));
        let request = request.header("x-api-user", text("username")).header("x-api-key", text("password"));
        let wish = json!({"subdomain": text("subdomain"), "txt": "a".repeat(43)});
        request.json(&wish).send().await.unwrap().status()
    };
    assert_eq!(update().await, 200);
    assert!(world.control.suspend_tenant(world.caller.tenant, "abuse").await.unwrap());
    assert_eq!((register().await.status(), update().await), (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED));
    assert!(world.control.resume_tenant(world.caller.tenant).await.unwrap());
    assert_eq!((register().await.status(), update().await), (StatusCode::CREATED, StatusCode::OK));
}
