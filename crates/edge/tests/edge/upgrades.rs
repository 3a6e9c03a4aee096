//! WebSocket and its like.

use crate::world::{Origin, World, eventually, full, soon};
use http::{Request, Response};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_rustls::client::TlsStream;

const SHOP: &str = "shop.example.test";

/// Changes protocol when asked to at `/ws`, then echoes bytes; elsewhere answers 101 to nobody's wish, or 200.
async fn sockets() -> Origin {
    Origin::new(|mut request: Request<Incoming>| async move {
        if request.uri().path() == "/no" {
            return Response::new(full("no socket here"));
        }
        tokio::spawn(async move {
            if let Ok(upgraded) = hyper::upgrade::on(&mut request).await {
                let (mut read, mut write) = tokio::io::split(TokioIo::new(upgraded));
                let _ = tokio::io::copy(&mut read, &mut write).await;
            }
        });
        let answer = Response::builder().status(101).header("connection", "upgrade").header("upgrade", "websocket");
        answer.header("sec-websocket-accept", "x").body(full("")).unwrap()
    })
    .await
}

async fn asked(world: &World, path: &str, upgrade: bool) -> (String, TlsStream<tokio::net::TcpStream>) {
    let mut stream = world.tls(SHOP).await;
    let wish = if upgrade { "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n" } else { "" };
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {SHOP}\r\n{wish}\r\n").as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(soon(stream.read_u8()).await.unwrap());
    }
    (String::from_utf8(head).unwrap(), stream)
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_origins_101_bytes_pass_both_ways() {
    let world = World::new().await;
    world.plane.allow(SHOP, sockets().await.url);
    let (head, mut stream) = asked(&world, "/ws", true).await;
    assert!(head.starts_with("HTTP/1.1 101 ") && head.contains("upgrade: websocket"), "{head}");
    for message in ["hello", "again"] {
        stream.write_all(message.as_bytes()).await.unwrap();
        let mut echo = [0; 5];
        soon(stream.read_exact(&mut echo)).await.unwrap();
        assert_eq!(echo, message.as_bytes());
    }
    assert_eq!(world.edge.counters().tunnels_open, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_upgrade_stays_http() {
    let world = World::new().await;
    world.plane.allow(SHOP, sockets().await.url);
    let (head, mut stream) = asked(&world, "/no", true).await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    // What follows is a second request, not tunnelled bytes.
    stream.write_all(format!("GET /no HTTP/1.1\r\nHost: {SHOP}\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = vec![0; "no socket hereHTTP/1.1 200".len()];
    soon(stream.read_exact(&mut answer)).await.unwrap();
    assert_eq!(String::from_utf8(answer).unwrap(), "no socket hereHTTP/1.1 200");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_origin_that_changes_protocol_unasked_is_502() {
    let world = World::new().await;
    world.plane.allow(SHOP, sockets().await.url);
    assert!(asked(&world, "/ws", false).await.0.starts_with("HTTP/1.1 502 "));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_tunnel_is_closed() {
    let world = World::with(|settings| settings.tunnel_idle_timeout = Duration::from_millis(100)).await;
    world.plane.allow(SHOP, sockets().await.url);
    let (_, mut stream) = asked(&world, "/ws", true).await;
    assert_eq!(soon(stream.read(&mut [0; 1])).await.unwrap_or(0), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tunnel_is_closed_when_its_name_is_refused_and_not_before() {
    let world = World::with(|settings| settings.ask_retry_pause = Duration::from_millis(10)).await;
    world.plane.allow(SHOP, sockets().await.url);
    let (_, mut stream) = asked(&world, "/ws", true).await;
    let mut echoed = async || {
        stream.write_all(b"hello").await?;
        let mut echo = [0; 5];
        soon(stream.read_exact(&mut echo)).await.map(|_| echo == *b"hello")
    };
    assert!(echoed().await.unwrap());

    world.plane.allow(SHOP, sockets().await.url);
    world.plane.tell_changed(&[SHOP]).await;
    world.plane.tell_all_changed().await;
    assert!(echoed().await.unwrap(), "an origin that has moved is for the next request");

    world.plane.hold_back(SHOP);
    world.plane.tell_changed(&[SHOP]).await;
    world.plane.die(true);
    world.plane.let_go(SHOP);
    let errors = world.edge.counters().ask_errors_total;
    eventually("asked in vain", || world.edge.counters().ask_errors_total > errors + 2).await;
    assert!(echoed().await.unwrap(), "that nobody answers is no refusal");

    world.plane.deny(SHOP);
    world.plane.die(false);
    let refused = tokio::time::Instant::now();
    soon(async { while echoed().await.is_ok() {} }).await;
    assert!(refused.elapsed() < Duration::from_secs(3), "{:?}", refused.elapsed());
    eventually("counted", || world.edge.counters().tunnels_open == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tunnel_ends_with_its_name_also_under_a_control_plane_that_tells_no_changes() {
    let world = World::with(|settings| settings.ask_positive_ttl = Duration::from_millis(50)).await;
    world.plane.allow(SHOP, sockets().await.url);
    let (_, mut stream) = asked(&world, "/ws", true).await;
    world.plane.deny(SHOP);
    assert_eq!(soon(stream.read(&mut [0; 1])).await.unwrap_or(0), 0);
}
