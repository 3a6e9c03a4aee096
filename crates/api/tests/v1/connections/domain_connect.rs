//! Domain Connect: the customer consents at the DNS provider, and comes back.

use nameplate_testkit::{Answer, EDGE_TARGET, World};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use serde_json::{Value, json};

/// A customer's browser that stops at every redirect.
fn browser() -> Client {
    Client::builder().no_proxy().redirect(Policy::none()).build().unwrap()
}

fn path(made: &Answer) -> String {
    format!("/v1/connections/{}/domain-connect", made.at("/id"))
}

async fn world() -> World {
    let world = World::known_to_providers().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    world
}

fn location(response: &Response) -> String {
    assert!(response.status().is_redirection(), "{response:?}");
    response.headers()["location"].to_str().unwrap().to_owned()
}

/// Opens the consent page and presses a button; gives the address that the customer is sent to.
async fn decide(url: &str, decision: &str) -> String {
    let page = browser().get(url).send().await.unwrap();
    assert_eq!(page.status(), 200, "{page:?}");
    let html = page.text().await.unwrap();
    let token = html.split("name=\"form_token\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let form = format!("form_token={token}&decision={decision}");
    let request = browser().post(url).header("content-type", "application/x-www-form-urlencoded").body(form);
    location(&request.send().await.unwrap())
}

#[tokio::test]
async fn a_customer_who_consents_has_a_live_name() {
    let mut world = world().await;
    let body = json!({"allowed_origins": ["https://app.acme.example"]});
    let _ = world.people.demo.patch(&format!("/v1/applications/{}", world.application.id), body).await.expect(200);
    let foreign = world.records("customer.test").await;
    let made = world.connect("shop.customer.test").await;
    let return_to = json!({"return_to": "https://app.acme.example/domains?tab=1#top"});
    let flow = world.people.writer.post(&path(&made), return_to).await.expect(200);
    assert_eq!((flow.at("/zone"), flow.value("/provider_name").is_string()), ("customer.test", true));
    assert!(flow.value("/width").as_u64().unwrap() > 0 && flow.value("/height").as_u64().unwrap() > 0);
    assert_eq!(world.records("customer.test").await, foreign, "nothing changes before the consent");

    let back = decide(flow.at("/url"), "connect").await;
    assert!(back.starts_with(&format!("http://{}/v1/domain-connect/return?", world.addr)), "{back}");
    let home = location(&browser().get(&back).send().await.unwrap());
    let id = made.at("/id");
    assert_eq!(home, format!("https://app.acme.example/domains?tab=1&connection_id={id}&domain_connect=done#top"));
    world.start_workers();
    let live = world.until_state(id, "live").await;
    assert_eq!((live.at("/proof/method"), live.at("/setup_type")), ("domain_connect", "domain_connect"));
    let after = world.records("customer.test").await;
    assert!(foreign.iter().all(|record| after.contains(record)), "{after:#?}");
    assert!(after.iter().any(|record| record["type"] == "CNAME" && record["value"] == EDGE_TARGET), "{after:#?}");

    // The same way back a second time leads nowhere.
    let again = browser().get(&back).send().await.unwrap();
    assert_eq!(again.status(), 404);
    assert!(!again.text().await.unwrap().contains("shop.customer.test"));
}

#[tokio::test]
async fn a_customer_who_gives_up_goes_on_by_hand() {
    let world = world().await;
    let made = world.connect("shop.customer.test").await;
    let before = world.records("customer.test").await;
    let flow = world.people.demo.post(&path(&made), Value::Null).await.expect(200);
    let back = decide(flow.at("/url"), "cancel").await;
    let page = browser().get(&back).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().contains("shop.customer.test"));
    let shown = world.people.demo.get(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
    assert_eq!((shown.at("/setup_type"), shown.at("/problem/code")), ("manual", "domain_connect_cancelled"));
    assert_eq!((shown.at("/state"), shown.value("/proof")), ("pending_ownership", &Value::Null));
    assert_eq!(world.records("customer.test").await, before);
}

#[tokio::test]
async fn what_comes_back_is_not_believed() {
    let world = world().await;
    let made = world.connect("shop.customer.test").await;
    let flow = world.people.demo.post(&path(&made), Value::Null).await.expect(200);
    let asked = reqwest::Url::parse(flow.at("/url")).unwrap();
    let state = asked.query_pairs().find(|(key, _)| key == "state").map(|(_, value)| value.into_owned());
    let state = state.unwrap_or_else(|| {
        let uri = asked.query_pairs().find(|(key, _)| key == "redirect_uri").unwrap().1.into_owned();
        uri.split("state=").nth(1).unwrap().to_owned()
    });
    let home = |query: &str| format!("http://{}/v1/domain-connect/return?{query}", world.addr);
    for query in
        ["", "state=", "state=unknown", "state=0&state=1", &format!("state={state}&state={state}"), "state=%ff%00"]
    {
        let page = browser().get(home(query)).send().await.unwrap();
        assert_eq!(page.status(), 404, "{query}");
    }
    // Saying that it is done proves nothing.
    let page = browser().get(home(&format!("state={state}"))).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let verify = format!("/v1/connections/{}/verify", made.at("/id"));
    world.people.demo.post(&verify, Value::Null).await.refused(409, "ownership_not_found", "ownership_challenge");
    let shown = world.people.demo.get(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
    assert_eq!((shown.at("/state"), shown.value("/proof")), ("pending_ownership", &Value::Null));
}

#[tokio::test]
async fn words_of_the_provider_are_no_markup() {
    let world = world().await;
    let made = world.connect("shop.customer.test").await;
    let flow = world.people.demo.post(&path(&made), Value::Null).await.expect(200);
    let back = decide(flow.at("/url"), "cancel").await;
    let state = back.split("state=").nth(1).unwrap().split('&').next().unwrap();
    let query = format!("state={state}&error=server_error&error_description=%3Cscript%3Ealert(1)%3C/script%3E");
    let page = browser().get(format!("http://{}/v1/domain-connect/return?{query}", world.addr)).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(!page.text().await.unwrap().contains("<script"));
    let shown = world.people.demo.get(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
    assert_eq!((shown.at("/setup_type"), shown.at("/problem/code")), ("manual", "domain_connect_failed"));
}

#[tokio::test]
async fn a_way_back_is_good_for_an_hour() {
    let world = world().await;
    let made = world.connect("shop.customer.test").await;
    let flow = world.people.demo.post(&path(&made), Value::Null).await.expect(200);
    let back = decide(flow.at("/url"), "cancel").await;
    world.pass(std::time::Duration::from_secs(3601));
    assert_eq!(browser().get(&back).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn customers_are_sent_to_pages_of_the_application_only() {
    let world = world().await;
    let body = json!({"allowed_origins": ["https://app.acme.example"]});
    let _ = world.people.demo.patch(&format!("/v1/applications/{}", world.application.id), body).await.expect(200);
    let made = world.connect("shop.customer.test").await;
    for return_to in [
        "https://evil.example/",
        "https://app.acme.example.evil.example/",
        "https://app.acme.example@evil.example/",
        "https://app.acme.example\\@evil.example/",
        "https://app.acme.example:8443/",
        "http://app.acme.example/",
        "//app.acme.example/",
        "/path",
        "javascript:alert(1)//https://app.acme.example/",
        "",
        "https://",
        "https://app.acme.example/a\r\nSet-Cookie: x=y",
    ] {
        let answer = world.people.demo.post(&path(&made), json!({"return_to": return_to})).await;
        answer.refused(400, "invalid", "return_to");
    }
    for return_to in ["https://app.acme.example", "https://app.acme.example/a?b#c", "https://APP.acme.example?x=1"] {
        let _ = world.people.demo.post(&path(&made), json!({"return_to": return_to})).await.expect(200);
    }
}

#[tokio::test]
async fn records_that_no_template_has_are_for_hands() {
    let world = world().await;
    let body = json!({
        "application_id": world.application.id, "hostname": "odd.customer.test",
        "dns_records": [{"host": "@", "type": "CNAME", "value": "elsewhere.example", "ttl": 60}],
    });
    let odd = world.people.demo.post("/v1/connections", body).await.expect(201);
    world.people.demo.post(&path(&odd), Value::Null).await.refused(409, "no_domain_connect", "odd.customer.test");
    let nobody_serves = world.connect("shop.unknown.test").await;
    let refused = world.people.demo.post(&path(&nobody_serves), Value::Null).await;
    refused.refused(409, "no_domain_connect", "shop.unknown.test");
    let plain = World::start().await;
    plain.publish("A", "www.customer.test", "192.0.2.80").await;
    let made = plain.connect("shop.customer.test").await;
    plain.people.demo.post(&path(&made), Value::Null).await.refused(409, "no_domain_connect", "shop.customer.test");
}
