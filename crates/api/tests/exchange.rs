//! What every exchange gets: an id, CORS, one shape for whatever goes wrong.

use nameplate_api::{ApiSettings, CorsOrigins};
use nameplate_testkit::{World, WorldSettings};
use reqwest::Method;

#[tokio::test]
async fn an_unknown_path_and_an_unknown_method_are_told_in_the_envelope() {
    let world = World::start().await;
    let nobody = &world.people.nobody;
    nobody.get("/v1/nothing").await.refused(404, "not_found", "/v1/nothing");
    nobody.get("/").await.refused(404, "not_found", "/v1");
    let answer = nobody.delete("/v1/connections").await;
    answer.refused(405, "method_not_allowed", "DELETE");
    let allow = answer.header("allow");
    assert!(allow.contains("GET") && allow.contains("POST"), "{allow}");
    let answer = nobody.delete("/internal/ask").await;
    assert_eq!((answer.status, answer.at("/error/code")), (405, "method_not_allowed"));
}

#[tokio::test]
async fn colons_may_be_percent_encoded_and_verify_may_be_spelled_with_one() {
    let world = World::start().await;
    let connection = world.proven("shop.customer.test").await;
    let id = connection.at("/id");
    for path in [format!("/v1/connections/{id}:verify"), format!("/v1/connections/{id}%3averify")] {
        let answer = world.people.demo.post(&path, serde_json::Value::Null).await.expect(200);
        assert_eq!(answer.at("/state"), "verified");
    }
    let path = format!("/v1/connections/{id}/records%3Acheck");
    assert_eq!(world.people.demo.post(&path, serde_json::Value::Null).await.expect(200).at("/id"), id);
}

#[tokio::test]
async fn a_request_id_is_taken_over_or_made() {
    let world = World::start().await;
    let nobody = &world.people.nobody;
    let mine = nobody.send(nobody.request(Method::GET, "/healthz").header("x-request-id", "mine-1")).await;
    assert_eq!(mine.header("x-request-id"), "mine-1");
    let long = "x".repeat(200);
    let replaced = nobody.send(nobody.request(Method::GET, "/healthz").header("x-request-id", &long)).await;
    assert_eq!(replaced.header("x-request-id").len(), 36);
}

#[tokio::test]
async fn head_and_options_work() {
    let world = World::start().await;
    let demo = &world.people.demo;
    let head = demo.send(demo.request(Method::HEAD, "/v1/applications")).await;
    assert_eq!((head.status, head.text.as_str()), (200, ""));
    let options = demo.send(demo.request(Method::OPTIONS, "/v1/applications")).await;
    assert_eq!(options.status, 204);
    assert!(options.header("allow").contains("POST"), "{options:?}");
}

#[tokio::test]
async fn origins_are_reflected_without_credentials() {
    let world = World::start().await;
    let demo = &world.people.demo;
    let origin = "https://app.acme.example";
    let answer = demo.send(demo.request(Method::GET, "/v1/applications").header("origin", origin)).await;
    assert_eq!(answer.header("access-control-allow-origin"), origin);
    assert_eq!(answer.header("access-control-allow-credentials"), "");
    assert_eq!(answer.header("vary"), "Origin");

    let nobody = &world.people.nobody;
    let preflight = nobody
        .request(Method::OPTIONS, "/v1/connections")
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type,idempotency-key");
    let answer = nobody.send(preflight).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (204, origin));
    assert!(answer.header("access-control-allow-headers").contains("Idempotency-Key"));
    assert!(answer.header("access-control-allow-methods").contains("PATCH"));
}

#[tokio::test]
async fn with_an_allow_list_other_origins_may_not_read() {
    let cors = CorsOrigins::Listed(vec!["https://app.acme.example".into()]);
    let api = ApiSettings { cors, ..ApiSettings::default() };
    let world = World::with(WorldSettings { api, ..WorldSettings::default() }).await;
    let demo = &world.people.demo;
    for (origin, allowed) in [("https://app.acme.example", "https://app.acme.example"), ("https://evil.example", "")] {
        let answer = demo.send(demo.request(Method::GET, "/v1/applications").header("origin", origin)).await;
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, allowed));
    }
}
