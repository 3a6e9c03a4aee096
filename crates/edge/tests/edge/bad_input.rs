//! Requests that are faulty, oversized or never finished.

use crate::world::{Origin, World, soon};
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const SHOP: &str = "shop.example.test";

/// Sends bytes as they are and gives the status of the answer, and whether the stream was then closed.
async fn raw(world: &World, request: &str) -> (String, bool) {
    let mut stream = world.tls(SHOP).await;
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let closed = tokio::time::timeout(Duration::from_secs(2), stream.read_to_end(&mut answer)).await.is_ok();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    (answer.split(' ').nth(1).unwrap_or_default().to_owned(), closed)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_can_be_read_in_two_ways_never_reaches_an_origin() {
    let world = World::new().await;
    let origin = Origin::saying("hello").await;
    world.plane.allow(SHOP, origin.url);
    let host = format!("Host: {SHOP}\r\n");
    for request in [
        format!("POST / HTTP/1.1\r\n{host}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"),
        format!("POST / HTTP/1.1\r\n{host}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        format!("POST / HTTP/1.1\r\n{host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        format!("GET / HTTP/1.1\r\n{host}{host}\r\n"),
        "GET / HTTP/1.1\r\n\r\n".to_owned(),
        format!("GET / HTTP/1.1\r\n{host}X: a\r\n folded\r\n\r\n"),
        format!("GET / HTTP/1.1\r\n{host}X : a\r\n\r\n"),
        format!("GET / HTTP/1.1\r\n{host}X: a\rb\r\n\r\n"),
        format!("GET / HTTP/9.1\r\n{host}\r\n"),
    ] {
        let (status, _) = raw(&world, &request).await;
        assert_eq!(status, "400", "{request:?}");
    }
    assert_eq!(origin.requests.load(SeqCst), 0);
}

/// RFC 9112 section 6.3: Transfer-Encoding counts alone, and the stream ends with the response.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_lengths_the_origin_sees_one_and_nothing_is_smuggled_behind() {
    let world = World::new().await;
    let origin = Origin::mirror().await;
    world.plane.allow(SHOP, origin.url);
    for lengths in
        ["Content-Length: 40\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 40"]
    {
        let mut stream = world.tls(SHOP).await;
        let inner = format!("GET /smuggled HTTP/1.1\r\nHost: {SHOP}\r\n\r\n");
        let request = format!("POST / HTTP/1.1\r\nHost: {SHOP}\r\n{lengths}\r\n\r\n0\r\n\r\n{inner}");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _ = soon(stream.read_to_end(&mut answer)).await;
        let answer = String::from_utf8_lossy(&answer);
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
        assert!(!answer.contains("content-length: 40") && !answer.contains("smuggled"), "{answer}");
    }
    assert_eq!(origin.requests.load(SeqCst), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_client_and_an_absolute_target_are_served() {
    let world = World::new().await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    assert_eq!(raw(&world, "GET / HTTP/1.0\r\n\r\n").await, ("200".into(), true));
    let absolute = format!("GET https://{SHOP}/x HTTP/1.1\r\nHost: {SHOP}\r\nConnection: close\r\n\r\n");
    assert_eq!(raw(&world, &absolute).await, ("200".into(), true));
    let elsewhere = format!("GET https://evil.test/x HTTP/1.1\r\nHost: {SHOP}\r\nConnection: close\r\n\r\n");
    assert_eq!(raw(&world, &elsewhere).await, ("421".into(), true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tunnel_to_anywhere_is_refused() {
    let world = World::new().await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    let connect = format!("CONNECT {SHOP}:443 HTTP/1.1\r\nHost: {SHOP}\r\n\r\n");
    assert_eq!(raw(&world, &connect).await.0, "405");
}

#[tokio::test(flavor = "multi_thread")]
async fn oversized_headers_are_431() {
    let world = World::with(|settings| settings.header_bytes_max = 16 * 1024).await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    let head = format!("GET / HTTP/1.1\r\nHost: {SHOP}\r\nConnection: close\r\n");
    assert_eq!(raw(&world, &format!("{head}X: {}\r\n\r\n", "a".repeat(8 * 1024))).await.0, "200");
    assert_eq!(raw(&world, &format!("{head}X: {}\r\n\r\n", "a".repeat(20 * 1024))).await.0, "431");
    let many: String = (0..200).map(|number| format!("X-{number}: 1\r\n")).collect();
    assert_eq!(raw(&world, &format!("{head}{many}\r\n")).await.0, "431");
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_that_never_end_are_cut_off() {
    let world = World::with(|settings| settings.header_timeout = Duration::from_millis(300)).await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    let mut slow = world.tls(SHOP).await;
    slow.write_all(format!("GET / HTTP/1.1\r\nHost: {SHOP}\r\nX: ").as_bytes()).await.unwrap();
    let drip = async {
        while slow.write_all(b"a").await.is_ok() && slow.flush().await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    soon(drip).await;
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
}
