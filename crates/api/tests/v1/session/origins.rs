//! Whose pages a session's cookie is taken from.

use nameplate_api::ApiSettings;
use nameplate_testkit::{Answer, World, WorldSettings};
use reqwest::Method;

async fn sent(world: &World, cookie: &str, method: Method, headers: &[(&str, &str)]) -> Answer {
    let nobody = &world.people.nobody;
    let mut request = nobody.request(method, "/v1/session").header("cookie", cookie);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    nobody.send(request).await
}

#[tokio::test]
async fn a_cookie_is_taken_from_our_own_pages_only() {
    let world = World::start().await;
    let demo = world.people.demo.signed_in().await;
    let own = format!("http://{}", world.addr);
    let port = world.addr.port();
    let sibling = format!("http://127.0.0.1:{}", port ^ 1);
    let look = async |headers: &[(&str, &str)]| sent(&world, demo.cookie(), Method::GET, headers).await;
    for good in [
        &[][..],
        &[("origin", own.as_str())],
        &[("origin", own.as_str()), ("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "none")],
    ] {
        let _ = look(good).await.expect(200);
    }
    for wrong in [
        &[("origin", "null")][..],
        &[("origin", "https://evil.example")],
        &[("origin", sibling.as_str())],
        &[("sec-fetch-site", "cross-site")],
        // A customer's own domain below ours is the same site, and not the same origin.
        &[("sec-fetch-site", "same-site")],
        &[("origin", own.as_str()), ("sec-fetch-site", "same-site")],
        &[("origin", own.as_str()), ("origin", "https://evil.example")],
        &[("sec-fetch-site", "")],
    ] {
        look(wrong).await.refused(403, "origin_not_allowed", "pages of this platform");
    }
    let unsaid = sent(&world, demo.cookie(), Method::DELETE, &[]).await;
    unsaid.refused(403, "origin_not_allowed", "send Origin");
    let _ = look(&[]).await.expect(200);
}

#[tokio::test]
async fn where_browsers_reach_us_is_ours_whatever_a_proxy_calls_the_host() {
    let world = World::with(WorldSettings { api: ApiSettings::default(), ..WorldSettings::default() }).await;
    let demo = world.people.demo.signed_in().await;
    let headers = [("origin", format!("http://{}", world.addr)), ("host", "inside.example".to_owned())];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    let _ = sent(&world, demo.cookie(), Method::GET, &headers).await.expect(200);
}

#[tokio::test]
async fn a_page_of_somebody_else_signs_nobody_in() {
    let world = World::start().await;
    let demo = &world.people.demo;
    for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        let request = demo.request(Method::POST, "/v1/session").header(name, value);
        let answer = demo.send(request).await;
        answer.refused(403, "origin_not_allowed", "pages of this platform");
        assert_eq!(answer.header("set-cookie"), "");
    }
}
