//! The demo: from a click at Acme Sites to the customer's site over HTTPS, with the registrar's pages in between.

use crate::stack::{PATIENCE, Stack};
use reqwest::header::{CONTENT_SECURITY_POLICY, ORIGIN};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What the customer's browser and the developer see of the demo.
impl Stack {
    async fn page(&self, url: &str) -> String {
        let response = self.http.get(url).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{url}");
        response.text().await.unwrap()
    }

    /// Presses a button of Acme Sites.
    async fn press(&self, path: &str, form: &'static str) {
        let request = self.http.post(format!("{}{path}", self.acme));
        let form_type = "application/x-www-form-urlencoded";
        let response = request.header("content-type", form_type).body(form).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}: after the redirect");
    }

    async fn widget_token(&self, site: &str) -> (String, String) {
        let request = self.http.post(format!("{}/api/widget-token", self.acme)).json(&json!({ "site": site }));
        let minted: Value = request.send().await.unwrap().json().await.unwrap();
        let text = |field: &str| minted[field].as_str().unwrap_or_else(|| panic!("{minted}")).to_owned();
        (text("application_id"), text("token"))
    }

    /// What the widget does with its token: connects `hostname`.
    async fn connect_by_widget(&self, site: &str, hostname: &str) -> Value {
        let (application, token) = self.widget_token(site).await;
        let body = json!({ "application_id": application, "hostname": hostname });
        let (status, connection) = self.call_as(&token, Method::POST, "/v1/connections", Some(body)).await;
        assert_eq!(status, StatusCode::CREATED, "{connection}");
        connection
    }

    /// Waits until the site's list says that a domain is live.
    async fn is_live_at_acme(&self, site: &str) {
        let start = Instant::now();
        loop {
            let list = self.page(&format!("{}/api/sites/{site}/domains", self.acme)).await;
            if list.contains("\"label\":\"Live\"") {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "{list}\n{}", self.program.output());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

#[tokio::test]
async fn a_customer_clicks_and_the_site_is_served_under_the_domain() {
    let stack = Stack::start().await;
    stack.press("/sites/harbour-yoga/writing", "writer=token").await;
    let connection = stack.connect_by_widget("harbour-yoga", "www.harbour-yoga.test").await;
    assert_eq!(connection["setup_type"], "automatic");
    stack.is_live_at_acme("harbour-yoga").await;

    let window = stack.page(&format!("{}/visit/www.harbour-yoga.test", stack.panel)).await;
    assert!(window.contains("Connection is secure") && window.contains("<dd>www.harbour-yoga.test</dd>"), "{window}");
    let frame = stack.http.get(format!("{}/visit/www.harbour-yoga.test/page", stack.panel)).send().await.unwrap();
    let policy = frame.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.starts_with("sandbox; default-src 'none'"), "{policy}");
    let site = frame.text().await.unwrap();
    assert!(
        site.contains("Breathe with the tide") && site.contains("<strong>www.harbour-yoga.test</strong>"),
        "{site}"
    );

    let list = stack.page(&format!("{}/sites/harbour-yoga/domains", stack.acme)).await;
    let visit = "/visit/www.harbour-yoga.test";
    assert!(list.contains("www.harbour-yoga.test") && list.contains(visit), "{list}");
    let id = connection["id"].as_str().unwrap();
    stack.press(&format!("/sites/harbour-yoga/domains/{id}/remove"), "").await;
    let list = stack.page(&format!("{}/sites/harbour-yoga/domains", stack.acme)).await;
    assert!(!list.contains(visit), "{list}");
}

#[tokio::test]
async fn records_added_by_hand_at_the_registrar_do_as_well() {
    let stack = Stack::start().await;
    let connection = stack.connect_by_widget("juniper-bakery", "www.juniper-bakery.test").await;
    let window = stack.page(&format!("{}/visit/www.juniper-bakery.test", stack.panel)).await;
    assert!(window.contains("This site can’t be reached"), "{window}");
    stack.publish_all("juniper-bakery.test", &connection).await;
    stack.is_live_at_acme("juniper-bakery").await;
    let site = stack.page(&format!("{}/visit/www.juniper-bakery.test/page", stack.panel)).await;
    assert!(site.contains("Bread worth getting up for"), "{site}");

    stack.publish("juniper-bakery.test", "elsewhere", "A", "192.0.2.1").await;
    let window = stack.page(&format!("{}/visit/elsewhere.juniper-bakery.test", stack.panel)).await;
    assert!(window.contains("Nothing is fetched from there"), "{window}");
}

#[tokio::test]
async fn the_api_key_never_leaves_the_server_of_the_product() {
    let stack = Stack::start().await;
    let paths = ["/", "/sites/juniper-bakery/domains", "/acme.js", "/api/sites/juniper-bakery/domains", "/style.css"];
    for path in paths {
        let page = stack.page(&format!("{}{path}", stack.acme)).await;
        assert!(!page.contains("sk_test_demo"), "{path}");
    }
    let settings = stack.http.get(format!("{}/sites/juniper-bakery/domains", stack.acme)).send().await.unwrap();
    let policy = settings.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("require-trusted-types-for 'script'; trusted-types connectdomain"), "{policy}");

    let (application, token) = stack.widget_token("juniper-bakery").await;
    assert_eq!(application, stack.application);
    assert!(!token.contains("sk_test_demo"));
    let (status, _) = stack.call_as(&token, Method::GET, "/v1/applications", None).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "the token is good for its application's connections only");

    let mint = |origin: &'static str, site: &str| {
        let request = stack.http.post(format!("{}/api/widget-token", stack.acme)).header(ORIGIN, origin);
        request.json(&json!({ "site": site })).send()
    };
    assert_eq!(mint("https://evil.example", "juniper-bakery").await.unwrap().status(), StatusCode::FORBIDDEN);
    let own: &'static str = Box::leak(stack.acme.clone().into_boxed_str());
    assert_eq!(mint(own, "nobodys-site").await.unwrap().status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_second_start_finds_the_sites_as_they_were() {
    let mut stack = Stack::start().await;
    let (before, _) = stack.widget_token("okafor-studio").await;
    stack.press("/sites/okafor-studio/writing", "writer=token").await;
    stack.program.signal("-TERM");
    stack.program.ends().await;
    let stack = Stack::start_in(stack.folder.clone(), stack.database_url.clone()).await;
    let (after, _) = stack.widget_token("okafor-studio").await;
    assert_eq!(before, after);
    let page = stack.page(&format!("{}/sites/okafor-studio/domains", stack.acme)).await;
    assert!(page.contains("value=\"token\" checked"), "{page}");
    let (_, applications) = stack.call(Method::GET, "/v1/applications?limit=100", None).await;
    assert_eq!(applications["data"].as_array().unwrap().len(), 3);
}
