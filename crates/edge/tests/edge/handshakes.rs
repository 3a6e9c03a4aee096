//! ClientHello to encrypted stream, or not.

use crate::world::{Origin, World, dead_url, eventually, get, soon, text};
use rustls::HandshakeKind;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const SHOP: &str = "shop.example.test";

#[tokio::test(flavor = "multi_thread")]
async fn a_known_name_is_served_over_both_protocols() {
    let world = World::new().await;
    let origin = Origin::saying("hello").await;
    world.plane.allow(SHOP, origin.url);
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
    let response = world.send_h2(SHOP, get(SHOP, &format!("https://{SHOP}/"))).await;
    assert_eq!(text(response).await, "hello");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_name_is_refused_at_the_client_hello() {
    let world = World::new().await;
    let error = world.try_tls("stranger.example.test", b"h2").await.unwrap_err();
    assert!(error.to_string().contains("UnrecognisedName"), "{error}");
    assert_eq!(world.edge.counters().handshakes_refused_total, 1);
    assert_eq!(world.edge.counters().certificates_issued_total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_who_names_nothing_is_refused_and_nobody_is_asked() {
    let world = World::new().await;
    let error = world.try_tls("127.0.0.1", b"h2").await.unwrap_err();
    assert!(error.to_string().contains("UnrecognisedName"), "{error}");
    assert_eq!(world.plane.asked(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_one_unknown_name_costs_one_question() {
    let world = World::new().await;
    for _ in 0..20 {
        world.try_tls("stranger.example.test", b"h2").await.unwrap_err();
    }
    assert_eq!(world.plane.asked(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_and_port_scans_are_closed_and_others_are_served() {
    let world = World::new().await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    for garbage in [
        &b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"[..],
        &[0; 600],
        &[22, 3, 1, 255, 255, 1, 2, 3],
        b"\x16\x03\x01\x00\x05hello",
    ] {
        let mut tcp = world.tcp().await;
        let _ = tcp.write_all(garbage).await;
        let _ = tcp.shutdown().await;
        let mut answer = Vec::new();
        let _ = soon(tcp.read_to_end(&mut answer)).await;
        assert!(answer.len() < 16, "{answer:?}");
    }
    drop(world.tcp().await);
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
    eventually("all counted", || world.edge.counters().handshakes_failed_total >= 5).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_open_handshakes_end_in_time_while_others_are_served() {
    let world = World::with(|settings| settings.handshake_timeout = Duration::from_millis(800)).await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    let mut halves = Vec::new();
    for _ in 0..50 {
        let mut tcp = world.tcp().await;
        tcp.write_all(&[22, 3, 1]).await.unwrap();
        halves.push(tcp);
    }
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
    for mut half in halves {
        assert_eq!(soon(half.read(&mut [0; 1])).await.unwrap_or(0), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn handshakes_beyond_the_limit_are_closed_at_once() {
    let world = World::with(|settings| settings.handshakes_max = 2).await;
    let held = (world.tcp().await, world.tcp().await);
    eventually("two handshakes under way", || world.edge.counters().streams_open == 2).await;
    let mut third = world.tcp().await;
    assert_eq!(soon(third.read(&mut [0; 1])).await.unwrap_or(0), 0);
    assert_eq!(world.edge.counters().streams_shed_total, 1);
    drop(held);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_resumed_on_any_thread_and_refused_once_the_name_is_gone() {
    let world = World::with(|settings| {
        settings.worker_threads = 4;
        settings.ask_positive_ttl = Duration::from_millis(1);
    })
    .await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    let (mut full, mut resumed) = (0, 0);
    let config = std::sync::Arc::new(crate::world::client_trusting(world.edge.root_certificate().unwrap()));
    let connector = tokio_rustls::TlsConnector::from(config);
    let name = || rustls::pki_types::ServerName::try_from(SHOP).unwrap();
    for _ in 0..16 {
        let mut stream = soon(connector.connect(name(), world.tcp().await)).await.unwrap();
        stream
            .write_all(format!("GET / HTTP/1.1\r\nHost: {SHOP}\r\nConnection: close\r\n\r\n").as_bytes())
            .await
            .unwrap();
        let _ = soon(stream.read_to_end(&mut Vec::new())).await;
        match stream.get_ref().1.handshake_kind() {
            Some(HandshakeKind::Resumed) => resumed += 1,
            _ => full += 1,
        }
    }
    assert_eq!((full, resumed), (1, 15));
    world.plane.deny(SHOP);
    soon(async { while connector.connect(name(), world.tcp().await).await.is_ok() {} }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_comes_too_late_for_its_first_visitor_is_there_for_the_second() {
    let world = World::with(|settings| settings.handshake_timeout = Duration::from_millis(100)).await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    world.plane.be_slow(Duration::from_millis(400));
    world.try_tls(SHOP, b"h2").await.unwrap_err();
    eventually("issued all the same", || world.edge.counters().certificates_issued_total == 1).await;
    soon(async { while world.try_tls(SHOP, b"h2").await.is_err() {} }).await;
    assert_eq!(world.plane.asked(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn aes_128_is_chosen_unless_the_visitor_would_rather_have_chacha20() {
    use rustls::CipherSuite::{
        TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS13_AES_128_GCM_SHA256, TLS13_AES_256_GCM_SHA384,
        TLS13_CHACHA20_POLY1305_SHA256,
    };
    use rustls::crypto::aws_lc_rs::cipher_suite as suites;
    let world = World::new().await;
    world.plane.allow(SHOP, None);
    let (aes_128, aes_256) = (suites::TLS13_AES_128_GCM_SHA256, suites::TLS13_AES_256_GCM_SHA384);
    let chacha20 = suites::TLS13_CHACHA20_POLY1305_SHA256;
    for (offered, chosen) in [
        (vec![aes_256, aes_128, chacha20], TLS13_AES_128_GCM_SHA256),
        (vec![aes_256, chacha20, aes_128], TLS13_AES_128_GCM_SHA256),
        (vec![chacha20, aes_256, aes_128], TLS13_CHACHA20_POLY1305_SHA256),
        (vec![aes_256], TLS13_AES_256_GCM_SHA384),
        (
            vec![suites::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, suites::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256],
            TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        ),
    ] {
        let stream = world.tls_offering(SHOP, offered).await;
        let negotiated = stream.get_ref().1.negotiated_cipher_suite().unwrap();
        assert_eq!(negotiated.suite(), chosen);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_port_is_said_so() {
    let world = World::new().await;
    let settings = nameplate_edge::EdgeSettings { tls_addr: world.edge.tls_addr(), ..world.settings.clone() };
    let refused = nameplate_edge::Edge::start(settings, world.parts()).await.unwrap_err();
    assert_eq!(refused.to_string(), format!("the TLS port cannot be opened on {}", world.edge.tls_addr()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_without_origin_shakes_hands_and_answers_502() {
    let world = World::new().await;
    world.plane.allow(SHOP, None);
    assert_eq!(world.get(SHOP, "/").await.0, 502);
    world.plane.allow("other.example.test", dead_url().await);
    assert_eq!(world.get("other.example.test", "/").await.0, 502);
}
