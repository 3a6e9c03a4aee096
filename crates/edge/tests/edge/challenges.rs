//! Challenges of certification authorities, answered by an edge that did not order.

use crate::world::{Origin, World, get, soon, text};
use http::{Response, StatusCode};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use nameplate_certificates::Shelf as _;
use nameplate_domain::issuance::entry::AnswerKind;
use nameplate_domain::time::Clock as _;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::{CertificateDer, ServerName, SubjectPublicKeyInfoDer, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

const SHOP: &str = "shop.example.test";
const TOKEN: &str = "DGyRejmCefe7v4NfDGDKfA";
const ANSWER: &str = "DGyRejmCefe7v4NfDGDKfA.9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI";

async fn put(world: &World, kind: AnswerKind, key: &str, answer: &str) {
    let until = world.clock.now().plus(Duration::from_secs(60));
    world.shelf.put_answer(kind, key, answer, until).await.unwrap();
}

async fn plain(world: &World, host: &str, path: &str) -> Response<Incoming> {
    let stream = TokioIo::new(TcpStream::connect(world.edge.http_addr()).await.unwrap());
    let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    soon(sender.send_request(get(host, path))).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_edge_of_the_fleet_answers_by_http_whatever_the_host() {
    let first = World::new().await;
    first.plane.allow(SHOP, Origin::saying("hello").await.url);
    let second = first.beside().await;
    put(&first, AnswerKind::Http01, TOKEN, ANSWER).await;
    let path = format!("/.well-known/acme-challenge/{TOKEN}");
    for world in [&first, &second] {
        for host in [SHOP, "unknown.example.test", "127.0.0.1"] {
            let response = plain(world, host, &path).await;
            assert_eq!(response.status(), StatusCode::OK, "{host}");
            assert_eq!(response.headers()["content-type"], "text/plain");
            assert_eq!(text(response).await, ANSWER);
        }
        assert_eq!(world.edge.counters().challenges_answered_total, 3);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_token_is_not_found_unless_it_may_be_the_origins() {
    let world = World::new().await;
    world.plane.allow(SHOP, None);
    for token in ["aaaaaaaaaaaaaaaaaaaaaaaa", "", "../../healthz", "%2e%2e", "a/b"] {
        let path = format!("/.well-known/acme-challenge/{token}");
        assert_eq!(plain(&world, "unknown.example.test", &path).await.status(), StatusCode::NOT_FOUND, "{token}");
        assert_eq!(plain(&world, SHOP, &path).await.status(), StatusCode::PERMANENT_REDIRECT, "{token}");
    }
    assert_eq!(plain(&world, SHOP, "/.well-known/acme-challenge").await.status(), StatusCode::PERMANENT_REDIRECT);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_that_comes_by_https_is_answered_and_others_are_the_origins() {
    let world = World::new().await;
    world.plane.allow(SHOP, Origin::saying("the origin's").await.url);
    put(&world, AnswerKind::Http01, TOKEN, ANSWER).await;
    let path = |token| format!("/.well-known/acme-challenge/{token}");
    assert_eq!(world.get(SHOP, &path(TOKEN)).await, (StatusCode::OK, ANSWER.to_owned()));
    let unknown = "aaaaaaaaaaaaaaaaaaaaaaaa";
    assert_eq!(world.get(SHOP, &path(unknown)).await, (StatusCode::OK, "the origin's".to_owned()));
}

/// Shakes hands as an authority does: whatever the certificate, if its key signs.
async fn validate(world: &World, host: &str) -> std::io::Result<TlsStream<TcpStream>> {
    let mut config = ClientConfig::builder()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AnyCertificate))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"acme-tls/1".to_vec()];
    let name = ServerName::try_from(host.to_owned()).unwrap();
    soon(TlsConnector::from(Arc::new(config)).connect(name, world.tcp().await)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_edge_of_the_fleet_answers_by_tls_also_for_a_name_it_does_not_serve() {
    let first = World::new().await;
    let second = first.beside().await;
    put(&first, AnswerKind::TlsAlpn01, SHOP, &"ab".repeat(32)).await;
    for world in [&first, &second] {
        let mut stream = validate(world, SHOP).await.unwrap();
        let (_, session) = stream.get_ref();
        assert_eq!(session.alpn_protocol(), Some(&b"acme-tls/1"[..]));
        let shown = session.peer_certificates().unwrap();
        assert_eq!(shown.len(), 1);
        // acmeIdentifier, critical: an octet string in the octet string of the extension's value.
        let mut extension = vec![0x06, 8, 0x2b, 6, 1, 5, 5, 7, 1, 0x1f, 0x01, 1, 0xff, 0x04, 34, 0x04, 32];
        extension.extend([0xab; 32]);
        assert!(shown[0].windows(extension.len()).any(|bytes| bytes == extension), "{:?}", shown[0]);
        assert!(shown[0].windows(SHOP.len()).any(|bytes| bytes == SHOP.as_bytes()));
        assert_eq!(soon(stream.read(&mut [0; 1])).await.unwrap(), 0, "nothing follows the handshake");
        assert_eq!(world.edge.counters().challenges_answered_total, 1);
        assert_eq!(world.plane.asked(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_validation_nobody_waits_for_is_refused_and_reaches_no_site() {
    let world = World::new().await;
    let origin = Origin::saying("hello").await;
    world.plane.allow(SHOP, origin.url);
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
    let error = validate(&world, SHOP).await.unwrap_err();
    assert!(error.to_string().contains("UnrecognisedName"), "{error}");
    let error = validate(&world, "127.0.0.1").await.unwrap_err();
    assert!(error.to_string().contains("UnrecognisedName"), "{error}");
}

#[derive(Debug)]
struct AnyCertificate;

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::General("not with TLS 1.2".to_owned()))
    }

    /// By the bare key: who checks certificates for sites rightly refuses one with a critical acmeIdentifier.
    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let (_, certificate) = x509_parser::parse_x509_certificate(certificate).unwrap();
        let key = SubjectPublicKeyInfoDer::from(certificate.public_key().raw);
        let algorithms = default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature_with_raw_key(message, &key, signed, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        default_provider().signature_verification_algorithms.supported_schemes()
    }
}
