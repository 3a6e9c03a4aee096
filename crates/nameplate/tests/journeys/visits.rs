//! Whether visitors get to a domain is told by visiting it.

use crate::stack::{Stack, free_port};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

async fn visit(stack: &Stack, id: &str) -> Value {
    let (status, report) = stack.call(Method::POST, &format!("/v1/connections/{id}/https:check"), None).await;
    assert_eq!(status, 200, "{report}");
    report
}

#[tokio::test]
async fn a_live_domain_is_reached_with_the_certificate_that_the_edge_serves() {
    let stack = Stack::start().await;
    let connection = stack.connect("shop.customer.test").await;
    let id = connection["id"].as_str().unwrap();
    assert_eq!(visit(&stack, id).await["problem"]["code"], "not_resolved");

    let record = stack.publish_all("customer.test", &connection).await;
    let live = stack.becomes(id, "live").await;
    let report = visit(&stack, id).await;
    assert_eq!((&report["reached"], &report["status"]), (&json!(true), &json!(200)), "{report}");
    assert_eq!(report["url"], stack.url("shop.customer.test", "/"));
    for fact in ["serial", "not_after"] {
        assert_eq!(report["certificate"][fact], live["certificate"][fact], "{report}");
    }

    // A dead origin is the edge's answer, and reached.
    let path = format!("/v1/applications/{}", stack.application);
    let nobody_there = json!({ "default_origin": format!("http://127.0.0.1:{}", free_port()) });
    let (status, application) = stack.call(Method::PATCH, &path, Some(nobody_there)).await;
    assert_eq!(status, 200, "{application}");
    let start = Instant::now();
    while visit(&stack, id).await["status"] != 502 {
        assert!(start.elapsed() < Duration::from_secs(10), "the old origin went on answering");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    stack.unpublish("customer.test", &record).await;
    let report = visit(&stack, id).await;
    assert_eq!((&report["reached"], &report["problem"]["code"]), (&json!(false), &json!("not_resolved")), "{report}");
}
