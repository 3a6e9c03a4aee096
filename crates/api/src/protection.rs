//! Headers that tell browsers what an answer may not be used for. What a handler has set by itself stays.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

const ALWAYS: [(HeaderName, HeaderValue); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    // Data, not a page: nothing in it may load, run or be framed.
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'")),
    // About being embedded; reading by CORS is not affected (Fetch, 3.7).
    (CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
];
/// A year; without subdomains, which may be somebody else's.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Adds what is not there. `is_https` says that browsers reach us by TLS only.
pub(crate) fn protect(route: &str, is_https: bool, headers: &mut HeaderMap) {
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(value);
    }
    // Answers of the API are their caller's; shared caches must not keep them, nor the answer to a path that leads nowhere.
    if route.starts_with("/v1") || route == "unmatched" {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    if is_https {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(HSTS);
    }
}
