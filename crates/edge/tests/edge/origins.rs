//! Origins that are dead, late, closing, or spoken to over TLS.

use crate::world::{Origin, World, dead_url, full, get, text};
use http::{Request, Response};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const SHOP: &str = "shop.example.test";

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_origin_is_502_in_the_visitors_language_without_naming_it() {
    let world = World::new().await;
    let url = dead_url().await;
    world.plane.allow(SHOP, url.clone());
    let mut request = get(SHOP, "/");
    request.headers_mut().insert("accept-language", "de-DE,de;q=0.9".parse().unwrap());
    let response = world.send(SHOP, request).await;
    assert_eq!((response.status().as_u16(), response.headers()["content-language"].to_str().unwrap()), (502, "de"));
    let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
    let page = text(response).await;
    assert!(page.contains("nicht erreichbar") && page.contains(&id), "{page}");
    assert!(!page.contains("127.0.0.1") && !page.contains(url.rsplit(':').next().unwrap()), "{page}");

    let mut request = get(SHOP, "/");
    request.headers_mut().insert("accept", "application/json".parse().unwrap());
    let json: serde_json::Value = serde_json::from_str(&text(world.send(SHOP, request).await).await).unwrap();
    assert_eq!(json["error"]["status"], 502);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_default_origin_serves_where_none_is_named() {
    let fallback = Origin::saying("fallback").await;
    let world = World::with(|settings| settings.default_origin = Some(fallback.url)).await;
    world.plane.allow(SHOP, None);
    assert_eq!(world.get(SHOP, "/").await.1, "fallback");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_origin_is_504() {
    let world = World::with(|settings| settings.proxy_timeout = Duration::from_millis(100)).await;
    let origin = Origin::new(|_| async {
        std::future::pending::<()>().await;
        Response::new(full(""))
    })
    .await;
    world.plane.allow(SHOP, origin.url);
    assert_eq!(world.get(SHOP, "/").await.0, 504);
    assert_eq!(world.edge.counters().upstream_timeouts_total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_who_stops_sending_is_408() {
    let world = World::with(|settings| settings.proxy_timeout = Duration::from_millis(100)).await;
    world.plane.allow(SHOP, Origin::mirror().await.url);
    let (sender, body) = crate::world::fed();
    sender.send("half").unwrap();
    let request = Request::post("/").header("host", SHOP).body(body).unwrap();
    assert_eq!(world.send(SHOP, request).await.status(), 408);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_origin_that_speaks_no_http_is_502() {
    let world = World::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    world.plane.allow(SHOP, format!("http://{}", listener.local_addr().unwrap()));
    tokio::spawn(async move {
        while let Ok((mut tcp, _)) = listener.accept().await {
            let _ = tcp.write_all(b"SSH-2.0-OpenSSH_9.2\r\n").await;
        }
    });
    assert_eq!(world.get(SHOP, "/").await.0, 502);
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_to_an_origin_are_used_again() {
    let world = World::with(|settings| settings.worker_threads = 1).await;
    let origin = Origin::saying("hello").await;
    world.plane.allow(SHOP, origin.url.clone());
    for _ in 0..10 {
        assert_eq!(world.get(SHOP, "/").await.1, "hello");
    }
    assert_eq!((origin.requests.load(SeqCst), origin.streams.load(SeqCst)), (10, 1));
}

/// Answers the first request on each stream, and closes when the second one has arrived.
async fn forgetful() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let received = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&received);
    tokio::spawn(async move {
        while let Ok((mut tcp, _)) = listener.accept().await {
            let count = Arc::clone(&count);
            tokio::spawn(async move {
                let mut buffer = [0; 4096];
                let _ = tcp.read(&mut buffer).await;
                count.fetch_add(1, SeqCst);
                let _ = tcp.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").await;
                let _ = tcp.read(&mut buffer).await;
                count.fetch_add(1, SeqCst);
            });
        }
    });
    (url, received)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_lost_on_a_closing_stream_is_repeated_only_if_it_changes_nothing() {
    let world = World::with(|settings| settings.worker_threads = 1).await;
    let (url, received) = forgetful().await;
    world.plane.allow(SHOP, url);
    let lain_unused = Duration::from_millis(600);
    assert_eq!(world.get(SHOP, "/").await.0, 200);
    tokio::time::sleep(lain_unused).await;
    assert_eq!(world.get(SHOP, "/").await.0, 200);
    assert_eq!(received.load(SeqCst), 3, "the second request was sent twice");
    tokio::time::sleep(lain_unused).await;
    let post = Request::post("/").header("host", SHOP).body(full("x")).unwrap();
    assert_eq!(world.send(SHOP, post).await.status(), 502);
    assert_eq!(received.load(SeqCst), 4, "the third request was sent once");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_https_origin_is_verified() {
    let behind = World::new().await;
    behind.plane.allow("localhost", Origin::saying("hello over tls").await.url);
    behind.serial("localhost").await;
    let url = format!("https://localhost:{}", behind.edge.tls_addr().port());
    let trusting = {
        use rustls::pki_types::pem::PemObject as _;
        let root = rustls::pki_types::CertificateDer::from_pem_file(behind.edge.root_certificate().unwrap()).unwrap();
        World::with(|settings| {
            settings.edge_id = "front".into();
            settings.origin_roots = vec![root];
        })
        .await
    };
    let doubting = World::new().await;
    for world in [&trusting, &doubting] {
        world.plane.allow("localhost", url.clone());
    }
    assert_eq!(trusting.get("localhost", "/").await.1, "hello over tls");
    assert_eq!(doubting.get("localhost", "/").await.0, 502);
}

#[tokio::test(flavor = "multi_thread")]
async fn origins_are_kept_out_of_networks_that_are_not_named() {
    let origin = Origin::saying("inside").await;
    let port = origin.url.rsplit(':').next().unwrap().to_owned();
    for (networks, host, status) in [
        ("public", "127.0.0.1", 502),
        ("public", "localhost", 502),
        ("public", "[::ffff:127.0.0.1]", 502),
        ("10.0.0.0/8", "127.0.0.1", 502),
        ("127.0.0.1", "127.0.0.1", 200),
        ("127.0.0.1", "localhost", 200),
    ] {
        let world = World::with(|settings| settings.origin_networks = vec![networks.parse().unwrap()]).await;
        world.plane.allow(SHOP, format!("http://{host}:{port}"));
        assert_eq!(world.get(SHOP, "/").await.0, status, "{host} where origins may be in {networks}");
    }
    assert_eq!(origin.requests.load(SeqCst), 2);
}
