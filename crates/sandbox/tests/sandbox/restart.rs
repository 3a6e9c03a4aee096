//! Start and stop.

use crate::open::{Open, settings};
use nameplate_domain::evidence::QueryType;
use nameplate_sandbox::{Sandbox, SandboxError};
use serde_json::json;

#[tokio::test]
async fn zones_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    let before = Open::with(Some(file.clone())).await;
    let wish = json!({ "name": "app.customer.test", "type": "TXT", "value": "still here" });
    let id = before.json("POST", "/api/records", &wish).await.json()["id"].clone();
    before.sandbox.shutdown().await;
    let after = Open::with(Some(file)).await;
    assert_eq!(after.dns("app.customer.test", QueryType::Txt).await, " > still here");
    assert_eq!(after.get("/api/zones/customer.test/records").await.json()["data"][0]["id"], id);
}

#[tokio::test]
async fn a_file_that_is_not_ours_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.json");
    std::fs::write(&file, "my notes").unwrap();
    let refused = Sandbox::start(settings(Some(file.clone()))).await;
    assert!(matches!(refused, Err(SandboxError::Saved(_))));
    assert_eq!(std::fs::read_to_string(file).unwrap(), "my notes");
}

#[tokio::test]
async fn it_opens_to_this_machine_only() {
    let mut settings = settings(None);
    settings.dns_addr = ([0, 0, 0, 0], 0).into();
    let refused = Sandbox::start(settings).await.unwrap_err();
    assert_eq!(refused.to_string(), "the sandbox serves this machine only, and 0.0.0.0:0 is not a loopback address");
}

#[tokio::test]
async fn a_taken_port_is_told_by_its_address() {
    let open = Open::new().await;
    let mut settings = settings(None);
    settings.http_addr = open.sandbox.http_addr();
    let refused = Sandbox::start(settings).await.unwrap_err().to_string();
    assert_eq!(refused, format!("the sandbox's panel cannot listen on {}", open.sandbox.http_addr()));
}
