use nameplate_control::{Begun, hash_of};
use nameplate_testkit::{Person, World};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// The payload of a JWT, which is base64url without padding.
fn payload(token: &str) -> Value {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for character in token.split('.').nth(1).unwrap().bytes() {
        let value = alphabet.iter().position(|known| *known == character).unwrap();
        held = (held << 6) | u32::try_from(value).unwrap();
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).unwrap());
        }
    }
    serde_json::from_slice(&bytes).unwrap()
}

#[tokio::test]
async fn a_token_says_what_it_is_for_and_never_whose() {
    let world = World::start().await;
    let shop = world.people.demo.post("/v1/applications", json!({"name": "Shop"})).await.expect(201);
    let body = json!({"application_id": shop.at("/id"), "domain": "Bücher.Customer.TEST."});
    let minted = world.people.writer.post("/v1/tokens", body).await.expect(201);
    let fields: Vec<&String> = minted.json.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["auth_token", "expires_at"]);
    let claims = payload(minted.at("/auth_token"));
    assert_eq!(claims["aud"], "widget");
    assert_eq!(&claims["app"], shop.value("/id"));
    assert_eq!(claims["domain"], "xn--bcher-kva.customer.test");
    assert_eq!(claims["scope"], "connections:read connections:write");
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 3600);
    assert!(claims["jti"].is_string());
    let tenant = world.application.tenant.to_string();
    assert!(!claims.to_string().contains(&tenant), "the tenant stays ours");
    let any = world.people.writer.post("/v1/tokens", json!({"application_id": world.application.id})).await.expect(201);
    assert!(payload(any.at("/auth_token")).get("domain").is_none());
}

#[tokio::test]
async fn a_token_carries_no_more_than_its_key() {
    let world = World::start().await;
    let body = json!({"application_id": world.application.id});
    world.people.reader.post("/v1/tokens", body.clone()).await.refused(403, "forbidden", "connections:write");
    let path = format!("/v1/applications/{}/keys", world.application.id);
    let made = world.people.demo.post(&path, json!({"scopes": ["connections:write"]})).await.expect(201);
    let minted = world.people.nobody.with_key(made.at("/secret")).post("/v1/tokens", body).await.expect(201);
    assert_eq!(payload(minted.at("/auth_token"))["scope"], "connections:write");
    let browser = world.people.nobody.with_key(minted.at("/auth_token"));
    browser.get("/v1/connections").await.refused(
        403,
        "forbidden",
        "This widget token lacks the scope connections:read",
    );
    let hostname = json!({"application_id": world.application.id, "hostname": "shop.customer.test"});
    let _ = browser.post("/v1/connections", hostname).await.expect(201);
}

#[tokio::test]
async fn what_cannot_be_used_is_named() {
    let world = World::start().await;
    let post = async |body| world.people.demo.post("/v1/tokens", body).await;
    let own = world.application.id;
    post(json!({})).await.refused(400, "invalid", "application_id is required");
    post(json!({"application_id": own, "scopes": []})).await.refused(400, "invalid", "scopes is not a field here");
    post(json!({"application_id": own, "domain": "https://x.customer.test/"})).await.refused(400, "invalid", "domain");
    post(json!({"application_id": own, "domain": "com"})).await.refused(400, "invalid", "domain is the public suffix");
    let absent = json!({"application_id": "0190f0f0-0000-7000-8000-000000000000"});
    post(absent).await.refused(404, "not_found", "application");
    world.people.stranger.post("/v1/tokens", json!({"application_id": own})).await.refused(
        404,
        "not_found",
        "application",
    );
}

#[tokio::test]
async fn a_repeated_request_gets_the_same_token_which_is_kept_nowhere() {
    let world = World::start().await;
    let body = json!({"application_id": world.application.id, "domain": "shop.customer.test"});
    let send = async |person: &Person| {
        let request = person.request(Method::POST, "/v1/tokens").header("Idempotency-Key", "mint-1");
        person.send(request.json(&body)).await.expect(201)
    };
    let first = send(&world.people.demo).await;
    world.pass(Duration::from_secs(90));
    let second = send(&world.people.demo).await;
    assert_eq!(second.header("idempotency-replayed"), "true");
    assert_eq!(first.json, second.json);
    let browser = world.people.nobody.with_key(second.at("/auth_token"));
    let _ = browser.get("/v1/connections").await.expect(200);

    // Another key of the tenant gets no more than it holds.
    let path = format!("/v1/applications/{}/keys", world.application.id);
    let made = world.people.demo.post(&path, json!({"scopes": ["connections:write"]})).await.expect(201);
    let lesser = send(&world.people.nobody.with_key(made.at("/secret"))).await;
    assert_eq!(lesser.header("idempotency-replayed"), "true");
    assert_eq!(payload(lesser.at("/auth_token"))["scope"], "connections:write");

    let request = hash_of(format!("POST /v1/tokens\n{body}").as_bytes());
    let found = world.control.begin_once(world.application.tenant, "mint-1", &request).await.unwrap();
    let Begun::Done(kept) = found else { panic!("{found:?}") };
    let signature = first.at("/auth_token").rsplit('.').next().unwrap();
    assert!(kept.body.contains("jti") && !kept.body.contains(signature), "{kept:?}");
}

#[tokio::test]
async fn minting_is_written_down_without_the_token() {
    let world = World::start().await;
    let body = json!({"application_id": world.application.id, "domain": "shop.customer.test"});
    let minted = world.people.demo.post("/v1/tokens", body).await.expect(201);
    let filter = nameplate_store::AuditFilter {
        action: Some("widget_token.create".into()),
        ..nameplate_store::AuditFilter::default()
    };
    let page = nameplate_store::Page::first(5);
    let entries = world.store.reader().audit(world.application.tenant, &filter, page).await.unwrap();
    let [entry] = entries.as_slice() else { panic!("{entries:?}") };
    assert_eq!(entry.after.as_ref().unwrap()["domain"], "shop.customer.test");
    assert_eq!(entry.who.kind(), "api_key");
    assert!(!format!("{entry:?}").contains(minted.at("/auth_token")));
}
