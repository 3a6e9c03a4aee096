//! Whoever holds a zone says where its endpoint is; these endpoints mean harm, or are broken.

use crate::world::access;
use nameplate_providers::domain_connect::{DiscoveryError, discover, supports};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A server that answers everything with `response` and counts what it is asked. An empty response is none at all.
async fn server(response: Vec<u8>) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let addr = listener.local_addr().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    tokio::spawn(async move {
        let mut kept = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::Relaxed);
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(&response).await;
            if response.is_empty() {
                kept.push(stream);
            }
        }
    });
    (addr, asked)
}

fn response(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

async fn refused(response: Vec<u8>) -> String {
    let (addr, _) = server(response).await;
    discover(&access(&[], true), &addr.to_string(), "customer.test").await.unwrap_err().to_string()
}

#[tokio::test]
async fn an_address_of_our_own_network_is_not_asked() {
    let (addr, asked) = server(response("200 OK", "", b"{}")).await;
    let access = access(&[], false);
    let port = addr.port();
    for txt in [
        addr.to_string(),
        format!("localhost:{port}"),
        format!("[::ffff:127.0.0.1]:{port}"),
        format!("2130706433:{port}"),
    ] {
        let error = discover(&access, &txt, "customer.test").await.unwrap_err();
        assert!(matches!(error, DiscoveryError::Endpoint(_)), "{txt}: {error}");
    }
    assert_eq!((asked.load(Ordering::Relaxed), access.requests()), (0, 0));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (elsewhere, asked) = server(response("200 OK", "", b"{}")).await;
    let redirect = response("302 Found", &format!("location: http://{elsewhere}/\r\n"), b"");
    assert_eq!(refused(redirect).await, "the provider answered with status 302");
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn an_endless_answer_is_not_read_to_its_end() {
    let body = vec![b' '; 70 * 1024];
    assert_eq!(
        refused(response("200 OK", "", &body)).await,
        "the provider's answer cannot be used: it has more than 65536 octets"
    );
}

#[tokio::test]
async fn an_endpoint_that_does_not_answer_is_left_after_three_seconds() {
    let start = Instant::now();
    assert_eq!(refused(vec![]).await, "the provider did not answer in time");
    assert!((Duration::from_millis(2900)..Duration::from_secs(5)).contains(&start.elapsed()));
}

#[tokio::test]
async fn what_is_no_settings_is_not_understood() {
    for body in ["", "not json", "[]", "{}", r#"{"providerId": "p"}"#, r#"{"providerId": 5, "urlAPI": "x"}"#] {
        let words = refused(response("200 OK", "", body.as_bytes())).await;
        assert!(words.starts_with("the provider's answer cannot be used: another form is needed"), "{body}: {words}");
    }
    let inside = json!({"providerId": "p", "urlAPI": "http://user@127.0.0.1/"}).to_string();
    let words = refused(response("200 OK", "", inside.as_bytes())).await;
    assert_eq!(words, "the provider's answer cannot be used: urlAPI names a user");
}

#[tokio::test]
async fn a_zone_that_is_not_there_is_told_from_a_provider_that_fails() {
    assert_eq!(refused(response("404 Not Found", "", b"")).await, "the provider has no such zone");
    assert_eq!(refused(response("500 Oh", "", b"")).await, "the provider answered with status 500");
    let (gone, _) = {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        (listener.local_addr().unwrap(), ())
    };
    let error = discover(&access(&[], true), &gone.to_string(), "customer.test").await.unwrap_err();
    assert_eq!(error.to_string(), "the provider cannot be reached");
}

#[tokio::test]
async fn a_template_question_that_fails_is_no_answer() {
    let (addr, _) = server(response("200 OK", "", b"{}")).await;
    let settings = json!({"providerId": "p", "urlAPI": format!("http://{addr}")}).to_string();
    let (endpoint, _) = server(response("200 OK", "", settings.as_bytes())).await;
    let access = access(&[], true);
    let mut settings = discover(&access, &endpoint.to_string(), "customer.test").await.unwrap();
    assert_eq!(supports(&access, &settings, "saas.example", "custom-domain").await, Ok(true));
    for (status, expected) in [("404 Not Found", Ok(false)), ("503 Busy", Err(DiscoveryError::Status(503)))] {
        let (addr, _) = server(response(status, "", b"")).await;
        settings.url_api = format!("http://{addr}");
        assert_eq!(supports(&access, &settings, "saas.example", "custom-domain").await, expected);
    }
}
