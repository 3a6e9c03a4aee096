//! Another transport than our own, and answers that are lost on it.

use crate::pebble::roots::trusting;
use crate::world::{World, clock};
use bytes::Bytes;
use http::header::USER_AGENT;
use http::{Method, Request, Response};
use nameplate_acme::{Account, AcmeError, Client, Issued, Later, OrderRequest, Reason, Transport, TransportError};
use nameplate_domain::issuance::method::Method as Challenge;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Carries requests to pebble, and loses some answers on the way back.
struct Lossy {
    http: reqwest::Client,
    /// Answers of resources whose URL contains this are lost,
    of: &'static str,
    /// so many of them.
    losses: AtomicUsize,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Transport for Lossy {
    fn exchange(&self, request: Request<Bytes>) -> Later<'static, Result<Response<Bytes>, TransportError>> {
        assert!(request.headers()[USER_AGENT].to_str().unwrap().starts_with("nameplate/"));
        let url = request.uri().to_string();
        let is_lost = url.contains(self.of)
            && self.losses.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        self.asked.lock().unwrap().push(url);
        let answer = self.http.execute(request.try_into().unwrap());
        Box::pin(async move {
            let mut answer = answer.await?;
            if is_lost {
                return Err("the line was cut".into());
            }
            let (status, headers) = (answer.status(), std::mem::take(answer.headers_mut()));
            let mut response = Response::new(answer.bytes().await?);
            (*response.status_mut(), *response.headers_mut()) = (status, headers);
            Ok(response)
        })
    }
}

/// Has forgotten the nonce of the first four requests to each resource.
struct Forgetful {
    inner: Lossy,
    refused: Mutex<HashMap<String, usize>>,
}

impl Transport for Forgetful {
    fn exchange(&self, request: Request<Bytes>) -> Later<'static, Result<Response<Bytes>, TransportError>> {
        let mut refused = self.refused.lock().unwrap();
        let refused = refused.entry(request.uri().to_string()).or_default();
        if request.method() != Method::POST || *refused == 4 {
            return self.inner.exchange(request);
        }
        *refused += 1;
        let problem = r#"{"type":"urn:ietf:params:acme:error:badNonce","detail":"never seen"}"#;
        let response = Response::builder().status(400).body(Bytes::from_static(problem.as_bytes())).unwrap();
        Box::pin(async { Ok(response) })
    }
}

#[tokio::test]
async fn nonces_that_are_forgotten_again_and_again_do_not_end_an_order() {
    let world = World::new().await;
    let asked = Arc::default();
    let inner = Lossy { http: trusting(&world.pebble.root), of: "", losses: 0.into(), asked: Arc::clone(&asked) };
    let transport = Arc::new(Forgetful { inner, refused: Mutex::default() });
    let client = Client::new(world.directory.clone(), Some(transport), clock()).unwrap();
    let (account, _) = client.open_account(None).await.unwrap();
    let request = OrderRequest { names: &["x.test"], method: Challenge::Http01, replaces: None, profile: None };
    let issued = account.order(request, &world.stage()).await.unwrap();
    account.revoke(&issued.chain[0], Reason::Superseded).await.unwrap();
}

async fn order(of: &'static str, losses: usize) -> (Result<Issued, AcmeError>, World, Vec<String>) {
    let world = World::with(|setup| setup.with("PEBBLE_WFE_NONCEREJECT", "0")).await;
    let asked = Arc::default();
    let transport = Lossy { http: trusting(&world.pebble.root), of, losses: losses.into(), asked: Arc::clone(&asked) };
    let client = Client::new(world.directory.clone(), Some(Arc::new(transport)), clock()).unwrap();
    let account: Account = client.open_account(None).await.unwrap().0;
    let request = OrderRequest { names: &["x.test"], method: Challenge::Http01, replaces: None, profile: None };
    let issued = account.order(request, &world.stage()).await;
    world.is_withdrawn(1).await;
    let asked = asked.lock().unwrap().clone();
    (issued, world, asked)
}

#[tokio::test]
async fn a_lost_answer_to_finalize_does_not_lose_the_certificate() {
    let (issued, world, asked) = order("/finalize-order/", 1).await;
    assert_eq!(world.names(&issued.unwrap()).await, ["x.test"]);
    assert_eq!(asked.iter().filter(|url| url.contains("/finalize-order/")).count(), 2);
    assert_eq!(asked.iter().filter(|url| url.contains("/certZ/")).count(), 1);
}

#[tokio::test]
async fn a_lost_answer_to_the_challenge_does_not_end_the_order() {
    let (issued, world, _) = order("/chalZ/", 1).await;
    assert_eq!(world.names(&issued.unwrap()).await, ["x.test"]);
}

#[tokio::test]
async fn a_lost_certificate_is_asked_for_again() {
    let (issued, world, asked) = order("/certZ/", 2).await;
    assert_eq!(world.names(&issued.unwrap()).await, ["x.test"]);
    assert_eq!(asked.iter().filter(|url| url.contains("/certZ/")).count(), 3);
}

#[tokio::test]
async fn too_many_lost_answers_end_the_order_with_the_cause() {
    let (issued, _, asked) = order("/certZ/", 100).await;
    let error = issued.unwrap_err();
    assert_eq!(error.problem.code, "authority_unavailable");
    assert!(error.problem.detail.as_ref().unwrap().contains("the line was cut"), "{error:?}");
    assert_eq!(asked.iter().filter(|url| url.contains("/certZ/")).count(), 4);
}
