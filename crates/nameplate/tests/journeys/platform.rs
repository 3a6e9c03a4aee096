//! Whoever runs the platform looks at it.

use crate::stack::{PATIENCE, Program, Stack, free_port, fresh_database};
use reqwest::{Certificate, Client, Method};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::slice;
use std::sync::Arc;
use std::time::{Duration, Instant};

const FAR: &str = "far-edge";

async fn shown(stack: &Stack, path: &str) -> Value {
    let (status, shown) = stack.call_as("pk_test_demo", Method::GET, &format!("/v1/platform/{path}"), None).await;
    assert_eq!(status, 200, "{shown}");
    shown
}

/// Waits until what is shown is right, and gives it.
async fn until(stack: &Stack, path: &str, is_right: impl Fn(&Value) -> bool) -> Value {
    let start = Instant::now();
    loop {
        let shown = shown(stack, path).await;
        if is_right(&shown) {
            return shown;
        }
        assert!(start.elapsed() < PATIENCE, "{path}: {shown}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

fn edge<'e>(edges: &'e Value, id: &str) -> Option<&'e Value> {
    edges["data"].as_array().unwrap().iter().find(|edge| edge["id"] == id)
}

#[tokio::test]
async fn an_edge_of_its_own_is_seen_with_what_it_does() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let (tls, edge_http) = (free_port(), free_port());
    let token = ("EDGE_TOKEN", "a-token-of-the-test".to_owned());
    let stack = Stack::start_with(Arc::clone(&folder), fresh_database(folder.path()), slice::from_ref(&token)).await;
    let storage = folder.path().join("far");
    let environment = [
        ("CONTROLPLANE_URL", stack.api.clone()),
        ("EDGE_ID", FAR.to_owned()),
        ("EDGE_STORAGE_DIR", storage.display().to_string()),
        ("EDGE_TLS_PORT", tls.to_string()),
        ("EDGE_HTTP_PORT", edge_http.to_string()),
        token,
    ];
    let mut far = Program::start(folder.path(), &["edge"], &environment);
    far.says("that it is up", |text| text.contains("is up").then_some(())).await;

    let connection = stack.connect("seen.customer.test").await;
    stack.publish_all("customer.test", &connection).await;
    stack.becomes(connection["id"].as_str().unwrap(), "live").await;
    let root = Certificate::from_pem(&std::fs::read(storage.join("ca/root.pem")).unwrap()).unwrap();
    let address = SocketAddr::from(([127, 0, 0, 1], tls));
    for _ in 0..3 {
        let visitor =
            Client::builder().tls_certs_only([root.clone()]).resolve("seen.customer.test", address).build().unwrap();
        visitor.get(format!("https://seen.customer.test:{tls}/")).send().await.unwrap();
    }

    let told = |edges: &Value| edge(edges, FAR).is_some_and(|far| far["handshakes"] == 3 && far["certificates"] == 1);
    let edges = until(&stack, "edges", told).await;
    let far_edge = edge(&edges, FAR).unwrap();
    assert_eq!((&far_edge["attached"], &far_edge["version"]), (&json!(true), &json!(env!("CARGO_PKG_VERSION"))));
    let (asks, hits) = (far_edge["asks"].as_u64().unwrap(), far_edge["ask_hits"].as_u64().unwrap());
    assert!(hits >= 2 && asks > hits, "the first handshake had to ask, the others did not: {far_edge}");
    assert_eq!(edges["data"].as_array().unwrap().len(), 2, "and the edge beside the control plane");
    assert_eq!(
        shown(&stack, "authorities").await["data"],
        json!([{"name": "internal", "resting_until": null, "budgets": []}])
    );
    let overview = until(&stack, "overview", |overview| overview["connections"]["live"] == 1).await;
    assert_eq!((&overview["edges_attached"], &overview["tenants"]), (&json!(2), &json!(1)));
    let has_points = |metrics: &Value| {
        let series = metrics["series"].as_array().unwrap();
        let of =
            |name: &str| series.iter().find(|series| series["name"] == name).unwrap()["points"].as_array().unwrap();
        !of("requests").is_empty() && of("edges_attached").last().is_some_and(|point| point[1] == 2.0)
    };
    until(&stack, "metrics", has_points).await;

    far.signal("-TERM");
    assert_eq!(far.ends().await, Some(0), "{}", far.output());
}
