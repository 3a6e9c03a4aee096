//! What a plan allows and what was used of it, over a restart.

use crate::stack::Stack;
use reqwest::Method;
use serde_json::json;
use std::sync::Arc;

#[tokio::test]
async fn a_plan_and_what_was_used_of_it_outlive_the_process() {
    let mut stack = Stack::start().await;
    let (status, switched) = stack.call(Method::POST, "/v1/subscriptions", Some(json!({"plan": "free"}))).await;
    assert_eq!((status.as_u16(), &switched["limits"]["connect"]), (200, &json!(3)), "{switched}");
    for name in ["a", "b", "c"] {
        stack.connect(&format!("{name}.planned.test")).await;
    }
    for _ in 0..20 {
        assert_eq!(stack.call(Method::GET, "/v1/plans", None).await.0, 200);
    }
    let (_, usage) = stack.call(Method::GET, "/v1/usage", None).await;
    let calls = usage["api_call"].as_i64().unwrap();
    assert!(calls >= 25, "{usage}");

    // Within seconds, so that calls are in memory still.
    stack.program.signal("-TERM");
    assert_eq!(stack.program.ends().await, Some(0));
    let again = Stack::start_in(Arc::clone(&stack.folder), stack.database_url.clone()).await;
    let (_, usage) = again.call(Method::GET, "/v1/usage", None).await;
    assert!(usage["api_call"].as_i64().unwrap() > calls, "{usage} after {calls} calls");
    let body = json!({"application_id": again.application, "hostname": "d.planned.test"});
    let (status, refused) = again.call(Method::POST, "/v1/connections", Some(body)).await;
    assert_eq!((status.as_u16(), &refused["error"]["code"]), (402, &json!("QuotaExceeded")), "{refused}");
    assert_eq!((&refused["error"]["limit"], &refused["error"]["plan"]), (&json!(3), &json!("free")), "{refused}");
    assert!(refused["error"]["upgrade_url"].as_str().unwrap().ends_with("/console/usage/plan"), "{refused}");
}
