//! A receiver of webhooks, that answers as a test wants it.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

/// What a receiver does with a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reply {
    /// It answers with this status.
    Status(u16),
    /// It sends elsewhere.
    Redirect(String),
    /// It says nothing for long.
    Hang,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// Headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Received {
    /// One header; empty when it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

#[derive(Clone)]
struct Seen {
    all: Arc<Mutex<Vec<Received>>>,
    reply: Arc<Mutex<Reply>>,
}

/// A receiver on this machine.
pub struct Receiver {
    addr: SocketAddr,
    seen: Seen,
    task: AbortHandle,
}

impl std::fmt::Debug for Receiver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receiver").field("addr", &self.addr).finish_non_exhaustive()
    }
}

impl Receiver {
    /// One that answers like this until it is told otherwise.
    pub async fn start(reply: Reply) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let addr = listener.local_addr().unwrap();
        let seen = Seen { all: Arc::default(), reply: Arc::new(Mutex::new(reply)) };
        let router = Router::new().fallback(receive).with_state(seen.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() }).abort_handle();
        Self { addr, seen, task }
    }

    /// Where it listens.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/hook", self.addr)
    }

    /// Answers like this from now on.
    pub fn replies(&self, reply: Reply) {
        *self.seen.reply.lock().unwrap() = reply;
    }

    /// What came so far.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.seen.all.lock().unwrap().clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn receive(State(seen): State<Seen>, headers: HeaderMap, body: String) -> Response {
    seen.all.lock().unwrap().push(Received { headers, body });
    let reply = seen.reply.lock().unwrap().clone();
    match reply {
        Reply::Status(status) => (StatusCode::from_u16(status).unwrap(), "heard").into_response(),
        Reply::Redirect(url) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, url)]).into_response(),
        Reply::Hang => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            StatusCode::OK.into_response()
        }
    }
}
