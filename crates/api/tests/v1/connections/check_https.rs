//! A visit at a connected host name, over real DNS and real TLS.

use nameplate_testkit::{Answer, EDGE_TARGET, SITE_ISSUER, Site, World, WorldSettings};
use serde_json::{Value, json};
use std::path::PathBuf;

const PAGE: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi";

/// tcpmux: a port where nothing listens.
const CLOSED: u16 = 1;

/// A world that believes these roots and visits at this port.
async fn world(roots: Vec<PathBuf>, port: u16) -> World {
    let world = World::with(WorldSettings { roots, ..WorldSettings::default() }).await;
    world.control.visit_at(port);
    world
}

fn path(connection: &Answer) -> String {
    format!("/v1/connections/{}/https:check", connection.at("/id"))
}

/// A visit by the demo key at a name that leads here.
async fn visit(world: &World, hostname: &str) -> Answer {
    let connection = world.connect(hostname).await;
    world.publish("CNAME", hostname, EDGE_TARGET).await;
    world.people.demo.post(&path(&connection), Value::Null).await.expect(200)
}

#[track_caller]
fn unreached(report: &Answer, code: &str, remedy: &str) {
    assert_eq!((report.value("/reached"), report.at("/problem/code")), (&json!(false), code), "{report:#?}");
    assert_eq!((report.value("/status"), report.value("/took_ms")), (&Value::Null, &Value::Null));
    let message = report.at("/problem/message");
    assert!(message.contains(remedy), "{message:?} does not say {remedy:?}");
}

#[tokio::test]
async fn a_page_is_reached_and_its_certificate_shown() {
    let site = Site::start(&["shop.customer.test"], PAGE).await;
    let world = world(vec![site.root()], site.addr.port()).await;
    let connection = world.live("shop.customer.test").await;
    let before = world.people.demo.get(&format!("/v1/connections/{}", connection.at("/id"))).await.expect(200);
    let report = world.people.demo.post(&path(&connection), Value::Null).await.expect(200);
    assert_eq!((report.value("/reached"), report.value("/status")), (&json!(true), &json!(200)), "{report:#?}");
    assert_eq!(report.at("/url"), format!("https://shop.customer.test:{}/", site.addr.port()));
    assert_eq!((report.at("/certificate/issuer"), report.value("/problem")), (SITE_ISSUER, &Value::Null));
    assert!(!report.at("/certificate/serial").is_empty() && report.value("/took_ms").is_u64(), "{report:#?}");
    let after = world.people.demo.get(&format!("/v1/connections/{}", connection.at("/id"))).await.expect(200);
    assert_eq!(before.json, after.json, "nothing changed");
}

#[tokio::test]
async fn an_origins_error_and_a_redirect_are_answers() {
    for (answer, status) in [
        ("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n", 502),
        ("HTTP/1.1 301 Moved\r\nlocation: https://elsewhere.test/\r\ncontent-length: 0\r\n\r\n", 301),
    ] {
        let site = Site::start(&["shop.customer.test"], answer).await;
        let world = world(vec![site.root()], site.addr.port()).await;
        let report = visit(&world, "shop.customer.test").await;
        assert_eq!((report.value("/reached"), report.value("/status")), (&json!(true), &json!(status)), "{report:#?}");
    }
}

#[tokio::test]
async fn a_certificate_that_browsers_do_not_believe_is_shown_with_the_reason() {
    let site = Site::start(&["other.customer.test"], PAGE).await;
    let strange = world(vec![], site.addr.port()).await;
    let report = visit(&strange, "other.customer.test").await;
    unreached(&report, "certificate_invalid", "no authority that browsers trust");
    assert_eq!(report.at("/certificate/issuer"), SITE_ISSUER);

    let known = world(vec![site.root()], site.addr.port()).await;
    let report = visit(&known, "shop.customer.test").await;
    unreached(&report, "certificate_invalid", "for another name");
}

#[tokio::test]
async fn a_name_without_an_address_a_dead_zone_and_a_closed_port_are_told_apart() {
    let world = world(vec![], CLOSED).await;
    let connection = world.connect("new.customer.test").await;
    let report = world.people.demo.post(&path(&connection), Value::Null).await.expect(200);
    unreached(&report, "not_resolved", "Publish");
    unreached(&visit(&world, "shop.customer.test").await, "refused", "Compare its DNS records");
    world.fault("customer.test", "servfail").await;
    let report = world.people.demo.post(&path(&connection), Value::Null).await.expect(200);
    unreached(&report, "dns_unreachable", "SERVFAIL");
}

#[tokio::test]
async fn of_a_wildcard_some_name_below_is_asked() {
    let site = Site::start(&["*.customer.test"], PAGE).await;
    let world = world(vec![site.root()], site.addr.port()).await;
    let report = visit(&world, "*.customer.test").await;
    assert_eq!(report.value("/reached"), &json!(true), "{report:#?}");
    let label = report.at("/url").strip_prefix("https://").unwrap().split('.').next().unwrap();
    assert!(label.len() >= 16 && label.bytes().all(|byte| byte.is_ascii_hexdigit()), "{label}");
}

#[tokio::test]
async fn it_exists_for_whoever_has_the_connection() {
    let site = Site::start(&["shop.customer.test"], PAGE).await;
    let world = world(vec![site.root()], site.addr.port()).await;
    let connection = world.live("shop.customer.test").await;
    let own = world.browser(Some("shop.customer.test")).await;
    assert_eq!(own.post(&path(&connection), Value::Null).await.expect(200).value("/reached"), &json!(true));
    let other = world.browser(Some("other.customer.test")).await;
    other.post(&path(&connection), Value::Null).await.refused(404, "not_found", "connection");
    world.people.stranger.post(&path(&connection), Value::Null).await.refused(404, "not_found", "connection");
    world.people.reader.post(&path(&connection), Value::Null).await.refused(403, "forbidden", "connections:write");

    let archived = world.people.demo.delete(&format!("/v1/connections/{}", connection.at("/id"))).await;
    let _ = archived.expect(200);
    world.people.demo.post(&path(&connection), Value::Null).await.refused(409, "connection_ended", "archived");
}
