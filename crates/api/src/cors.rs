//! Cross-origin reads. Credentials are never allowed (Fetch, 3.3.2), and a cookie is taken from our own pages only (`own_pages.rs`), so an
//! origin gains nothing by being reflected but reading what its own key shows.

use crate::settings::CorsOrigins;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, PATCH, DELETE, OPTIONS");
const REQUEST_HEADERS: HeaderValue =
    HeaderValue::from_static("Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Request-Id");
const RESPONSE_HEADERS: HeaderValue = HeaderValue::from_static(
    "X-Request-Id, Idempotency-Replayed, Retry-After, RateLimit, RateLimit-Policy, WWW-Authenticate, Allow",
);
/// Seconds for which a browser may remember a preflight.
const PREFLIGHT_MAX_AGE_S: HeaderValue = HeaderValue::from_static("600");

/// Whether this is a browser asking ahead (Fetch, 4.8).
pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    method == Method::OPTIONS
        && headers.contains_key(header::ORIGIN)
        && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// The answer to a preflight, but for what [`permit`] adds.
pub(crate) fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, METHODS),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS),
        (header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_MAX_AGE_S),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Lets `origin` read the answer if it may. An answer that says for itself who may stays as it is.
pub(crate) fn permit(allowed: &CorsOrigins, origin: Option<&HeaderValue>, response: &mut HeaderMap) {
    if response.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        return;
    }
    response.append(header::VARY, HeaderValue::from_static("Origin"));
    let Some(origin) = origin.filter(|origin| may_read(allowed, origin)) else { return };
    response.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    response.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_HEADERS);
}

fn may_read(allowed: &CorsOrigins, origin: &HeaderValue) -> bool {
    match allowed {
        CorsOrigins::Any => true,
        CorsOrigins::Listed(listed) => {
            origin.to_str().is_ok_and(|origin| listed.iter().any(|known| known.eq_ignore_ascii_case(origin)))
        }
    }
}
