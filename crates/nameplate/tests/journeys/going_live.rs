//! A customer's domain goes live, drifts, recovers, and is taken down.

use crate::stack::{Stack, free_port};
use reqwest::Method;
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test]
async fn the_quickstart_ends_at_the_origins_page() {
    let stack = Stack::start().await;
    let new = json!({ "name": "Acme Sites", "allowed_origins": ["https://app.acme.example"] });
    let (status, application) = stack.call(Method::POST, "/v1/applications", Some(new)).await;
    assert_eq!(status, 201, "{application}");
    let application = application["id"].as_str().unwrap();

    let new = json!({ "name": "server-prod", "scopes": ["connections:read", "connections:write"] });
    let (status, key) = stack.call(Method::POST, &format!("/v1/applications/{application}/keys"), Some(new)).await;
    assert_eq!(status, 201, "{key}");
    let key = key["secret"].as_str().unwrap();

    let new = json!({ "application_id": application, "hostname": "app.customer.test" });
    let (status, connection) = stack.call_as(key, Method::POST, "/v1/connections", Some(new)).await;
    assert_eq!(status, 201, "{connection}");
    assert_eq!(connection["state"], "pending_ownership");
    assert_eq!(connection["ownership_challenge"]["name"], "_customdomain-challenge.app.customer.test");
    let id = connection["id"].as_str().unwrap();

    let verify = format!("/v1/connections/{id}/verify");
    let (status, refused) = stack.call_as(key, Method::POST, &verify, None).await;
    assert_eq!((status.as_u16(), refused["error"]["code"].as_str()), (409, Some("ownership_not_found")), "{refused}");

    stack.publish_all("customer.test", &connection).await;
    let (status, verified) = stack.call_as(key, Method::POST, &verify, None).await;
    assert_eq!(status, 200, "{verified}");
    assert_eq!(verified["proof"]["method"], "txt");

    let check = format!("/v1/connections/{id}/records:check");
    let (status, checked) = stack.call_as(key, Method::POST, &check, None).await;
    assert_eq!(status, 200, "{checked}");
    assert_eq!(checked["records"][0]["propagated"], true, "{checked}");
    assert_eq!(checked["records"][0]["observed_value"], "edge.nameplate.localhost");
    let live = stack.becomes(id, "live").await;
    assert_eq!(live["certificate"]["status"], "issued", "{live}");

    let page = stack.visitor("app.customer.test").get(stack.url("app.customer.test", "/hello")).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let text = page.text().await.unwrap();
    assert!(text.contains("app.customer.test"), "{text}");

    // Private keys are the edge's alone.
    for file in ["edge.db", "edge.db-wal", "ca/root.key"] {
        let path = stack.folder.path().join("edge-data").join(file);
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
        assert_eq!(mode & 0o077, 0, "{file} can be read by others");
    }

    // Plain HTTP: health for probes, and the way to https for visitors of known names.
    let plain = format!("http://127.0.0.1:{}", stack.edge_http);
    assert_eq!(stack.http.get(format!("{plain}/healthz")).send().await.unwrap().status(), 200);
    let no_redirects = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let visit = |host: &'static str| no_redirects.get(format!("{plain}/a?b=c")).header("Host", host).send();
    let moved = visit("app.customer.test").await.unwrap();
    assert_eq!(moved.status(), 308);
    assert!(moved.headers()["location"].to_str().unwrap().starts_with("https://app.customer.test"), "{moved:?}");
    assert!(moved.headers()["location"].to_str().unwrap().ends_with("/a?b=c"), "{moved:?}");
    assert_eq!(visit("unknown.customer.test").await.unwrap().status(), 421);
}

#[tokio::test]
async fn workers_bring_a_domain_live_by_themselves_and_watch_it() {
    let stack = Stack::start().await;
    let connection = stack.connect("shop.customer.test").await;
    let id = connection["id"].as_str().unwrap().to_owned();
    let last = stack.publish_all("customer.test", &connection).await;
    stack.becomes(&id, "live").await;

    stack.unpublish("customer.test", &last).await;
    let drifted = stack.becomes(&id, "drifted").await;
    assert_eq!(drifted["problem"]["code"], "record_missing", "{drifted}");
    let visitor = stack.visitor("shop.customer.test");
    let page = visitor.get(stack.url("shop.customer.test", "/")).send().await.unwrap();
    assert_eq!(page.status(), 200, "a drifted name goes on being served");

    stack.publish("customer.test", "shop", "CNAME", "edge.nameplate.localhost").await;
    stack.becomes(&id, "live").await;

    let (status, archived) = stack.call(Method::DELETE, &format!("/v1/connections/{id}"), None).await;
    assert_eq!((status.as_u16(), archived["state"].as_str()), (200, Some("archived")), "{archived}");
    let (_, answer) = stack.call(Method::GET, "/internal/ask?domain=shop.customer.test", None).await;
    assert_eq!(answer, json!({ "allow": false, "origin": null }));
    // The edge believes a yes for 60 s, but is told of the change.
    let start = Instant::now();
    let url = stack.url("shop.customer.test", "/");
    while stack.visitor("shop.customer.test").get(&url).send().await.is_ok() {
        assert!(start.elapsed() < Duration::from_secs(10), "served after it was taken down");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_changed_origin_takes_effect_at_the_edge_at_once() {
    let stack = Stack::start().await;
    let connection = stack.connect("moved.customer.test").await;
    let id = connection["id"].as_str().unwrap().to_owned();
    stack.publish_all("customer.test", &connection).await;
    stack.becomes(&id, "live").await;
    let visitor = stack.visitor("moved.customer.test");
    let url = stack.url("moved.customer.test", "/");
    assert_eq!(visitor.get(&url).send().await.unwrap().status(), 200);
    let path = format!("/v1/applications/{}", stack.application);
    let nobody_there = json!({ "default_origin": format!("http://127.0.0.1:{}", free_port()) });
    let (status, application) = stack.call(Method::PATCH, &path, Some(nobody_there)).await;
    assert_eq!(status, 200, "{application}");
    let start = Instant::now();
    while visitor.get(&url).send().await.unwrap().status() != 502 {
        assert!(start.elapsed() < Duration::from_secs(10), "the old origin went on answering");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_wildcard_goes_live_with_one_certificate_for_every_name_below() {
    let stack = Stack::start().await;
    let connection = stack.connect("*.customer.test").await;
    assert_eq!(connection["kind"], "wildcard");
    assert_eq!(connection["ownership_challenge"]["name"], "_customdomain-challenge.customer.test");
    let id = connection["id"].as_str().unwrap().to_owned();
    stack.publish_all("customer.test", &connection).await;
    let live = stack.becomes(&id, "live").await;
    assert_eq!(live["certificate"]["status"], "issued", "{live}");
    for name in ["one.customer.test", "two.customer.test"] {
        let page = stack.visitor(name).get(stack.url(name, "/")).send().await.unwrap();
        assert_eq!(page.status(), 200, "{name}");
    }
    let below = "a.b.customer.test";
    assert!(stack.visitor(below).get(stack.url(below, "/")).send().await.is_err());
}

#[tokio::test]
async fn an_apex_goes_live_by_addresses_or_flattening() {
    let stack = Stack::start().await;
    let connection = stack.connect("customer.test").await;
    assert_eq!(connection["kind"], "apex");
    assert_eq!(connection["dns_records"][0]["type"], "A", "{connection}");
    let id = connection["id"].as_str().unwrap().to_owned();
    stack.publish_all("customer.test", &connection).await;
    stack.becomes(&id, "live").await;

    let body = json!({
        "application_id": stack.application,
        "hostname": "other.test",
        "dns_records": [{ "host": "@", "type": "ALIAS", "value": "{edge_cname}" }],
    });
    let (status, flattened) = stack.call(Method::POST, "/v1/connections", Some(body)).await;
    assert_eq!(status, 201, "{flattened}");
    let id = flattened["id"].as_str().unwrap().to_owned();
    stack.publish_all("other.test", &flattened).await;
    stack.becomes(&id, "live").await;
}

#[tokio::test]
async fn a_held_name_moves_only_by_a_fresh_challenge() {
    let stack = Stack::start().await;
    let first = stack.connect("moving.customer.test").await;
    let first_id = first["id"].as_str().unwrap().to_owned();
    stack.publish_all("customer.test", &first).await;
    stack.becomes(&first_id, "live").await;

    let body = |takeover: bool| json!({ "application_id": stack.application, "hostname": "moving.customer.test", "takeover": takeover });
    let (status, conflict) = stack.call(Method::POST, "/v1/connections", Some(body(false))).await;
    assert_eq!((status.as_u16(), conflict["error"]["code"].as_str()), (409, Some("HostnameConflict")));

    let (status, second) = stack.call(Method::POST, "/v1/connections", Some(body(true))).await;
    assert_eq!(status, 201, "{second}");
    let challenge = second["ownership_challenge"]["value"].as_str().unwrap();
    stack.publish("customer.test", "_customdomain-challenge.moving", "TXT", challenge).await;
    stack.becomes(second["id"].as_str().unwrap(), "live").await;
    assert_eq!(stack.connection(&first_id).await["state"], "archived");
}

#[tokio::test]
async fn a_domain_is_surveyed_before_anybody_touches_it() {
    let stack = Stack::start().await;
    stack.publish("customer.test", "taken", "A", "192.0.2.9").await;
    let body = json!({ "domain": "taken.customer.test" });
    let (status, report) = stack.call(Method::POST, "/v1/domains:check", Some(body)).await;
    assert_eq!(status, 200, "{report}");
    assert_eq!(report["provider"]["key"], "sandbox", "{report}");
    assert_eq!(report["kind"], "subdomain");
    let text = report.to_string();
    assert!(text.contains("192.0.2.9") && text.contains("cname_conflict"), "{text}");
}
