//! What every exchange gets: an id, a time limit, a line in the log, a place in the metrics, and an answer even if its handler
//! breaks down.

use crate::current::Current;
use crate::failure::Failure;
use crate::limits::{EXCHANGE_TIME_MAX, REQUEST_ID_LENGTH_MAX, URL_LENGTH_MAX};
use crate::router::Api;
use crate::{cors, credential, peer, protection, trace};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use nameplate_control::Chance;
use nameplate_domain::tenancy::Whence;
use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;
use tracing::Instrument as _;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Probes, scrapes and our own edges, and files that cost nothing to give and that pages of many visitors behind one address load: never
/// limited.
const UNLIMITED: [&str; 5] = ["/healthz", "/metrics", "/internal/", "/sdk/", "/console/{*path}"];
/// Pictures, many to a page and the same for everybody: strangers may load them as they like.
const OPEN: &str = "/logos/";

pub(crate) async fn around(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("unmatched", MatchedPath::as_str);
    let origin = request.headers().get(header::ORIGIN).cloned();
    let id = request_id(&api, request.headers());
    let id_text = id.to_str().unwrap_or_default();
    let proxies = &api.settings.trusted_proxies;
    let address = peer::client_address(proxies, &request);
    request.extensions_mut().insert(Whence { address, request_id: Some(id_text.to_owned()) });

    let trusted = peer::is_from_proxy(proxies, &request).then(|| request.headers());
    let span = trace::span(&method, route, id_text, trusted);
    let current = Current::new(id_text);
    let answering = async {
        match cors::is_preflight(&method, request.headers()) {
            true => cors::preflight(),
            false => counted(&api, route, address, &current, request, next).await,
        }
    };
    let mut response = Arc::clone(&current).around(answering).instrument(span.clone()).await;
    if method == Method::OPTIONS && response.status() == StatusCode::METHOD_NOT_ALLOWED {
        // The router adds what the path takes, as Allow, on the way out.
        response = StatusCode::NO_CONTENT.into_response();
    }
    cors::permit(&api.settings.cors, origin.as_ref(), response.headers_mut());
    protection::protect(route, api.settings.is_https, response.headers_mut());

    let took = started.elapsed();
    trace::note_status(&span, response.status());
    api.meter.note_exchange(&method, route, response.status(), took);
    log(&method, route, &response, took.as_secs_f64() * 1000.0, &id);
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// Answers, if whoever asks may ask that often.
async fn counted(
    api: &Api,
    route: &str,
    address: Option<IpAddr>,
    current: &Current,
    request: Request,
    next: Next,
) -> Response {
    if UNLIMITED.iter().any(|unlimited| route.starts_with(unlimited)) {
        return answer(request, next).await;
    }
    let turn = match api.rates.begin(address, credential::counted_by(api, &request)) {
        Ok(turn) => turn,
        Err(refused) => return *refused,
    };
    let mut response = answer(request, next).await;
    match route.starts_with(OPEN) {
        true => turn.free(),
        false => {
            let is_wrong = response.status() == StatusCode::UNAUTHORIZED;
            turn.end(current.is_proven(), is_wrong, response.headers_mut());
        }
    }
    response
}

async fn answer(request: Request, next: Next) -> Response {
    if request.uri().path_and_query().is_some_and(|target| target.as_str().len() > URL_LENGTH_MAX) {
        return Failure::invalid(format!("The URL is longer than {URL_LENGTH_MAX} octets.")).into_response();
    }
    let handled = tokio::time::timeout(EXCHANGE_TIME_MAX, AssertUnwindSafe(next.run(request)).catch_unwind());
    match handled.await {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => Failure::internal("a handler broke down", &BrokeDown::from(panic)).into_response(),
        Err(_) => Failure::too_late().into_response(),
    }
}

/// A panic, as an error that can be logged.
#[derive(Debug)]
struct BrokeDown(String);

impl From<Box<dyn std::any::Any + Send>> for BrokeDown {
    fn from(panic: Box<dyn std::any::Any + Send>) -> Self {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        Self(text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panicked".to_owned()))
    }
}

impl std::fmt::Display for BrokeDown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BrokeDown {}

/// The client's id when it is one, else a fresh one.
fn request_id(api: &Api, headers: &HeaderMap) -> HeaderValue {
    let fits = |value: &&HeaderValue| {
        (1..=REQUEST_ID_LENGTH_MAX).contains(&value.len()) && value.as_bytes().iter().all(u8::is_ascii_graphic)
    };
    match headers.get(REQUEST_ID).filter(fits) {
        Some(id) => id.clone(),
        None => HeaderValue::from_str(&Chance.id(api.control.now()).to_string())
            .unwrap_or(HeaderValue::from_static("unknown")),
    }
}

fn log(method: &Method, route: &str, response: &Response, duration_ms: f64, id: &HeaderValue) {
    let status = response.status().as_u16();
    let request_id = id.to_str().unwrap_or_default();
    // Probes and scrapes come every few seconds and say nothing when they succeed.
    if matches!(route, "/healthz" | "/metrics") && response.status().is_success() {
        tracing::debug!(http.method = %method, http.route = route, http.status = status, duration_ms, request.id = request_id, "Answered a probe.");
    } else {
        tracing::info!(http.method = %method, http.route = route, http.status = status, duration_ms, request.id = request_id, "Answered a request.");
    }
}
