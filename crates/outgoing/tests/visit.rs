//! Visits that meet no TLS; those that do are driven through the API.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use nameplate_domain::visit::Unreached;
use nameplate_outgoing::{Destination, Door, Met, Reach, Trust};
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

/// tcpmux: a port where nothing listens.
const CLOSED: u16 = 1;
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

async fn visit(reach: Reach, addresses: &[IpAddr], port: u16) -> Met {
    let to = Destination { host: "shop.customer.test", addresses, port };
    // The machine may have no roots of its own.
    let trust = Trust::also(vec![concat!(env!("CARGO_MANIFEST_DIR"), "/tests/root.pem").into()]);
    Door::new(reach).unwrap().visit(&to, &trust, Duration::from_millis(500)).await
}

#[tokio::test]
async fn an_address_inside_a_network_is_not_dialled() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    for address in ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1"] {
        let met = visit(Reach::Public, &[address.parse().unwrap()], port).await;
        assert_eq!(met, Met { outcome: Err(Unreached::AddressNotPublic), certificate: None }, "{address}");
    }
    let dialled = tokio::time::timeout(Duration::from_millis(100), listener.accept()).await;
    assert!(dialled.is_err(), "somebody was dialled");
}

#[tokio::test]
async fn nobody_there_and_nobody_who_speaks_tls_are_told_apart() {
    assert_eq!(visit(Reach::Everywhere, &[HERE], CLOSED).await.outcome, Err(Unreached::Refused));

    let plain = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = plain.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = plain.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
        }
    });
    let met = visit(Reach::Everywhere, &[HERE], port).await;
    assert!(matches!(met.outcome, Err(Unreached::TlsFailed(_))), "{met:?}");
}

#[tokio::test]
async fn silence_ends_in_time() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = silent.local_addr().unwrap().port();
    let start = Instant::now();
    assert_eq!(visit(Reach::Everywhere, &[HERE], port).await.outcome, Err(Unreached::Timeout(1)));
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}
