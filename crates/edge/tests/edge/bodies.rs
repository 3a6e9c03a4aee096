//! Bodies in both directions, unbuffered.

use crate::world::{Origin, World, eventually, fed, full, get, soon, text};
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::BodyExt as _;
use hyper::body::{Frame, Incoming};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const SHOP: &str = "shop.example.test";

/// Answers at once, and passes each piece of the request's body back as it comes.
async fn echo() -> Origin {
    Origin::new(|request: Request<Incoming>| async move {
        let (sender, body) = fed();
        tokio::spawn(async move {
            let mut incoming = request.into_body();
            while let Some(Ok(frame)) = incoming.frame().await {
                if let Ok(piece) = Frame::into_data(frame) {
                    let piece: &'static str = String::from_utf8(piece.to_vec()).unwrap().leak();
                    let _ = sender.send(piece);
                }
            }
        });
        Response::new(body)
    })
    .await
}

async fn piece(body: &mut Incoming) -> Bytes {
    soon(body.frame()).await.unwrap().unwrap().into_data().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn pieces_pass_both_ways_while_the_request_goes_on() {
    let world = World::new().await;
    world.plane.allow(SHOP, echo().await.url);
    for h2 in [false, true] {
        let (sender, body) = fed();
        sender.send("one").unwrap();
        let request = Request::post(if h2 { format!("https://{SHOP}/") } else { "/".into() });
        let request = request.header("host", SHOP).body(body).unwrap();
        let response = if h2 { world.send_h2(SHOP, request).await } else { world.send(SHOP, request).await };
        let mut echoed = response.into_body();
        assert_eq!(piece(&mut echoed).await, "one");
        sender.send("two").unwrap();
        assert_eq!(piece(&mut echoed).await, "two");
        drop(sender);
        assert_eq!(soon(echoed.collect()).await.unwrap().to_bytes(), "");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_body_arrives_whole() {
    let world = World::new().await;
    let large: Bytes = (0..3 * 1024 * 1024u32).map(|index| (index % 251) as u8).collect::<Vec<u8>>().into();
    let sent = large.clone();
    let origin = Origin::new(move |request: Request<Incoming>| {
        let sent = sent.clone();
        async move {
            let received = request.into_body().collect().await.unwrap().to_bytes();
            assert!(received.is_empty() || received == sent);
            Response::new(full(sent))
        }
    })
    .await;
    world.plane.allow(SHOP, origin.url);
    for h2 in [false, true] {
        let request = Request::post(if h2 { format!("https://{SHOP}/") } else { "/".into() });
        let request = request.header("host", SHOP).body(full(large.clone())).unwrap();
        let response = if h2 { world.send_h2(SHOP, request).await } else { world.send(SHOP, request).await };
        let received = soon(response.into_body().collect()).await.unwrap().to_bytes();
        assert!(received == large, "{} bytes", received.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_early_refusal_arrives_while_the_body_is_still_being_sent() {
    let world = World::new().await;
    let origin = Origin::new(|_| async { Response::builder().status(413).body(full("too much")).unwrap() }).await;
    world.plane.allow(SHOP, origin.url);
    let (sender, body) = fed();
    sender.send("some").unwrap();
    let request = Request::post("/").header("host", SHOP).body(body).unwrap();
    assert_eq!(world.send(SHOP, request).await.status(), 413);
    drop(sender);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_told_to_go_on_only_when_the_origin_wants_the_body() {
    let world = World::new().await;
    let origin = Origin::new(|request: Request<Incoming>| async move {
        if request.uri().path() == "/refuse" {
            return Response::builder().status(417).body(full("no")).unwrap();
        }
        let body = request.into_body().collect().await.unwrap().to_bytes();
        Response::new(full(body))
    })
    .await;
    world.plane.allow(SHOP, origin.url);
    for (path, answer) in [("/take", "HTTP/1.1 100 Continue"), ("/refuse", "HTTP/1.1 417 Expectation Failed")] {
        let mut stream = world.tls(SHOP).await;
        let head = format!("POST {path} HTTP/1.1\r\nHost: {SHOP}\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut heard = vec![0; answer.len()];
        soon(stream.read_exact(&mut heard)).await.unwrap();
        assert_eq!(String::from_utf8(heard).unwrap(), answer);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_origin_is_let_go_when_the_visitor_goes() {
    struct Gone(Arc<AtomicBool>);
    impl Drop for Gone {
        fn drop(&mut self) {
            self.0.store(true, SeqCst);
        }
    }
    let world = World::new().await;
    let (started, gone) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let (starting, going) = (Arc::clone(&started), Arc::clone(&gone));
    let origin = Origin::new(move |_| {
        let guard = Gone(Arc::clone(&going));
        starting.store(true, SeqCst);
        async move {
            std::future::pending::<()>().await;
            drop(guard);
            Response::new(full(""))
        }
    })
    .await;
    world.plane.allow(SHOP, origin.url);
    let mut stream = world.tls(SHOP).await;
    stream.write_all(format!("GET / HTTP/1.1\r\nHost: {SHOP}\r\n\r\n").as_bytes()).await.unwrap();
    eventually("asked", || started.load(SeqCst)).await;
    drop(stream);
    eventually("let go", || gone.load(SeqCst)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_stops_coming_is_broken_off() {
    let world = World::with(|settings| settings.proxy_timeout = Duration::from_millis(200)).await;
    let origin = Origin::new(|_| async {
        let (sender, body) = fed();
        sender.send("one").unwrap();
        tokio::spawn(async move {
            sender.closed().await;
        });
        Response::new(body)
    })
    .await;
    world.plane.allow(SHOP, origin.url);
    let mut body = world.send(SHOP, get(SHOP, "/")).await.into_body();
    assert_eq!(piece(&mut body).await, "one");
    assert!(soon(body.frame()).await.unwrap().is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_who_does_not_read_is_let_go() {
    let world = World::with(|settings| settings.proxy_timeout = Duration::from_millis(300)).await;
    let large: Bytes = vec![b'a'; 32 * 1024 * 1024].into();
    let origin = Origin::new(move |_| {
        let large = large.clone();
        async move { Response::new(full(large)) }
    })
    .await;
    world.plane.allow(SHOP, origin.url);
    let mut stream = world.tls(SHOP).await;
    stream.write_all(format!("GET / HTTP/1.1\r\nHost: {SHOP}\r\n\r\n").as_bytes()).await.unwrap();
    eventually("asked", || world.edge.counters().requests_total == 1).await;
    eventually("let go", || world.edge.counters().streams_open == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_request_has_the_headers_and_no_body() {
    let world = World::new().await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    let request = Request::head("/").header("host", SHOP).body(full("")).unwrap();
    let response = world.send(SHOP, request).await;
    assert_eq!(response.headers()["content-length"], "5");
    assert_eq!(text(response).await, "");
}
