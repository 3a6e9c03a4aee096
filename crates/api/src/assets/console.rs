//! `GET /console/…`: the console. Every path that is no file is a view of it, and its page is the answer.

use super::{ASK_AGAIN, FOR_EVER, NOT_KEPT, answer, is_hashed};
use crate::failure::Failure;
use crate::router::Api;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

const FOLDER: &str = "console";
const PAGE: &str = "index.html";
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Nameplate</title><h1>The console was not built into this server</h1>\
    <p>Run <code>make web</code>, which needs Node 20.19 or newer, then build the server again. The API works without it.</p></html>";

/// Everything from here, nothing from elsewhere; scripts are made from text nowhere but for the two URLs that its policies let through: the
/// service worker's, and the widget's in its preview.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; \
     worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
     trusted-types nameplate-console connectdomain",
);
const AROUND: [(HeaderName, HeaderValue); 3] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

/// `GET /console`: the console's paths all begin with `/console/`, and its service worker sees no others.
pub(crate) async fn enter() -> Redirect {
    Redirect::permanent("/console/")
}

/// `GET /console/`.
pub(crate) async fn page(State(api): State<Api>, headers: HeaderMap) -> Response {
    match api.settings.assets.find(FOLDER, PAGE).await {
        Some(stored) => (AROUND, answer(PAGE, &stored, ASK_AGAIN, &headers)).into_response(),
        None => (StatusCode::SERVICE_UNAVAILABLE, AROUND, NOT_KEPT, Html(NOT_BUILT)).into_response(),
    }
}

/// `GET /console/{*path}`.
pub(crate) async fn handler(State(api): State<Api>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    match api.settings.assets.find(FOLDER, &path).await {
        Some(stored) => {
            let kept = if is_hashed(&path) { FOR_EVER } else { ASK_AGAIN };
            (AROUND, answer(&path, &stored, kept, &headers)).into_response()
        }
        // A part of an older console, or a mistake: a page in its place would be taken for the script.
        None if path.starts_with("assets/") => (NOT_KEPT, Failure::not_found("file")).into_response(),
        None => page(State(api), headers).await,
    }
}
