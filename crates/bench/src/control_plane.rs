//! The smallest control plane that an edge can live with: it allows everything, and counts.

use crate::failure::Failure;
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

/// Answers `/internal/ask` with one origin for every name until it is dropped.
#[derive(Debug)]
pub(crate) struct ControlPlane {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    asks: Arc<AtomicU64>,
    accepting: AbortHandle,
}

impl ControlPlane {
    /// Starts one whose every name leads to `origin`.
    ///
    /// # Errors
    /// [`Failure::Io`] when it cannot listen on loopback.
    pub(crate) async fn start(origin: SocketAddr) -> Result<Self, Failure> {
        let doing = "starting the control plane of the benchmark";
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(Failure::io(doing))?;
        let address = listener.local_addr().map_err(Failure::io(doing))?;
        let asks = Arc::new(AtomicU64::new(0));
        let verdict = Bytes::from(serde_json::json!({"allow": true, "origin": format!("http://{origin}")}).to_string());
        let accepting = tokio::spawn(accept(listener, verdict, Arc::clone(&asks))).abort_handle();
        Ok(Self { address, asks, accepting })
    }

    /// Asks answered so far.
    pub(crate) fn asks(&self) -> u64 {
        self.asks.load(Ordering::Relaxed)
    }
}

impl Drop for ControlPlane {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, verdict: Bytes, asks: Arc<AtomicU64>) {
    while let Ok((stream, _)) = listener.accept().await {
        // Without it a loopback peer may wait 40 ms for its answer; an edge that asks cannot wait that out.
        let _ = stream.set_nodelay(true);
        let (verdict, asks) = (verdict.clone(), Arc::clone(&asks));
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(request, verdict.clone(), Arc::clone(&asks)));
            let serving = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .serve_connection(TokioIo::new(stream), service);
            // A peer that goes away in the middle of a request needs no answer.
            let _ = serving.await;
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    verdict: Bytes,
    asks: Arc<AtomicU64>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let query = request.uri().query().unwrap_or_default();
    let (status, body) = match request.uri().path() {
        "/internal/ask" => {
            asks.fetch_add(1, Ordering::Relaxed);
            (StatusCode::OK, verdict)
        }
        "/internal/certificates/wanted" => {
            tokio::time::sleep(wait(query)).await;
            (StatusCode::OK, Bytes::from_static(br#"{"hostnames":[]}"#))
        }
        "/internal/certificates" | "/internal/edges" => (StatusCode::NO_CONTENT, Bytes::new()),
        _ => (StatusCode::NOT_FOUND, Bytes::new()),
    };
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response.headers_mut().insert("content-type", hyper::header::HeaderValue::from_static("application/json"));
    Ok(response)
}

/// `wait_ms` of a long poll; a second where there is none, so that nobody polls in a circle.
fn wait(query: &str) -> Duration {
    let ms = query.split('&').find_map(|pair| pair.strip_prefix("wait_ms=")?.parse().ok());
    Duration::from_millis(ms.unwrap_or(1000))
}
