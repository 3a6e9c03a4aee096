//! What the name server says about what was put in.

use crate::open::Open;
use nameplate_domain::evidence::QueryType;
use serde_json::json;

async fn add(open: &Open, name: &str, rtype: &str, value: &str) {
    let response = open.json("POST", "/api/records", &json!({ "name": name, "type": rtype, "value": value })).await;
    assert_eq!(response.status, 201, "{}", response.body);
}

#[tokio::test]
async fn a_record_is_seen_as_soon_as_it_is_made() {
    let open = Open::new().await;
    assert_eq!(open.dns("_challenge.app.customer.test", QueryType::Txt).await, "no such name");
    add(&open, "_challenge.app.customer.test", "TXT", "\"cd-verify-1\"").await;
    assert_eq!(open.dns("_challenge.app.customer.test", QueryType::Txt).await, " > cd-verify-1");
    add(&open, "app.customer.test", "CNAME", "edge.nameplate.localhost").await;
    let sighting = open.look("app.customer.test", QueryType::A).await;
    assert_eq!(sighting.replies[0].server.name.as_deref(), Some("ns1.sandbox.test"));
    assert_eq!(open.dns("app.customer.test", QueryType::A).await, "edge.nameplate.localhost > 127.0.0.1");
}

#[tokio::test]
async fn the_zone_of_a_new_record_is_known_at_once() {
    let open = Open::new().await;
    assert_eq!(open.look("app.customer.test", QueryType::A).await.zone.as_deref(), Some("test"));
    add(&open, "app.customer.test", "A", "192.0.2.1").await;
    assert_eq!(open.dns("app.customer.test", QueryType::A).await, " > 192.0.2.1");
    assert_eq!(open.look("customer.test", QueryType::Ns).await.zone.as_deref(), Some("customer.test"));
    assert_eq!(open.dns("customer.test", QueryType::Ns).await, " > ns1.sandbox.test");
}

#[tokio::test]
async fn names_below_other_top_level_domains_are_not_registered() {
    let open = Open::new().await;
    for name in ["app.customer.com", "customer.co.uk", "_customdomain-challenge.app.customer.com"] {
        assert_eq!(open.dns(name, QueryType::Txt).await, "no such name", "{name}");
    }
    assert_eq!(open.look("app.customer.com", QueryType::A).await.zone.as_deref(), Some("com"));
    assert_eq!(open.dns("com", QueryType::Ns).await, " > registry.sandbox.test");
    add(&open, "shop.customer.test", "CNAME", "shops.elsewhere.example").await;
    assert_eq!(open.dns("shop.customer.test", QueryType::Cname).await, " > shops.elsewhere.example");
}

#[tokio::test]
async fn an_alias_at_the_apex_has_the_addresses_of_the_platform() {
    let open = Open::new().await;
    add(&open, "customer.test", "ALIAS", "edge.nameplate.localhost").await;
    assert_eq!(open.dns("customer.test", QueryType::A).await, " > 127.0.0.1");
    assert_eq!(open.dns("customer.test", QueryType::Aaaa).await, " > ");
}

#[tokio::test]
async fn wildcards_and_long_texts_are_served() {
    let open = Open::new().await;
    add(&open, "*.customer.test", "CNAME", "edge.nameplate.localhost").await;
    assert_eq!(open.dns("any.customer.test", QueryType::Cname).await, " > edge.nameplate.localhost");
    let long = "0123456789".repeat(500);
    add(&open, "long.customer.test", "TXT", &long).await;
    assert_eq!(open.dns("long.customer.test", QueryType::Txt).await, format!(" > {long}"));
}

#[tokio::test]
async fn a_zone_misbehaves_when_told_to_and_no_longer() {
    let open = Open::new().await;
    add(&open, "app.customer.test", "A", "192.0.2.1").await;
    let with = async |mode: &str| {
        let response = open.json("POST", "/api/zones/customer.test/fault", &json!({ "mode": mode })).await;
        assert_eq!((response.status, &response.json()["fault"]), (200, &json!(mode)));
        open.dns("app.customer.test", QueryType::A).await
    };
    assert_eq!(with("servfail").await, "answered SERVFAIL");
    assert_eq!(with("refused").await, "answered REFUSED");
    assert_eq!(with("lame").await, "is not authoritative for the zone");
    assert_eq!(with("timeout").await, "did not answer in time");
    assert!(with("wrong_question").await.contains("another question"));
    assert_eq!(with("truncate").await, " > 192.0.2.1");
    assert_eq!(with("none").await, " > 192.0.2.1");
}

#[tokio::test]
async fn a_deleted_record_is_gone() {
    let open = Open::new().await;
    add(&open, "app.customer.test", "A", "192.0.2.1").await;
    assert_eq!(open.dns("app.customer.test", QueryType::A).await, " > 192.0.2.1");
    assert_eq!(open.send("DELETE", "/api/zones/customer.test/records/2", &[], "").await.status, 204);
    assert_eq!(open.dns("app.customer.test", QueryType::A).await, "no such name");
}
