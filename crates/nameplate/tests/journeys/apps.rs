//! A platform's user attaches domains to an application by their names: register, publish, verify, visit, delete.

use crate::stack::{PATIENCE, Stack, run};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The domains of an application, and the key that they are asked for with.
struct App<'a> {
    stack: &'a Stack,
    id: String,
}

impl App<'_> {
    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let path = format!("/v1/apps/{}/domains{path}", self.id);
        let (status, answer) = self.stack.call(method, &path, body).await;
        (status.as_u16(), answer)
    }

    async fn register(&self, domain: &str) -> Value {
        let (status, made) = self.call(Method::POST, "", Some(json!({ "domain": domain }))).await;
        assert_eq!((status, made["status"].as_str()), (200, Some("pending_verification")), "{made}");
        made["verification"].clone()
    }

    /// `verified`, `cname_ok` and `txt_ok`.
    async fn verify(&self, domain: &str) -> [bool; 3] {
        let (status, answer) = self.call(Method::POST, &format!("/{domain}/verify"), None).await;
        assert_eq!(status, 200, "{answer}");
        ["verified", "cname_ok", "txt_ok"].map(|field| answer[field].as_bool().unwrap())
    }

    /// Waits until TLS, DNS and ingress are all there.
    async fn is_served(&self, domain: &str) -> Value {
        let start = Instant::now();
        loop {
            let (status, shown) = self.call(Method::GET, &format!("/{domain}"), None).await;
            assert_eq!(status, 200, "{shown}");
            let all = ["tls", "dns", "ingress"].map(|part| shown[part]["status"].as_str().unwrap_or_default());
            if all == ["issued", "propagated", "active"] && shown["state"] == "live" {
                return shown;
            }
            assert!(start.elapsed() < PATIENCE, "never served: {shown}\n{}", self.stack.program.output());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn visit(&self, hostname: &str) {
        let page = self.stack.visitor(hostname).get(self.stack.url(hostname, "/hello")).send().await.unwrap();
        assert_eq!(page.status(), 200);
        assert!(page.text().await.unwrap().contains(hostname));
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[tokio::test]
async fn domains_of_an_app_are_verified_by_cname_or_txt_served_and_deleted() {
    let stack = Stack::start().await;
    let new = json!({ "name": "Runtime" });
    let (_, application) = stack.call(Method::POST, "/v1/applications", Some(new)).await;
    let app = App { stack: &stack, id: text(&application["id"]).to_owned() };
    let target = format!("app-{}.nameplate.localhost", app.id);

    // www by its CNAME: not there, then there.
    let www = app.register("www.customer.test").await;
    assert_eq!((text(&www["type"]), text(&www["name"]), text(&www["value"])), ("CNAME", "www.customer.test", &*target));
    stack.publish("customer.test", "@", "TXT", "v=spf1 -all").await;
    assert_eq!(app.verify("www.customer.test").await, [false, false, false]);
    stack.publish("customer.test", "www", "CNAME", &target).await;
    assert_eq!(app.verify("www.customer.test").await, [true, true, false]);
    let served = app.is_served("www.customer.test").await;
    assert_eq!(text(&served["status"]), "verified");
    app.visit("www.customer.test").await;
    assert_eq!(app.verify("WWW.customer.test.").await, [true, true, false], "again, in another spelling");

    // The apex and a wildcard by TXT. They lead here by their own records.
    for (domain, visited) in [("customer.test", "customer.test"), ("*.shops.customer.test", "one.shops.customer.test")]
    {
        let verification = app.register(domain).await;
        let txt = &verification["alternative"];
        assert_eq!((text(&txt["type"]), &verification["value"]), ("TXT", &txt["value"]), "{verification}");
        assert_eq!(app.verify(domain).await, [false, false, false], "{domain}");
        stack.publish("customer.test", text(&txt["name"]), "TXT", text(&txt["value"])).await;
        assert_eq!(app.verify(domain).await, [true, false, true], "{domain}");
        let (_, shown) = app.call(Method::GET, &format!("/{domain}"), None).await;
        for record in shown["dns"]["records"].as_array().unwrap() {
            stack.publish("customer.test", text(&record["host"]), text(&record["type"]), text(&record["value"])).await;
        }
        app.is_served(domain).await;
        app.visit(visited).await;
    }

    let (_, list) = app.call(Method::GET, "", None).await;
    let listed: Vec<&str> = list["data"].as_array().unwrap().iter().map(|row| text(&row["domain"])).collect();
    assert_eq!(listed, ["www.customer.test", "customer.test", "*.shops.customer.test"]);

    // Deleted: refused at the edge at once, and the name is free.
    let (status, removed) = app.call(Method::DELETE, "/www.customer.test", None).await;
    assert_eq!(status, 200, "{removed}");
    assert!(removed["dangling_records"].to_string().contains(&target), "{removed}");
    let (start, url) = (Instant::now(), stack.url("www.customer.test", "/"));
    while stack.visitor("www.customer.test").get(&url).send().await.is_ok() {
        assert!(start.elapsed() < Duration::from_secs(10), "served after it was deleted");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(app.call(Method::GET, "/www.customer.test", None).await.0, 404);
    app.register("www.customer.test").await;
}

#[tokio::test]
async fn the_operator_raises_the_cap() {
    let stack = Stack::start().await;
    let app = App { stack: &stack, id: stack.application.clone() };
    for n in 0..10 {
        app.register(&format!("n{n}.customer.test")).await;
    }
    let another = || Some(json!({ "domain": "eleventh.customer.test" }));
    let (status, refused) = app.call(Method::POST, "", another()).await;
    assert_eq!((status, text(&refused["error"]["code"])), (422, "quota_exceeded"), "{refused}");
    assert_eq!(refused["error"]["message"], "domain limit (10) reached for this app");
    let database = [("DATABASE_URL", stack.database_url.clone())];
    let operator = |arguments: &[&str]| {
        let (code, out, err) = run(stack.folder.path(), &[&["admin"][..], arguments, &["--json"]].concat(), &database);
        assert_eq!(code, Some(0), "{arguments:?}: {err}");
        serde_json::from_str::<Value>(&out).unwrap()
    };
    let tenants = operator(&["tenant", "list"]);
    let tenant = text(&tenants[0]["id"]);
    operator(&["plan", "limits", "--tenant", tenant, "--max-domains-per-app", "11"]);
    app.register("eleventh.customer.test").await;
}
