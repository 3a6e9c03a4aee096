//! A relay in front of a DNS provider's API: it passes requests on, or does what a provider does on a bad day.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, HOST, RETRY_AFTER, TRANSFER_ENCODING};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

/// Largest body that is passed on, in octets.
const BODY_MAX: usize = 1024 * 1024;
/// What a provider that takes no more requests asks for, in seconds: longer than a request waits.
const RETRY_AFTER_S: &str = "60";

/// What becomes of one request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    /// It is passed on.
    Pass,
    /// It is passed on after this time.
    Late(Duration),
    /// It is not passed on; this status comes back.
    Refuse(u16),
    /// It is passed on and done; this status comes back all the same.
    DoAndSay(u16),
    /// It is not passed on, and nothing comes back.
    Swallow,
    /// It is passed on and done, and nothing comes back.
    DoAndKeepQuiet,
}

/// A request on its way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passing {
    /// The method.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// The body as text.
    pub body: String,
}

impl Passing {
    /// Whether it changes a zone.
    #[must_use]
    pub fn is_write(&self) -> bool {
        self.method != "GET"
    }
}

type Rule = Box<dyn FnMut(&Passing) -> Deed + Send>;

struct Shared {
    target: String,
    client: reqwest::Client,
    rule: Mutex<Rule>,
    seen: Mutex<Vec<Passing>>,
}

/// A running relay; it ends when dropped.
pub struct Relay {
    addr: SocketAddr,
    shared: Arc<Shared>,
    task: AbortHandle,
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relay").field("addr", &self.addr).field("target", &self.shared.target).finish_non_exhaustive()
    }
}

impl Relay {
    /// Starts one in front of `target` (scheme, host and port), which passes everything on.
    pub async fn start(target: &str) -> Self {
        let shared = Arc::new(Shared {
            target: target.to_owned(),
            client: reqwest::Client::builder().no_proxy().build().unwrap(),
            rule: Mutex::new(Box::new(|_| Deed::Pass)),
            seen: Mutex::default(),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let addr = listener.local_addr().unwrap();
        let router = Router::new().fallback(relay).with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() }).abort_handle();
        Self { addr, shared, task }
    }

    /// Where it listens: scheme, host and port.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// From now on, `rule` decides what becomes of each request.
    pub fn rule(&self, rule: impl FnMut(&Passing) -> Deed + Send + 'static) {
        *self.shared.rule.lock().unwrap() = Box::new(rule);
    }

    /// Everything is passed on again.
    pub fn pass_everything(&self) {
        self.rule(|_| Deed::Pass);
    }

    /// The requests that change zones, so far.
    #[must_use]
    pub fn writes(&self) -> Vec<Passing> {
        self.shared.seen.lock().unwrap().iter().filter(|passing| passing.is_write()).cloned().collect()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn relay(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, BODY_MAX).await.unwrap();
    let passing = Passing {
        method: parts.method.to_string(),
        path: parts.uri.to_string(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    shared.seen.lock().unwrap().push(passing.clone());
    let deed = {
        let mut rule = shared.rule.lock().unwrap();
        rule(&passing)
    };
    let pass = async || -> Response {
        let mut headers = parts.headers.clone();
        headers.remove(HOST);
        headers.remove(CONTENT_LENGTH);
        let url = format!("{}{}", shared.target, parts.uri);
        let sent = shared.client.request(parts.method.clone(), url).headers(headers).body(body.clone()).send().await;
        match sent {
            Ok(answer) => passed_back(answer).await,
            Err(_) => StatusCode::BAD_GATEWAY.into_response(),
        }
    };
    match deed {
        Deed::Pass => pass().await,
        Deed::Late(time) => {
            tokio::time::sleep(time).await;
            pass().await
        }
        Deed::Refuse(status) => told(status),
        Deed::DoAndSay(status) => {
            pass().await;
            told(status)
        }
        Deed::Swallow => std::future::pending().await,
        Deed::DoAndKeepQuiet => {
            pass().await;
            std::future::pending().await
        }
    }
}

async fn passed_back(answer: reqwest::Response) -> Response {
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    headers.remove(CONTENT_LENGTH);
    headers.remove(TRANSFER_ENCODING);
    let body: Bytes = answer.bytes().await.unwrap();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn told(status: u16) -> Response {
    let mut response = StatusCode::from_u16(status).unwrap().into_response();
    if matches!(status, 429 | 503) {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_S));
    }
    response
}
