//! An authority that misbehaves: its directory and nonces are fine, and nothing else.

use crate::pebble::roots::{ApiCertificate, trusting};
use crate::world::{clock, quick};
use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use nameplate_acme::{AcmeError, Client, Directory};
use nameplate_domain::issuance::problem::{Actor, Fault};
use nameplate_domain::time::Timestamp;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// What it answers to newAccount; `None` for never.
type Answer = Option<Response<Full<Bytes>>>;

fn answer(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Answer {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Some(response.body(Full::new(body.into())).unwrap())
}

struct Authority {
    url: String,
    root: CertificateDer<'static>,
}

async fn authority(new_account: Answer) -> Authority {
    let certificate = ApiCertificate::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let directory = json!({
        "newNonce": format!("{base}/nonce"), "newAccount": format!("{base}/account"), "newOrder": format!("{base}/order"),
    });
    let acceptor = acceptor(&certificate);
    let service = service_fn(move |request: Request<Incoming>| {
        let answer = match (request.method(), request.uri().path()) {
            (_, "/dir") => answer(200, &[], directory.to_string()),
            (&Method::HEAD, "/nonce") => answer(200, &[("replay-nonce", "bm9uY2U")], ""),
            _ => new_account.clone(),
        };
        async move {
            match answer {
                Some(answer) => Ok::<_, std::io::Error>(answer),
                None => std::future::pending().await,
            }
        }
    });
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let Ok(stream) = acceptor.accept(stream).await else { continue };
            let http = hyper_util::server::conn::auto::Builder::new(TokioExecutor::new());
            let service = service.clone();
            tokio::spawn(async move { http.serve_connection(TokioIo::new(stream), service).await.map_err(drop) });
        }
    });
    Authority { url: format!("{base}/dir"), root: certificate.root }
}

fn acceptor(certificate: &ApiCertificate) -> TlsAcceptor {
    let chain = CertificateDer::pem_slice_iter(certificate.chain_pem.as_bytes()).map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_slice(certificate.key_pem.as_bytes()).unwrap();
    let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

fn client(url: &str, root: &CertificateDer<'static>) -> Client {
    let mut directory = Directory::new("broken", url);
    directory.roots = vec![root.clone()];
    directory.pace = quick();
    directory.ask_timeout = Duration::from_secs(2);
    Client::new(directory, None, clock()).unwrap()
}

async fn refused_by(new_account: Answer) -> AcmeError {
    let authority = authority(new_account).await;
    client(&authority.url, &authority.root).open_account(None).await.unwrap_err()
}

fn is_unavailable(error: &AcmeError, word: &str) {
    assert_eq!(
        (error.problem.code.as_str(), error.problem.actor),
        ("authority_unavailable", Actor::Authority),
        "{error:?}"
    );
    assert_eq!(error.fault, Fault::Authority);
    assert!(error.problem.detail.as_ref().unwrap().contains(word), "{error:?}");
    assert_eq!(error.problem.authority.as_deref(), Some("broken"));
}

#[tokio::test]
async fn a_page_of_a_gateway_is_unavailable_until_it_says() {
    let page = "<html><h1>503 Service Unavailable</h1></html>";
    let before = clock().now();
    let error = refused_by(answer(503, &[("retry-after", "120"), ("content-type", "text/html")], page)).await;
    is_unavailable(&error, "503");
    let (earliest, latest) = (before.plus(Duration::from_secs(120)), clock().now().plus(Duration::from_secs(120)));
    let retry_at = error.problem.retry_at.unwrap();
    assert!(earliest <= retry_at && retry_at <= latest, "{retry_at}");

    let error = refused_by(answer(502, &[("retry-after", "Tue, 01 Jan 2030 00:00:00 GMT")], page)).await;
    is_unavailable(&error, "502");
    assert_eq!(error.problem.retry_at, Some(Timestamp::from_ms(1_893_456_000_000)));
}

#[tokio::test]
async fn a_limit_is_a_limit_until_it_says() {
    let problem =
        json!({ "type": "urn:ietf:params:acme:error:rateLimited", "detail": "Too many new accounts", "status": 429 });
    let kind = ("content-type", "application/problem+json");
    let before = clock().now();
    let error = refused_by(answer(429, &[("retry-after", "3600"), kind], problem.to_string())).await;
    assert_eq!(error.kind.as_deref(), Some("rateLimited"));
    let Fault::Limited { until: Some(until), account_wide: true } = error.fault else { panic!("{error:?}") };
    assert!(until >= before.plus(Duration::from_secs(3600)));
    assert_eq!(error.problem.detail.as_deref(), Some("Too many new accounts"));
}

#[tokio::test]
async fn an_authority_that_hangs_is_left_after_the_time_it_has() {
    let begun = Instant::now();
    is_unavailable(&refused_by(None).await, "no answer within 2s");
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn an_answer_that_weighs_too_much_is_not_read_to_its_end() {
    is_unavailable(&refused_by(answer(200, &[], vec![b' '; 3 << 20])).await, "larger than 1048576 bytes");
}

#[tokio::test]
async fn a_success_without_an_account_is_none() {
    is_unavailable(&refused_by(answer(201, &[], "{}")).await, "account URL");
}

#[tokio::test]
async fn nonces_that_are_refused_for_ever_are_given_up() {
    let problem = json!({ "type": "urn:ietf:params:acme:error:badNonce", "detail": "old" }).to_string();
    let error = refused_by(answer(400, &[("replay-nonce", "bm9uY2U")], problem)).await;
    assert_eq!(error.kind.as_deref(), Some("badNonce"));
    assert_eq!(error.problem.code, "authority_unavailable");
}

#[tokio::test]
async fn an_authority_under_another_root_is_not_spoken_to() {
    let authority = authority(None).await;
    assert!(trusting(&authority.root).get(&authority.url).send().await.is_ok());
    let stranger = ApiCertificate::new().root;
    let error = client(&authority.url, &stranger).open_account(None).await.unwrap_err();
    is_unavailable(&error, "invalid peer certificate");
}

#[tokio::test]
async fn only_https_is_spoken() {
    let authority = authority(None).await;
    let url = authority.url.replace("https:", "http:");
    let error = client(&url, &authority.root).open_account(None).await.unwrap_err();
    is_unavailable(&error, "scheme");
}

#[tokio::test]
async fn nobody_at_all_is_unavailable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}/dir", listener.local_addr().unwrap().port());
    drop(listener);
    is_unavailable(&client(&url, &ApiCertificate::new().root).open_account(None).await.unwrap_err(), "refused");
}
