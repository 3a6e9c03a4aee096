//! Ending without dropping a response.

use crate::world::{Origin, World, eventually, fed, full, get, soon};
use http::Response;
use http_body_util::BodyExt as _;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::sync::oneshot;

const SHOP: &str = "shop.example.test";

#[tokio::test(flavor = "multi_thread")]
async fn a_response_under_way_ends_and_idle_streams_are_closed() {
    for h2 in [false, true] {
        let world = World::new().await;
        let (sender, body) = fed();
        let body = Arc::new(Mutex::new(Some(body)));
        let origin = Origin::new(move |_| {
            let body = body.lock().unwrap().take();
            async move { Response::new(body.unwrap_or_else(|| full(""))) }
        })
        .await;
        world.plane.allow(SHOP, origin.url);
        sender.send("first, ").unwrap();
        let response = match h2 {
            true => world.send_h2(SHOP, get(SHOP, &format!("https://{SHOP}/"))).await,
            false => world.send(SHOP, get(SHOP, "/")).await,
        };
        let mut idle = world.tls(SHOP).await;
        let addr = world.edge.tls_addr();
        let (ended, mut end) = oneshot::channel();
        tokio::spawn(async move {
            world.edge.shutdown().await;
            ended.send(()).unwrap();
        });
        assert_eq!(soon(idle.read(&mut [0; 1])).await.unwrap_or(0), 0, "an idle stream is closed at once");
        soon(async { while TcpStream::connect(addr).await.is_ok() {} }).await;
        assert!(end.try_recv().is_err(), "a response is still under way");
        sender.send("last").unwrap();
        drop(sender);
        assert_eq!(soon(response.into_body().collect()).await.unwrap().to_bytes(), "first, last");
        soon(end).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_response_that_never_ends_is_cut_off_at_the_drain_limit() {
    let world = World::with(|settings| settings.drain_timeout = Duration::from_millis(200)).await;
    let origin = Origin::new(|_| async {
        std::future::pending::<()>().await;
        Response::new(full(""))
    })
    .await;
    world.plane.allow(SHOP, origin.url);
    let stream = hyper_util::rt::TokioIo::new(world.tls(SHOP).await);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    let response = tokio::spawn(async move { sender.send_request(get(SHOP, "/")).await });
    eventually("asked", || origin.requests.load(SeqCst) == 1).await;
    soon(world.edge.shutdown()).await;
    assert!(soon(response).await.unwrap().is_err());
}
