//! What keeps the API up and quiet: rates, sizes, slow clients, references, headers.

use nameplate_api::{ApiSettings, RateLimits};
use nameplate_testkit::{Answer, Person, World, WorldSettings};
use reqwest::Method;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

async fn limited(rates: RateLimits) -> World {
    with_api(ApiSettings { rates, ..ApiSettings::default() }).await
}

async fn with_api(api: ApiSettings) -> World {
    World::with(WorldSettings { api, ..WorldSettings::default() }).await
}

fn rate(text: &str) -> Option<nameplate_domain::rate::Rate> {
    Some(text.parse().unwrap())
}

/// Sends `person` as if through a proxy that saw `address`.
async fn from(address: &str, person: &Person, path: &str) -> Answer {
    person.send(person.request(Method::GET, path).header("x-forwarded-for", address)).await
}

#[tokio::test]
async fn a_key_that_is_used_too_often_is_told_when_to_come_back() {
    let world = limited(RateLimits { key: rate("1/3"), ..RateLimits::default() }).await;
    let demo = &world.people.demo;
    for left in ["r=2;", "r=1;", "r=0;"] {
        let answer = demo.get("/v1/applications").await.expect(200);
        assert_eq!(answer.header("ratelimit-policy"), "\"key\";q=3;w=3");
        assert!(answer.header("ratelimit").contains(left), "{answer:#?}");
    }
    let origin = "https://app.acme.example";
    let refused = demo.send(demo.request(Method::GET, "/v1/applications").header("origin", origin)).await;
    refused.refused(429, "rate_limited", "with this key");
    assert_eq!(refused.header("retry-after"), "1");
    assert!(refused.header("ratelimit").starts_with("\"key\";r=0;t="), "{refused:#?}");
    assert_eq!(refused.header("access-control-allow-origin"), origin, "browsers can read it");
    let exposed = refused.header("access-control-expose-headers");
    assert!(["Retry-After", "RateLimit", "X-Request-Id"].iter().all(|name| exposed.contains(name)), "{exposed}");
    assert_eq!(refused.header("x-content-type-options"), "nosniff");

    let _ = world.people.stranger.get("/v1/applications").await.expect(200);
    let ahead = demo.request(Method::OPTIONS, "/v1/applications").header("origin", origin);
    let ahead = demo.send(ahead.header("access-control-request-method", "GET")).await;
    assert_eq!(ahead.status, 204, "browsers may ask ahead all the same");
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let _ = demo.get("/v1/applications").await.expect(200);
}

#[tokio::test]
async fn many_at_once_get_the_burst_and_not_one_more() {
    let world = limited(RateLimits { key: rate("1/20"), ..RateLimits::default() }).await;
    let start = Instant::now();
    let _ = world.people.demo.get("/v1/applications").await.expect(200);
    let asking = (0..60).map(|_| world.people.demo.get("/v1/applications"));
    let answers = futures_util::future::join_all(asking).await;
    let passed = answers.iter().filter(|answer| answer.status == 200).count();
    assert!(answers.iter().all(|answer| matches!(answer.status, 200 | 429)));
    let refilled = start.elapsed().as_secs() as usize + 1;
    assert!((19..=19 + refilled).contains(&passed), "{passed} passed");
}

#[tokio::test]
async fn who_guesses_is_stopped_and_who_is_known_at_the_same_address_is_not() {
    let world = limited(RateLimits { strangers: rate("1/10"), ..RateLimits::default() }).await;
    let (demo, nobody) = (&world.people.demo, &world.people.nobody);
    let _ = demo.get("/v1/applications").await.expect(200);
    let mut refused = 0;
    for guess in 0..40 {
        let answer = nobody.with_key(&format!("sk_test_{guess}")).get("/v1/applications").await;
        match answer.status {
            401 => assert_eq!(refused, 0, "once stopped, stopped"),
            _ => {
                answer.refused(429, "rate_limited", "without a valid API key");
                refused += 1;
            }
        }
        let _ = demo.get("/v1/applications").await.expect(200);
    }
    assert!(refused >= 25, "{refused} of 40 were refused");
    // Not even the right key is told apart while it is one of many guesses.
    world.people.reader.get("/v1/applications").await.refused(429, "rate_limited", "valid API key");
    nobody.get("/v1/nothing").await.refused(429, "rate_limited", "valid API key");
    for path in ["/healthz", "/metrics", "/internal/ask?domain=a.b.test", "/logos/cloudflare.svg"] {
        let answer = nobody.get(path).await;
        assert!(answer.status == 200 || path.starts_with("/logos"), "{path}: {answer:#?}");
    }
}

#[tokio::test]
async fn whoever_shows_a_right_token_is_no_stranger_wherever_it_stands() {
    let world = limited(RateLimits { strangers: rate("1/2"), ..RateLimits::default() }).await;
    let token = json!({"application_id": world.application.id});
    let token = world.people.demo.post("/v1/tokens", token).await.expect(201);
    let connection = world.connect("shop.customer.test").await;
    let links = format!("/v1/connections/{}/share-links", connection.at("/id"));
    let link = world.people.demo.post(&links, json!({})).await.expect(201);
    let share = link.at("/url").rsplit('/').next().unwrap().to_owned();
    let nobody = &world.people.nobody;
    for _ in 0..5 {
        let stream = format!("/v1/events?access_token={}", token.at("/auth_token"));
        let request = nobody.request(Method::GET, &stream).send().await.unwrap();
        assert_eq!(request.status(), 200);
        let _ = nobody.get(&format!("/v1/share/{share}")).await.expect(200);
        assert_eq!(nobody.request(Method::GET, &format!("/share/{share}")).send().await.unwrap().status(), 200);
    }
    for _ in 0..2 {
        nobody.get("/v1/events?access_token=a.b.c").await.refused(401, "unauthorized", "");
    }
    nobody.get("/v1/events?access_token=a.b.c").await.refused(429, "rate_limited", "without a valid API key");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_given_up_at_the_acme_dns_api() {
    let mut world = World::start().await;
    let addr = world.serve(nameplate_api::acme_dns_router(&world.api)).await;
    let request = "POST /update HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{";
    let (answer, _) = raw(addr, request.as_bytes(), Duration::from_secs(60)).await;
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains(r#"{"error":"unavailable"}"#), "{answer}");
}

#[tokio::test]
async fn guessing_at_the_acme_dns_api_is_limited_too() {
    let mut world = limited(RateLimits { strangers: rate("1/3"), ..RateLimits::default() }).await;
    let addr = world.serve(nameplate_api::acme_dns_router(&world.api)).await;
    let ask = async |request: &str| {
        let request =
            format!("{request} HTTP/1.1\r\nhost: a\r\nconnection: close\r\nauthorization: Bearer wrong\r\n\r\n");
        raw(addr, request.as_bytes(), Duration::from_secs(10)).await.0
    };
    for path in ["/register", "/update", "/register"] {
        let answer = ask(&format!("POST {path}")).await;
        assert!(answer.starts_with("HTTP/1.1 401") && answer.contains(r#"{"error": "forbidden"}"#), "{path}: {answer}");
    }
    let answer = ask("POST /update").await;
    assert!(answer.starts_with("HTTP/1.1 429") && answer.contains("rate_limited"), "{answer}");
    assert!(answer.contains("retry-after: 1"), "{answer}");
    assert!(ask("GET /health").await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn the_edges_question_is_never_limited() {
    let one = rate("1/1");
    let world = limited(RateLimits { key: one, widget_token: one, strangers: one, address: one }).await;
    for _ in 0..200 {
        let _ = world.people.nobody.get("/internal/ask?domain=a.b.test").await.expect(200);
    }
    let wanted = "/internal/certificates/wanted?edge_id=edge-1&wait_ms=0";
    for _ in 0..5 {
        let _ = world.people.nobody.get(wanted).await.expect(200);
        let _ = world.people.nobody.get("/healthz").await.expect(200);
    }
}

#[tokio::test]
async fn an_address_is_what_trusted_proxies_say_and_nobody_else() {
    let rates = RateLimits { address: rate("1/2"), ..RateLimits::default() };
    let trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    let world = with_api(ApiSettings { rates: rates.clone(), trusted_proxies, ..ApiSettings::default() }).await;
    let demo = &world.people.demo;
    for number in 0..10 {
        let _ = from(&format!("198.51.100.{number}"), demo, "/v1/providers").await.expect(200);
    }
    let spoofed = |number: u8| format!("203.0.113.{number}, 192.0.2.1");
    for number in 0..2 {
        let _ = from(&spoofed(number), demo, "/v1/providers").await.expect(200);
    }
    from(&spoofed(2), demo, "/v1/providers").await.refused(429, "rate_limited", "from this address");
    for host in 0..2 {
        let _ = from(&format!("2001:db8:1:2::{host}"), demo, "/v1/providers").await.expect(200);
    }
    from("2001:db8:1:2:ffff::1", demo, "/v1/providers").await.refused(429, "rate_limited", "from this address");

    let world = with_api(ApiSettings { rates, ..ApiSettings::default() }).await;
    let demo = &world.people.demo;
    for number in 0..2 {
        let _ = from(&format!("198.51.100.{number}"), demo, "/v1/providers").await.expect(200);
    }
    from("198.51.100.9", demo, "/v1/providers").await.refused(429, "rate_limited", "from this address");
}

#[tokio::test]
async fn every_failure_has_the_reference_that_the_log_has() {
    let world = World::start().await;
    let (demo, nobody) = (&world.people.demo, &world.people.nobody);
    let told = [
        nobody.get("/v1/applications").await,
        nobody.get("/v1/nothing").await,
        nobody.delete("/v1/connections").await,
        world.people.reader.post("/v1/applications", json!({})).await,
        demo.post("/v1/applications", json!({"name": 5})).await,
        demo.get("/v1/connections/0190f0f0-0000-7000-8000-000000000000").await,
        nobody.send(nobody.request(Method::GET, "/v1/connections").header("x-request-id", "mine-7")).await,
    ];
    for answer in &told {
        assert!(answer.status >= 400);
        assert_eq!(answer.at("/error/ref"), answer.header("x-request-id"));
    }
    assert_eq!(told[6].at("/error/ref"), "mine-7");
    let ask = nobody.get("/internal/ask").await;
    assert_eq!(ask.at("/error/ref").len(), 36);
}

#[tokio::test]
async fn answers_tell_browsers_what_they_may_not_be_used_for() {
    let world = World::start().await;
    let (demo, nobody) = (&world.people.demo, &world.people.nobody);
    let all = [
        demo.get("/v1/applications").await.expect(200),
        nobody.get("/v1/applications").await.expect(401),
        nobody.get("/v1/nothing").await.expect(404),
        nobody.get("/healthz").await.expect(200),
        nobody.get("/metrics").await.expect(200),
    ];
    for answer in &all {
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert_eq!((answer.header("server"), answer.header("strict-transport-security")), ("", ""));
        assert_eq!(answer.headers.get_all("content-security-policy").iter().count(), 1);
    }
    assert_eq!(all[0].header("cache-control"), "no-store");
    let page = b"GET /v1/domain-connect/return?state=none HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let (page, _) = raw(world.addr, page, Duration::from_secs(10)).await;
    assert_eq!(page.matches("content-security-policy: ").count(), 1, "a page has its own: {page}");
    assert!(page.contains("x-content-type-options: nosniff") && page.contains("cache-control: no-store"), "{page}");
    let logo = nobody.get("/logos/cloudflare.svg").await;
    assert_eq!(logo.header("cross-origin-resource-policy"), "cross-origin", "shown on everybody's pages");
    assert!(logo.header("cache-control").contains("public"), "{logo:#?}");

    let world = with_api(ApiSettings { is_https: true, ..ApiSettings::default() }).await;
    let answer = world.people.nobody.get("/healthz").await;
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn any_route_may_be_asked_ahead_and_any_answer_read() {
    let world = World::start().await;
    let (demo, nobody) = (&world.people.demo, &world.people.nobody);
    for (path, method) in
        [("/v1/connections", "POST"), ("/v1/nothing", "GET"), ("/healthz", "GET"), ("/v1/change-sets/1/undo", "POST")]
    {
        for origin in ["https://app.acme.example", "null"] {
            let ahead = nobody
                .request(Method::OPTIONS, path)
                .header("origin", origin)
                .header("access-control-request-method", method)
                .header("access-control-request-headers", "authorization,last-event-id");
            let answer = nobody.send(ahead).await;
            assert_eq!((answer.status, answer.header("access-control-allow-origin")), (204, origin), "{path}");
            let allowed = answer.header("access-control-allow-headers").to_ascii_lowercase();
            for name in ["authorization", "content-type", "idempotency-key", "last-event-id", "x-request-id"] {
                assert!(allowed.contains(name), "{allowed}");
            }
        }
    }
    let origin = "https://app.acme.example";
    for (person, path, status) in
        [(demo, "/v1/applications", 200), (nobody, "/v1/applications", 401), (nobody, "/v1/nothing", 404)]
    {
        let answer = person.send(person.request(Method::GET, path).header("origin", origin)).await.expect(status);
        assert_eq!((answer.header("access-control-allow-origin"), answer.header("vary")), (origin, "Origin"));
        assert_eq!(answer.header("access-control-allow-credentials"), "");
    }
}

#[tokio::test]
async fn what_nests_without_end_is_malformed_and_no_overflow() {
    let world = World::start().await;
    let demo = &world.people.demo;
    let depth = 60_000;
    let arrays = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let objects = format!("{}1{}", "{\"a\":".repeat(depth / 2), "}".repeat(depth / 2));
    for (body, what) in [
        (arrays.clone(), "the body"),
        (objects.clone(), "the body"),
        (format!("{{\"name\":{arrays}}}"), "a text"),
        (format!("{{\"name\":\"a\",\"allowed_origins\":{arrays}}}"), "a list"),
        (format!("{{\"name\":\"a\",\"record_template\":[{objects}]}}"), "a list of objects"),
        (format!("{{\"name\":\"a\",\"unknown\":{objects}}}"), "an unknown field"),
    ] {
        let request = demo.request(Method::POST, "/v1/applications").header("content-type", "application/json");
        let answer = demo.send(request.body(body)).await;
        assert_eq!((answer.status, answer.at("/error/code")), (400, "invalid"), "{what}: {answer:#?}");
    }
}

/// What a raw stream gets for `sent`, and how long that takes; at most `patience`.
async fn raw(addr: SocketAddr, sent: &[u8], patience: Duration) -> (String, Duration) {
    let start = Instant::now();
    let mut stream = TcpStream::connect(addr).await.unwrap();
    // The server may have said no and gone before everything is sent.
    let _ = stream.write_all(sent).await;
    let mut got = Vec::new();
    let reading = async {
        let mut piece = [0; 4096];
        while let Ok(length @ 1..) = stream.read(&mut piece).await {
            got.extend_from_slice(&piece[..length]);
        }
    };
    let _ = tokio::time::timeout(patience, reading).await;
    (String::from_utf8_lossy(&got).into_owned(), start.elapsed())
}

#[tokio::test]
async fn a_head_without_measure_is_refused_at_once() {
    let world = World::start().await;
    let close = "connection: close\r\nhost: a\r\n";
    let many: String = (0..200).map(|number| format!("x-{number}: 1\r\n")).collect();
    let patience = Duration::from_secs(10);
    let (answer, took) =
        raw(world.addr, format!("GET /healthz HTTP/1.1\r\n{close}{many}\r\n").as_bytes(), patience).await;
    assert!(answer.starts_with("HTTP/1.1 431") && took < patience, "{answer}");
    let long = format!("GET /healthz HTTP/1.1\r\n{close}x-long: {}\r\n\r\n", "a".repeat(100 * 1024));
    let (answer, took) = raw(world.addr, long.as_bytes(), patience).await;
    assert!(answer.starts_with("HTTP/1.1 431") && took < patience, "{answer}");
    let path = format!("GET /v1/{} HTTP/1.1\r\n{close}\r\n", "a".repeat(9 * 1024));
    let (answer, _) = raw(world.addr, path.as_bytes(), patience).await;
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("The URL is longer"), "{answer}");
    let _ = world.people.nobody.get("/healthz").await.expect(200);
}

#[tokio::test]
async fn a_body_that_dribbles_holds_nobody_up_and_ends() {
    let world = World::start().await;
    let head = "POST /v1/applications HTTP/1.1\r\nhost: a\r\nauthorization: Bearer sk_test_demo\r\n\
                content-type: application/json\r\ncontent-length: 1000\r\n\r\n{";
    let dribbling = raw(world.addr, head.as_bytes(), Duration::from_secs(45));
    let others = async {
        for _ in 0..10 {
            let _ = world.people.demo.get("/v1/applications").await.expect(200);
        }
    };
    let ((answer, took), ()) = tokio::join!(dribbling, others);
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("\"unavailable\""), "{answer}");
    assert!(took < Duration::from_secs(43), "{took:?}");
}

#[tokio::test]
async fn streams_that_say_nothing_keep_nobody_out() {
    let world = World::start().await;
    let mut silent = Vec::new();
    for _ in 0..300 {
        silent.push(TcpStream::connect(world.addr).await.unwrap());
    }
    let answer = world.people.demo.post("/v1/applications", json!({"name": "a"})).await;
    assert_eq!((answer.status, answer.value("/name")), (201, &Value::from("a")));
    drop(silent);
}
