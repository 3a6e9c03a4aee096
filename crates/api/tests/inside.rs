//! The API as somebody has it who was recognised by an SSH key, elsewhere than in a request.

use http_body_util::BodyExt as _;
use nameplate_api::{Api, ApiSettings, Inside, Insider};
use nameplate_control::NewSshKey;
use nameplate_domain::tenancy::{Scope, Scopes, SshKey};
use nameplate_testkit::World;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::net::SocketAddr;

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhcmVseS1hLWtleS1idXQtMzItb2N0ZXRzISEhISEh ada@laptop";
const PEER: ([u8; 4], u16) = ([203, 0, 113, 7], 40_000);

async fn inside(world: &World, scopes: Scopes) -> (Insider, SshKey) {
    let new = NewSshKey { name: None, public_key: KEY.into(), application: None, scopes: Some(scopes) };
    let key = world.control.register_ssh_key(&world.caller, new, None).await.unwrap();
    let api = Api::new(world.control.clone(), ApiSettings::default());
    (Inside::new(&api).for_ssh_key(key.fingerprint.clone(), SocketAddr::from(PEER)), key)
}

async fn send(inside: &Insider, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
    let response = inside.send(method, path, body.map(|body| body.to_string())).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

#[tokio::test]
async fn whoever_has_the_key_is_its_tenant_and_the_audit_log_says_so() {
    let world = World::start().await;
    let (inside, key) = inside(&world, Scope::ALL.into()).await;
    let (status, session) = send(&inside, Method::GET, "/v1/session", None).await;
    assert_eq!(
        (status, &session["kind"], &session["key"]["name"]),
        (StatusCode::OK, &json!("ssh_key"), &json!("ada@laptop"))
    );
    let body = json!({"application_id": world.application.id, "hostname": "shop.customer.test"});
    let (status, made) = send(&inside, Method::POST, "/v1/connections", Some(body)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let noted = world.people.demo.get("/v1/audit?actor_kind=ssh_key").await.expect(200);
    assert_eq!(
        (noted.at("/data/0/actor/id"), noted.at("/data/0/actor/fingerprint")),
        (key.id.to_string().as_str(), key.fingerprint.as_str())
    );
    assert_eq!((noted.at("/data/0/address"), noted.at("/data/0/actor/name")), ("203.0.113.7", "ada@laptop"));
    world.people.stranger.get(&format!("/v1/connections/{}", made["id"].as_str().unwrap())).await.refused(
        404,
        "not_found",
        "",
    );
}

#[tokio::test]
async fn a_revoked_key_ends_requests_and_streams() {
    let world = World::start().await;
    let (inside, key) = inside(&world, Scope::ALL.into()).await;
    let mut stream = inside.send(Method::GET, "/v1/events", None).await.unwrap().into_body();
    assert!(stream.frame().await.unwrap().unwrap().is_data(), "it has begun");
    assert!(world.control.revoke_ssh_key(&world.caller, key.id).await.unwrap());
    let (status, refused) = send(&inside, Method::GET, "/v1/connections", None).await;
    assert_eq!((status, &refused["error"]["code"]), (StatusCode::UNAUTHORIZED, &json!("unauthorized")));
    let ended = async { while stream.frame().await.is_some() {} };
    tokio::time::timeout(std::time::Duration::from_secs(30), ended).await.expect("the stream ends");
}

#[tokio::test]
async fn scopes_and_suspensions_hold() {
    let world = World::start().await;
    let (inside, _) = inside(&world, [Scope::ConnectionsRead].into()).await;
    let body = json!({"application_id": world.application.id, "hostname": "shop.customer.test"});
    let (status, refused) = send(&inside, Method::POST, "/v1/connections", Some(body)).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(refused["error"]["message"].as_str().unwrap().contains("This SSH key lacks the scope connections:write"));
    let suspend = format!("/v1/platform/tenants/{}/suspend", world.caller.tenant);
    let _ = world.people.operator.post(&suspend, json!({"reason": "for the test"})).await.expect(200);
    let (status, refused) = send(&inside, Method::GET, "/v1/connections", None).await;
    assert_eq!((status, &refused["error"]["code"]), (StatusCode::FORBIDDEN, &json!("suspended")));
}
