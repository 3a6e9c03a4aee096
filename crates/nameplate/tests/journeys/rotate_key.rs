//! The key that secrets are sealed under is changed, and nothing that was lent or promised is lost.

use crate::stack::{Stack, fresh_database, run};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;

const LENT: &str = "a-token-that-outlives-its-key";

/// `nameplate admin rotate-key`, with these keys.
fn rotates(stack: &Stack, keys: &str, more: &[&str]) -> Value {
    let environment = [("DATABASE_URL", stack.database_url.clone()), ("CREDENTIAL_ENC_KEY", keys.to_owned())];
    let arguments = [&["admin", "rotate-key", "--json"], more].concat();
    let (code, out, err) = run(stack.folder.path(), &arguments, &environment);
    assert_eq!(code, Some(0), "{out}{err}");
    serde_json::from_str(&out).unwrap()
}

#[tokio::test]
async fn a_changed_sealing_key_loses_nothing_that_was_sealed() {
    let (old, new) = ("5a".repeat(32), "c3".repeat(32));
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let database_url = fresh_database(folder.path());
    let under = |key: &str| [("CREDENTIAL_ENC_KEY", key.to_owned())];
    let mut stack = Stack::start_with(Arc::clone(&folder), database_url.clone(), &under(&old)).await;
    let path = format!("/v1/applications/{}/credentials", stack.application);
    let (status, lent) = stack.call(Method::POST, &path, Some(json!({"provider": "sandbox", "token": LENT}))).await;
    assert_eq!((status.as_u16(), &lent["verdict"]["status"]), (201, &json!("ok")), "{lent}");
    let receiver = json!({"url": "http://127.0.0.1:9/hook"});
    let (status, endpoint) = stack.call(Method::POST, "/v1/webhook-endpoints", Some(receiver)).await;
    assert_eq!(status, 201, "{endpoint}");
    stack.program.signal("-TERM");
    assert_eq!(stack.program.ends().await, Some(0));

    let both = format!("{new},{old}");
    assert_eq!(rotates(&stack, &both, &["--dry-run"]), json!({"dry_run": true, "resealed": 2}));
    assert_eq!(rotates(&stack, &both, &[]), json!({"dry_run": false, "resealed": 2}));
    assert_eq!(rotates(&stack, &both, &[])["resealed"], 0, "the second time there is nothing to do");

    // The old key is gone for good.
    let again = Stack::start_with(folder, database_url, &under(&new)).await;
    let check = format!("{path}/{}/check", lent["id"].as_str().unwrap());
    let (status, checked) = again.call(Method::POST, &check, None).await;
    assert_eq!((status.as_u16(), &checked["verdict"]["status"]), (200, &json!("ok")), "{checked}");
    // Nobody listens there, and the request could be signed.
    let test = format!("/v1/webhook-endpoints/{}/test", endpoint["id"].as_str().unwrap());
    let (status, tested) = again.call(Method::POST, &test, None).await;
    assert_eq!((status.as_u16(), &tested["attempts"]), (200, &json!(1)), "{tested}");
    again.publish("rotated.test", "www", "A", "192.0.2.80").await;
    let made = again.connect("shop.rotated.test").await;
    assert_eq!(made["proof"]["method"], "credential", "{made}");
}
