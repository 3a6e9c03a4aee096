use nameplate_api::ApiSettings;
use nameplate_testkit::{World, WorldSettings};
use serde_json::{Value, json};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_session_lasts_while_it_is_used_and_twelve_hours_at_most() {
    let world = World::start().await;
    let demo = world.people.demo.signed_in().await;
    for _ in 0..24 {
        world.pass(29 * MINUTE);
        let _ = demo.get("/v1/applications").await.expect(200);
    }
    world.pass(29 * MINUTE);
    demo.get("/v1/applications").await.refused(401, "unauthorized", "sign in again");

    let demo = world.people.demo.signed_in().await;
    world.pass(30 * MINUTE);
    demo.get("/v1/session").await.refused(401, "unauthorized", "sign in again");
}

#[tokio::test]
async fn what_is_told_of_its_end_is_when_it_ends() {
    let world = World::start().await;
    let demo = world.people.demo.signed_in().await;
    let first = demo.get("/v1/session").await.expect(200);
    world.pass(Duration::from_secs(59));
    let told = demo.get("/v1/session").await.expect(200);
    assert_eq!(told.at("/expires_at"), first.at("/expires_at"), "use is written down once a minute");
    world.pass(Duration::from_secs(1));
    let told = demo.get("/v1/session").await.expect(200);
    assert!(told.at("/expires_at") > first.at("/expires_at"));
}

#[tokio::test]
async fn the_cookie_is_for_browsers_only_and_always_new() {
    let world = World::start().await;
    let begun = world.people.demo.post("/v1/session", Value::Null).await.expect(201);
    let cookie = begun.header("set-cookie");
    let (value, attributes) = cookie.split_once(';').unwrap();
    assert_eq!(attributes, " Path=/; HttpOnly; SameSite=Strict; Max-Age=43200");
    assert!(value.starts_with("nameplate_session=") && value.len() == "nameplate_session=".len() + 64);
    assert!(!begun.text.contains(value.split_once('=').unwrap().1));
    let stored = world.people.demo.get("/v1/audit").await.expect(200);
    assert!(!stored.text.contains(value.split_once('=').unwrap().1));

    // What was planted in the browser beforehand is neither taken up nor left.
    let planted = world.people.nobody.with_cookie(value);
    let again = world.people.demo.request(reqwest::Method::POST, "/v1/session").header("cookie", value);
    let again = world.people.demo.send(again).await.expect(201);
    assert_ne!(again.header("set-cookie").split(';').next(), Some(value));
    planted.get("/v1/session").await.refused(401, "unauthorized", "unknown or over");
}

#[tokio::test]
async fn behind_https_the_cookie_is_bound_to_the_host() {
    let api = ApiSettings { is_https: true, ..ApiSettings::default() };
    let world = World::with(WorldSettings { api, ..WorldSettings::default() }).await;
    let begun = world.people.demo.post("/v1/session", Value::Null).await.expect(201);
    let cookie = begun.header("set-cookie");
    assert!(cookie.starts_with("__Host-nameplate_session=") && cookie.ends_with("; Secure"), "{cookie}");
    let value = cookie.split(';').next().unwrap();
    let browser = world.people.nobody.with_cookie(value).at_no_page();
    let _ = browser.get("/v1/session").await.expect(200);
    let unprefixed = value.trim_start_matches("__Host-");
    let planted = world.people.nobody.with_cookie(unprefixed).at_no_page();
    planted.get("/v1/session").await.refused(401, "unauthorized", "Authorization");
    let plain = browser.request(reqwest::Method::GET, "/v1/session").header("origin", format!("http://{}", world.addr));
    browser.send(plain).await.refused(403, "origin_not_allowed", "pages of this platform");
    // So is what somebody takes along to the identity provider: who could plant theirs would sign others in as themselves.
    let leaving = world.people.nobody.get("/console/sign-in/oidc").await.expect(303);
    let cookie = leaving.header("set-cookie");
    assert!(cookie.starts_with("__Host-nameplate_sign_in=; Path=/; ") && cookie.ends_with("; Secure"), "{cookie}");
}

#[tokio::test]
async fn it_is_written_down_by_whom_and_costs_no_api_call() {
    let world = World::start().await;
    let demo = world.people.demo.signed_in().await;
    let calls = async || world.people.demo.get("/v1/usage").await.expect(200).value("/api_call").as_i64().unwrap();
    let before = calls().await;
    for _ in 0..5 {
        let _ = demo.get("/v1/applications").await.expect(200);
    }
    assert_eq!(calls().await, before + 1, "the question itself");
    let made = demo.post("/v1/applications", json!({"name": "By hand"})).await.expect(201);
    let _ = demo.delete("/v1/session").await.expect(204);
    let told = world.people.demo.get("/v1/audit?limit=3").await.expect(200);
    let actions: Vec<&str> = (0..3).map(|n| told.at(&format!("/data/{n}/action"))).collect();
    assert_eq!(actions, ["session.ended", "application.create", "session.created"]);
    assert_eq!(told.at("/data/1/target/id"), made.at("/id"));
    assert!((0..3).all(|n| told.at(&format!("/data/{n}/actor/name")) == "demo"));
    assert!((0..3).all(|n| told.at(&format!("/data/{n}/address")) == "127.0.0.1"));
}
