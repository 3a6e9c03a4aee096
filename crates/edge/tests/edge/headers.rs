//! What reaches the origin, and what comes back.

use crate::world::{Body, Origin, World, full, get, text};
use http::{Request, Response, Version};

const SHOP: &str = "shop.example.test";

async fn with_mirror() -> World {
    let world = World::new().await;
    world.plane.allow(SHOP, Origin::mirror().await.url);
    world
}

fn request(headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = get(SHOP, "/path?query=1");
    for (name, value) in headers {
        let name = http::HeaderName::from_bytes(name.as_bytes()).unwrap();
        request.headers_mut().append(name, value.parse().unwrap());
    }
    request
}

#[tokio::test(flavor = "multi_thread")]
async fn the_origin_learns_host_scheme_and_address_of_the_visitor() {
    let world = with_mirror().await;
    let seen = text(world.send(SHOP, request(&[])).await).await;
    assert!(seen.starts_with("GET /path?query=1\n"), "{seen}");
    for line in [
        format!("host: {SHOP}"),
        "x-forwarded-for: 127.0.0.1".into(),
        "x-forwarded-proto: https".into(),
        format!("x-forwarded-host: {SHOP}"),
        "cdn-loop: nameplate-edge".into(),
    ] {
        assert!(seen.lines().any(|seen| seen == line), "{line} in {seen}");
    }
    assert!(seen.contains("x-request-id: "), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_visitor_claims_about_itself_is_replaced() {
    let world = with_mirror().await;
    let claims = [
        ("x-forwarded-for", "6.6.6.6"),
        ("x-forwarded-for", "6.6.6.7"),
        ("x-forwarded-proto", "http6"),
        ("x-forwarded-host", "evil6"),
        ("x-request-id", "evil6"),
        ("forwarded", "for=6.6.6.6"),
        ("x-real-ip", "6.6.6.6"),
        // Nominating what the edge sets does not take it away.
        ("connection", "x-forwarded-for, x-forwarded-proto, host, keep-alive"),
    ];
    let seen = text(world.send(SHOP, request(&claims)).await).await;
    assert!(!seen.contains("6.6.6") && !seen.contains("http6") && !seen.contains("evil6"), "{seen}");
    assert!(seen.contains("x-forwarded-for: 127.0.0.1\n") && seen.contains("x-forwarded-proto: https\n"), "{seen}");
    assert!(seen.contains(&format!("host: {SHOP}\n")), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_proxy_is_believed_and_added_to() {
    let world = World::with(|settings| settings.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()]).await;
    world.plane.allow(SHOP, Origin::mirror().await.url);
    let claims = [
        ("x-forwarded-for", "1.2.3.4"),
        ("x-forwarded-for", "5.6.7.8"),
        ("x-forwarded-proto", "http"),
        ("x-request-id", "abc"),
    ];
    let response = world.send(SHOP, request(&claims)).await;
    assert_eq!(response.headers()["x-request-id"], "abc");
    let seen = text(response).await;
    assert!(seen.contains("x-forwarded-for: 1.2.3.4, 5.6.7.8, 127.0.0.1\n"), "{seen}");
    assert!(seen.contains("x-forwarded-proto: http\n") && seen.contains("x-request-id: abc\n"), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn hop_by_hop_headers_end_at_the_edge() {
    let world = with_mirror().await;
    let hop = [
        ("connection", "x-secret-hop, close"),
        ("x-secret-hop", "1"),
        ("keep-alive", "timeout=5"),
        ("proxy-connection", "keep-alive"),
        ("proxy-authorization", "Basic eA=="),
        ("te", "gzip"),
        ("x-kept", "yes"),
    ];
    let seen = text(world.send(SHOP, request(&hop)).await).await;
    for gone in ["x-secret-hop", "keep-alive", "proxy-", "te:", "connection:"] {
        assert!(!seen.contains(gone), "{gone} in {seen}");
    }
    assert!(seen.contains("x-kept: yes"), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_origins_hop_by_hop_headers_end_at_the_edge() {
    let world = World::new().await;
    let origin = Origin::new(|_| async {
        Response::builder()
            .header("connection", "x-inner")
            .header("x-inner", "1")
            .header("keep-alive", "timeout=5")
            .header("proxy-authenticate", "Basic")
            .header("x-kept", "yes")
            .body(full("hello"))
            .unwrap()
    })
    .await;
    world.plane.allow(SHOP, origin.url);
    let response = world.send(SHOP, get(SHOP, "/")).await;
    for gone in ["connection", "x-inner", "keep-alive", "proxy-authenticate"] {
        assert!(!response.headers().contains_key(gone), "{gone}");
    }
    assert_eq!(response.headers()["x-kept"], "yes");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_http2_request_becomes_an_ordinary_http1_request() {
    let world = with_mirror().await;
    let mut request = request(&[("cookie", "a=1"), ("cookie", "b=2")]);
    request.headers_mut().remove("host");
    *request.uri_mut() = format!("https://{SHOP}/path?query=1").parse().unwrap();
    let response = world.send_h2(SHOP, request).await;
    assert_eq!(response.version(), Version::HTTP_2);
    let seen = text(response).await;
    assert!(seen.starts_with("GET /path?query=1\n") && seen.contains(&format!("host: {SHOP}\n")), "{seen}");
    assert!(seen.contains("cookie: a=1; b=2\n"), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_is_not_the_name_of_the_handshake_is_misdirected() {
    let world = with_mirror().await;
    assert_eq!(world.send(SHOP, get("other.example.test", "/")).await.status(), 421);
    let authority = get("other.example.test", "https://other.example.test/");
    assert_eq!(world.send_h2(SHOP, authority).await.status(), 421);
    assert_eq!(world.edge.counters().requests_misdirected_total, 2);
    for same in [format!("{SHOP}:8443"), SHOP.to_uppercase()] {
        assert_eq!(world.send(SHOP, get(&same, "/")).await.status(), 200, "{same}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_comes_round_again_is_stopped() {
    let world = World::new().await;
    let response = {
        world.plane.allow(SHOP, Origin::mirror().await.url);
        world.send(SHOP, request(&[("cdn-loop", "other, nameplate-edge")])).await
    };
    assert_eq!(response.status(), 508);
}
