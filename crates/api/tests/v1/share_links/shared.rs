//! `GET /v1/share/{token}`.

use super::{share, shown, token};
use nameplate_testkit::{EDGE_TARGET, World};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[tokio::test]
async fn it_shows_the_records_and_nothing_that_is_anybodys() {
    let world = World::start().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    let shop = world.connect("shop.customer.test").await;
    let link = share(&world, &shop).await;
    let seen = shown(&world, token(&link)).await.expect(200);
    assert_eq!((seen.at("/state"), seen.at("/waiting_for")), ("pending_ownership", "you"));
    assert_eq!(seen.at("/zone"), "customer.test");
    let [proof, traffic] = seen.value("/records").as_array().unwrap().as_slice() else { panic!("{seen:#?}") };
    assert_eq!((&proof["purpose"], &proof["type"]), (&json!("ownership"), &json!("TXT")));
    assert_eq!(&proof["name"], shop.value("/ownership_challenge/name"));
    assert_eq!(&proof["value"], shop.value("/ownership_challenge/value"));
    assert_eq!(proof["host"], "_customdomain-challenge.shop");
    assert_eq!(
        (&traffic["purpose"], &traffic["type"], &traffic["host"]),
        (&json!("traffic"), &json!("CNAME"), &json!("shop"))
    );
    assert_eq!((&traffic["name"], &traffic["value"]), (&json!("shop.customer.test"), &json!(EDGE_TARGET)));
    assert_eq!(seen.at("/provider/name"), "Nameplate sandbox");

    for secret in [world.application.tenant.to_string(), world.application.id.to_string(), shop.at("/id").to_owned()] {
        assert!(!seen.text.contains(&secret), "{secret} is nobody's business: {}", seen.text);
    }
    let fields: BTreeSet<&str> = seen.json.as_object().unwrap().keys().map(String::as_str).collect();
    let told =
        ["application", "checked_at", "expires_at", "headline", "hostname", "hostname_unicode", "next", "provider"];
    assert_eq!(fields, told.into_iter().chain(["records", "state", "waiting_for", "zone"]).collect());
    assert_eq!(seen.header("cache-control"), "no-store");
    assert_eq!(seen.header("referrer-policy"), "no-referrer");
    assert!(seen.header("x-robots-tag").contains("noindex"));
}

#[tokio::test]
async fn it_follows_the_connection_until_it_is_live() {
    let world = World::start().await;
    let shop = world.connect("shop.customer.test").await;
    let link = share(&world, &shop).await;
    let check = format!("/v1/connections/{}", shop.at("/id"));
    world.publish("A", "old.customer.test", "192.0.2.80").await;
    let wrong = world.publish("CNAME", "shop.customer.test", "old.customer.test").await;
    let report = world.people.demo.post(&format!("{check}/records:check"), Value::Null).await.expect(200);
    assert_eq!(report.at("/records/0/status"), "missing", "{report:#?}");
    let seen = shown(&world, token(&link)).await.expect(200);
    assert_eq!(seen.at("/records/1/status"), "missing", "{seen:#?}");
    assert_eq!(seen.at("/records/1/observed_value"), "old.customer.test");
    assert!(seen.value("/records/1/message").is_string() && seen.value("/checked_at").is_string());

    world.publish("TXT", shop.at("/ownership_challenge/name"), shop.at("/ownership_challenge/value")).await;
    let _ = world.people.demo.post(&format!("{check}/verify"), Value::Null).await.expect(200);
    let proven = shown(&world, token(&link)).await.expect(200);
    let purposes: Vec<&Value> =
        proven.value("/records").as_array().unwrap().iter().map(|record| &record["purpose"]).collect();
    assert_eq!(purposes, ["traffic"], "the proof is done");
    assert_eq!(proven.at("/headline"), "Ownership is proven, records are still missing");

    world.unpublish("customer.test", &wrong).await;
    world.publish("CNAME", "shop.customer.test", EDGE_TARGET).await;
    let _ = world.people.demo.post(&format!("{check}/records:check"), Value::Null).await.expect(200);
    let live = shown(&world, token(&link)).await.expect(200);
    assert_eq!((live.at("/state"), live.at("/waiting_for")), ("live", "nobody"));
    assert_eq!(live.at("/records/0/status"), "found");
}

#[tokio::test]
async fn a_wildcard_needs_its_delegation_too() {
    let world = World::start().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    let wild = world.connect("*.customer.test").await;
    let link = share(&world, &wild).await;
    let seen = shown(&world, token(&link)).await.expect(200);
    let purposes: Vec<&Value> =
        seen.value("/records").as_array().unwrap().iter().map(|record| &record["purpose"]).collect();
    assert_eq!(purposes, ["ownership", "traffic", "certificate"]);
    assert_eq!(seen.at("/records/2/host"), "_acme-challenge");
}

#[tokio::test]
async fn a_zone_that_is_not_found_leaves_the_page_whole() {
    let world = World::start().await;
    let lost = world.connect("shop.no-such-zone.test").await;
    let link = share(&world, &lost).await;
    let seen = shown(&world, token(&link)).await.expect(200);
    assert_eq!((seen.value("/provider"), seen.value("/zone")), (&Value::Null, &Value::Null));
    assert_eq!(seen.at("/records/1/host"), "shop");
}
