//! What a customer does in the DNS panel.

use crate::world::World;
use serde_json::{Value, json};

impl World {
    /// The records of a zone as the sandbox lists them, with their numbers: what was deleted and made again differs.
    pub async fn records(&self, zone: &str) -> Vec<Value> {
        let listed = self.panel(reqwest::Method::GET, &format!("/api/zones/{zone}/records"), Value::Null).await;
        listed["data"].as_array().unwrap().clone()
    }

    /// Publishes a record in the sandbox, as a customer does in a DNS panel.
    pub async fn publish(&self, rtype: &str, name: &str, value: &str) -> String {
        let record = json!({"name": name, "type": rtype, "value": value, "ttl": 60});
        let made = self.panel(reqwest::Method::POST, "/api/records", record).await;
        made["id"].as_str().unwrap().to_owned()
    }

    /// Takes a record away.
    pub async fn unpublish(&self, zone: &str, id: &str) {
        self.panel(reqwest::Method::DELETE, &format!("/api/zones/{zone}/records/{id}"), Value::Null).await;
    }

    /// Makes a zone's servers misbehave: `servfail`, `timeout`, …, or `none`.
    pub async fn fault(&self, zone: &str, mode: &str) {
        self.panel(reqwest::Method::POST, &format!("/api/zones/{zone}/fault"), json!({"mode": mode})).await;
    }

    async fn panel(&self, method: reqwest::Method, path: &str, body: Value) -> Value {
        let url = format!("http://{}{path}", self.sandbox.http_addr());
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = client.request(method, url);
        let request = if body.is_null() { request } else { request.json(&body) };
        let response = request.send().await.unwrap();
        let (status, text) = (response.status(), response.text().await.unwrap());
        assert!(status.is_success(), "the sandbox refused {path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }
}
