use crate::v1::events::{announce, of_stranger, stored};
use nameplate_domain::ask::Purpose;
use nameplate_domain::connection::Announcement::{Drift, Recovered};
use nameplate_domain::tenancy::{Caller, TenantId};
use nameplate_domain::webhook::{Delivery, DeliveryStatus};
use nameplate_store::{DeliveryFilter, Page};
use nameplate_testkit::{BASE_DOMAIN, Receiver, Reply, World, until};
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
    assert!(world.control.suspend_tenant(&Caller::operator(tenant), "unpaid bills").await.unwrap());
    assert!(!world.control.suspend_tenant(&Caller::operator(tenant), "again").await.unwrap(), "the first reason stays");
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

    assert!(world.control.resume_tenant(&Caller::operator(tenant)).await.unwrap());
    assert!(!world.control.resume_tenant(&Caller::operator(tenant)).await.unwrap());
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
    assert!(world.control.suspend_tenant(&Caller::operator(world.caller.tenant), "abuse").await.unwrap());
    world.publish("TXT", connection.at("/ownership_challenge/name"), connection.at("/ownership_challenge/value")).await;
    world.start_workers();
    // The worker is at work: somebody else's connection is looked at meanwhile.
    let made = world.people.stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let body = json!({"application_id": made.at("/id"), "hostname": "other.customer.test"});
    let theirs = world.people.stranger.post("/v1/connections", body).await.expect(201);
    world.publish("TXT", theirs.at("/ownership_challenge/name"), theirs.at("/ownership_challenge/value")).await;
    until("the other tenant's connection to be proven", async || {
        world.pass(Duration::from_secs(1));
        let path = format!("/v1/connections/{}", theirs.at("/id"));
        let shown = world.people.stranger.get(&path).await.expect(200);
        (shown.at("/state") != "pending_ownership").then_some(())
    })
    .await;
    let id = nameplate_domain::tenancy::ConnectionId(connection.at("/id").parse().unwrap());
    let found = world.store.reader().connection(world.caller.tenant, id).await.unwrap().unwrap();
    assert_eq!((found.state.as_str(), found.checked_at), ("pending_ownership", None));

    assert!(world.control.resume_tenant(&Caller::operator(world.caller.tenant)).await.unwrap());
    until("the connection to be proven", async || {
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
    assert!(world.control.suspend_tenant(&Caller::operator(world.caller.tenant), "abuse").await.unwrap());
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
    assert!(world.control.suspend_tenant(&Caller::operator(world.caller.tenant), "abuse").await.unwrap());
    assert_eq!((register().await.status(), update().await), (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED));
    assert!(world.control.resume_tenant(&Caller::operator(world.caller.tenant)).await.unwrap());
    assert_eq!((register().await.status(), update().await), (StatusCode::CREATED, StatusCode::OK));
}

#[tokio::test]
async fn widget_tokens_and_share_links_of_a_suspended_tenant_open_nothing() {
    let world = World::start().await;
    let shop = world.connect("shop.customer.test").await;
    let path = format!("/v1/connections/{}", shop.at("/id"));
    let (any, bound) = (world.browser(None).await, world.browser(Some("shop.customer.test")).await);
    let link = world.people.demo.post(&format!("{path}/share-links"), Value::Null).await.expect(201);
    let token = link.at("/url").rsplit('/').next().unwrap();
    let shared = format!("/v1/share/{token}");
    let page = async || reqwest::get(link.at("/url")).await.unwrap().status();
    let made = world.people.stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let theirs = world.people.stranger.post("/v1/tokens", json!({"application_id": made.at("/id")})).await.expect(201);
    let theirs = world.people.nobody.with_key(theirs.at("/auth_token"));
    for browser in [&any, &bound] {
        let _ = browser.get(&path).await.expect(200);
    }

    assert!(world.control.suspend_tenant(&Caller::operator(world.caller.tenant), "abuse").await.unwrap());
    for browser in [&any, &bound] {
        for path in ["/v1/connections", &path, "/v1/events"] {
            browser.get(path).await.refused(403, "suspended", "suspended");
        }
        let body = json!({"application_id": world.application.id, "hostname": "shop.customer.test"});
        browser.post("/v1/connections", body).await.refused(403, "suspended", "suspended");
        browser.post(&format!("{path}/records:check"), Value::Null).await.refused(403, "suspended", "suspended");
    }
    // Whoever opens a link learns no more of it than of one that never was.
    world.people.nobody.get(&shared).await.refused(404, "not_found", "There is no such link");
    assert_eq!(page().await, 404);
    let _ = theirs.get("/v1/connections").await.expect(200);

    assert!(world.control.resume_tenant(&Caller::operator(world.caller.tenant)).await.unwrap());
    for browser in [&any, &bound] {
        let _ = browser.get(&path).await.expect(200);
    }
    assert_eq!(world.people.nobody.get(&shared).await.expect(200).at("/hostname"), "shop.customer.test");
    assert_eq!(page().await, 200);
}

async fn deliveries(world: &World, tenant: TenantId) -> Vec<Delivery> {
    world.store.reader().webhook_deliveries(tenant, &DeliveryFilter::default(), Page::first(9)).await.unwrap()
}

#[tokio::test]
async fn webhooks_of_a_suspended_tenant_wait_until_it_is_resumed() {
    let world = World::start().await;
    let tenant = world.caller.tenant;
    let (ours, theirs) = (Receiver::start(Reply::Status(200)).await, Receiver::start(Reply::Status(200)).await);
    for (person, receiver) in [(&world.people.demo, &ours), (&world.people.stranger, &theirs)] {
        let _ = person.post("/v1/webhook-endpoints", json!({"url": receiver.url()})).await.expect(201);
    }
    let shop = stored(&world, &world.connect("shop.customer.test").await).await;
    let other = of_stranger(&world, "other.customer.test").await;
    assert!(world.control.suspend_tenant(&Caller::operator(tenant), "abuse").await.unwrap());
    // What other processes wrote at that moment is kept.
    let mut written = announce(&world.store, &shop, &[Drift, Recovered]).await;
    until("the events to be put on their way", async || (deliveries(&world, tenant).await.len() == 2).then_some(()))
        .await;
    for told in 1..=3 {
        world.pass(Duration::from_secs(3600));
        announce(&world.store, &other, &[Drift]).await;
        until("somebody else to be told", async || (theirs.received().len() == told).then_some(())).await;
    }
    assert_eq!(ours.received().len(), 0);
    for delivery in deliveries(&world, tenant).await {
        assert_eq!((delivery.status, delivery.attempts), (DeliveryStatus::Pending, 0));
    }

    assert!(world.control.resume_tenant(&Caller::operator(tenant)).await.unwrap());
    until("everything to be told", async || {
        let all = deliveries(&world, tenant).await;
        all.iter().all(|delivery| delivery.status == DeliveryStatus::Delivered).then_some(())
    })
    .await;
    let mut told: Vec<String> = ours.received().iter().map(|told| told.header("webhook-id").to_owned()).collect();
    told.sort();
    written.sort();
    assert_eq!(told, written, "each once");
}
