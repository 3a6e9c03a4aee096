//! Pages that may use a widget token.

use nameplate_testkit::{Answer, Person, World};
use reqwest::Method;
use serde_json::json;

async fn from(browser: &Person, origin: &str) -> Answer {
    browser.send(browser.request(Method::GET, "/v1/connections").header("Origin", origin)).await
}

async fn allow(world: &World, origins: &[&str]) {
    let path = format!("/v1/applications/{}", world.application.id);
    let _ = world.people.demo.patch(&path, json!({"allowed_origins": origins})).await.expect(200);
}

#[tokio::test]
async fn only_pages_of_allowed_origins_use_a_token() {
    let world = World::start().await;
    allow(&world, &["https://app.acme.example", "http://localhost:3000"]).await;
    let browser = world.browser(None).await;
    for known in ["https://app.acme.example", "https://APP.acme.example:443", "http://localhost:3000"] {
        let _ = from(&browser, known).await.expect(200);
    }
    for stranger in [
        "https://evil.test",
        "http://app.acme.example",
        "https://app.acme.example.evil.test",
        "null",
        "http://localhost",
    ] {
        from(&browser, stranger).await.refused(403, "origin_not_allowed", "allowed_origins");
    }
    // No browser: no origin.
    let _ = browser.get("/v1/connections").await.expect(200);
    let twice = browser.request(Method::GET, "/v1/connections").header("Origin", "https://app.acme.example");
    browser.send(twice.header("Origin", "https://evil.test")).await.refused(
        403,
        "origin_not_allowed",
        "allowed_origins",
    );
}

#[tokio::test]
async fn a_change_of_origins_counts_at_once() {
    let world = World::start().await;
    let browser = world.browser(None).await;
    let _ = from(&browser, "https://evil.test").await.expect(200);
    allow(&world, &["https://app.acme.example"]).await;
    from(&browser, "https://evil.test").await.refused(403, "origin_not_allowed", "allowed_origins");
    allow(&world, &[]).await;
    let _ = from(&browser, "https://evil.test").await.expect(200);
}

#[tokio::test]
async fn an_api_key_is_used_from_anywhere() {
    let world = World::start().await;
    allow(&world, &["https://app.acme.example"]).await;
    let _ = from(&world.people.demo, "https://evil.test").await.expect(200);
}
