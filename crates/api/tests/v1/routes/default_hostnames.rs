use super::{create, origin};
use nameplate_control::{CertificateOutcome, CertificateReport};
use nameplate_domain::ask::Purpose;
use nameplate_domain::tenancy::Caller;
use nameplate_domain::time::Timestamp;
use nameplate_testkit::{BASE_DOMAIN, World, until};
use serde_json::json;
use std::time::Duration;

const EDGE: &str = "edge-1";

fn wildcard() -> String {
    format!("*.demo.{BASE_DOMAIN}")
}

async fn wanted(world: &World) -> Vec<String> {
    world.control.edge_orders(EDGE, None, Duration::ZERO).await.unwrap().hostnames
}

async fn report(world: &World, outcome: CertificateOutcome) {
    world.control.note_certificate(EDGE, CertificateReport { hostname: wildcard(), outcome }).await.unwrap();
}

fn stored(until: Timestamp) -> CertificateOutcome {
    CertificateOutcome::Stored {
        issuer: "Internal CA".into(),
        serial: "01".into(),
        fingerprint_sha256: "ab".repeat(32),
        not_before: Timestamp::from_ms(0),
        not_after: until,
        names: vec![],
        authority: None,
        chain: vec![],
        renew_at: None,
        renewal: None,
    }
}

async fn may_be_issued(world: &World, name: &str) -> bool {
    world.control.ask(name, Purpose::Issue).await.unwrap().allow
}

#[tokio::test]
async fn a_tenant_with_routes_wants_one_certificate_for_all_of_them() {
    let world = World::start().await;
    assert!(wanted(&world).await.is_empty());
    assert!(!may_be_issued(&world, &wildcard()).await);
    let _ = create(&world, json!({"name": "a"})).await.expect(201);
    let _ = create(&world, json!({"name": "b"})).await.expect(201);
    assert_eq!(wanted(&world).await, [wildcard()]);
    assert!(may_be_issued(&world, &wildcard()).await);

    let first = format!("a.demo.{BASE_DOMAIN}");
    assert!(!may_be_issued(&world, &first).await, "there is one for all of them");
    report(&world, CertificateOutcome::Failed { detail: "no".into(), problem: None }).await;
    until("one of its own", async || may_be_issued(&world, &first).await.then_some(())).await;
    assert!(wanted(&world).await.is_empty(), "it is not asked for again at once");
    world.pass(Duration::from_secs(61));
    assert_eq!(wanted(&world).await, [wildcard()]);
    report(&world, stored(world.control.now().plus(Duration::from_hours(2000)))).await;
    world.pass(Duration::from_secs(61));
    assert!(wanted(&world).await.is_empty());
    until("the one for all", async || (!may_be_issued(&world, &first).await).then_some(())).await;

    for name in ["a", "b"] {
        let _ = world.people.demo.delete(&format!("/v1/routes/{name}")).await.expect(204);
    }
    assert!(!may_be_issued(&world, &wildcard()).await);
    report(&world, CertificateOutcome::Removed).await;
    assert!(wanted(&world).await.is_empty(), "nothing is below it");
    let _ = create(&world, json!({"name": "a"})).await.expect(201);
    assert_eq!(wanted(&world).await, [wildcard()]);
}

#[tokio::test]
async fn an_edge_hears_at_once_of_what_a_change_of_routes_changes() {
    let world = World::start().await;
    let connection = world.live("shop.customer.test").await;
    let start = world.control.edge_orders(EDGE, None, Duration::ZERO).await.unwrap().changes.cursor;
    let changed = async |cursor: &str| {
        let orders = world.control.edge_orders(EDGE, Some(cursor), Duration::from_secs(5)).await.unwrap();
        (orders.changes.changed, orders.changes.cursor)
    };
    let _ = create(&world, json!({"name": "shop"})).await.expect(201);
    let (names, cursor) = until("both names", async || {
        let (names, cursor) = changed(&start).await;
        (names.len() == 2).then_some((names, cursor))
    })
    .await;
    assert_eq!(names, [format!("shop.demo.{BASE_DOMAIN}"), wildcard()]);
    let _ = world.people.demo.patch("/v1/routes/shop", json!({"hostname": "shop.customer.test"})).await.expect(200);
    let (names, cursor) = until("the host name", async || {
        let (names, next) = changed(&cursor).await;
        names.contains(&"shop.customer.test".to_owned()).then_some((names, next))
    })
    .await;
    assert!(names.len() <= 2, "{names:?}");
    let path = format!("/v1/connections/{}?detach=true", connection.at("/id"));
    let _ = world.people.demo.delete(&path).await.expect(200);
    until("the end of the host name", async || {
        let (names, _) = changed(&cursor).await;
        names.contains(&"shop.customer.test".to_owned()).then_some(())
    })
    .await;
}

#[tokio::test]
async fn other_names_below_the_platforms_domain_are_not_served() {
    let world = World::start().await;
    let _ = create(&world, json!({"name": "shop"})).await.expect(201);
    for name in ["other.demo", "shop.other", "demo", "a.shop.demo", "shop.acme", "SHOP.demo"] {
        let name = format!("{name}.{BASE_DOMAIN}");
        assert_eq!(origin(&world, &name).await, None, "{name}");
        assert!(!may_be_issued(&world, &name).await, "{name}");
    }
    assert!(origin(&world, &format!("shop.demo.{BASE_DOMAIN}")).await.is_some());
}

#[tokio::test]
async fn a_suspended_tenants_routes_are_not_served() {
    let world = World::start().await;
    let made = create(&world, json!({"name": "shop"})).await.expect(201);
    let default = made.at("/default_hostname");
    assert!(origin(&world, default).await.is_some());
    let operator = Caller::operator(world.caller.tenant);
    world.control.suspend_tenant(&operator, "unpaid").await.unwrap();
    until("the end", async || origin(&world, default).await.is_none().then_some(())).await;
    assert!(!may_be_issued(&world, &wildcard()).await);
    assert!(wanted(&world).await.is_empty());
    world.control.resume_tenant(&operator).await.unwrap();
    until("service", async || origin(&world, default).await.map(drop)).await;
}
