//! The plain HTTP port.

use crate::world::{World, get, text};
use http::{Response, StatusCode};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

const SHOP: &str = "shop.example.test";

async fn plain(world: &World, host: &str, path: &str) -> Response<Incoming> {
    let stream = TokioIo::new(TcpStream::connect(world.edge.http_addr()).await.unwrap());
    let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    sender.send_request(get(host, path)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_host_is_sent_to_https_with_path_and_query() {
    let world = World::new().await;
    world.plane.allow(SHOP, None);
    for host in [SHOP.to_owned(), format!("{SHOP}:8081"), "SHOP.Example.test.".to_owned()] {
        let response = plain(&world, &host, "/a/b?c=d").await;
        assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT);
        assert_eq!(response.headers()["location"], format!("https://{SHOP}/a/b?c=d"));
    }
    assert_eq!(plain(&world, SHOP, "/healthz").await.status(), StatusCode::PERMANENT_REDIRECT);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_other_than_443_is_part_of_the_new_address() {
    let world = World::with(|settings| settings.public_tls_port = 8443).await;
    world.plane.allow(SHOP, None);
    assert_eq!(plain(&world, SHOP, "/").await.headers()["location"], format!("https://{SHOP}:8443/"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_host_is_misdirected() {
    let world = World::new().await;
    for host in ["stranger.example.test", "127.0.0.1", "localhost:8081", "a..b"] {
        assert_eq!(plain(&world, host, "/").await.status(), StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_is_answered_under_any_name_that_is_not_a_customers() {
    let world = World::new().await;
    for host in
        ["localhost", "localhost:8081", "127.0.0.1", "127.0.0.1:8081", "[::1]:8081", "edge", "edge.internal.test"]
    {
        assert_eq!(plain(&world, host, "/healthz").await.status(), 200, "{host}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_metrics_are_answered_even_without_a_control_plane() {
    let world = World::new().await;
    world.plane.die(true);
    for host in ["localhost:8081", "127.0.0.1", "edge.internal.test"] {
        let response = plain(&world, host, "/healthz").await;
        assert_eq!(response.status(), 200, "{host}");
        assert_eq!(text(response).await, r#"{"status":"ok"}"#);
    }
    let metrics = text(plain(&world, "localhost", "/metrics").await).await;
    assert!(metrics.contains("# TYPE nameplate_edge_handshakes_total counter"), "{metrics}");
}
