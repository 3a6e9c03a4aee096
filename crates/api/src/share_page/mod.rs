//! `GET /share/{token}`: the page for whoever holds the DNS login. For people, not part of the API; it works without scripts.

mod html;

use crate::current;
use crate::failure::Failure;
use crate::reply::PRIVATE;
use crate::router::Api;
use crate::v1::share::Shared;
use crate::v1::share::get::ShareToken;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use nameplate_control::Chance;

pub(crate) async fn handler(State(api): State<Api>, token: ShareToken) -> Result<Response, Failure> {
    let shown = api.control.show_shared(&token.0).await?;
    if shown.is_some() {
        current::note_proven();
    }
    let nonce = Chance.label();
    let (status, html) = match shown {
        Some(shown) => (StatusCode::OK, html::shown(&Shared::of(shown, &api.control), api.control.now(), &nonce)),
        None => (StatusCode::NOT_FOUND, html::gone(&nonce)),
    };
    let mut response = (status, PRIVATE, Html(html)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    if let Ok(policy) = HeaderValue::from_str(&policy(&nonce)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

/// Nothing is loaded, run or sent but what the page itself has, and the page itself again.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    )
}
