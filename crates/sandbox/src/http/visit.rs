//! The window: a page that looks like a browser's, with what the visit brought in a frame of its own.

use crate::book::Book;
use crate::page;
use crate::visit::{Seen, Visits};
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use std::sync::Arc;

/// Of the window: as of the other pages, and it has a frame.
const WINDOW: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);
/// Of what is shown in the frame. It comes from somebody's origin, so it is nobody here: no scripts, no forms, no other requests.
const FRAME: HeaderValue = HeaderValue::from_static(
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; \
     frame-ancestors 'self'",
);

#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    address: String,
}

/// The address bar alone, or on to what was typed into it.
pub(crate) async fn start(State(book): State<Arc<Book>>, Query(typed): Query<Typed>) -> Response {
    let host = host_of(&typed.address);
    if host.is_empty() {
        return window(StatusCode::OK, page::visit_start(&book.zones(), "", None));
    }
    if book.keeps(&host) {
        return Redirect::to(&format!("/visit/{}", utf8_percent_encode(&host, NON_ALPHANUMERIC))).into_response();
    }
    refused(&book, &host)
}

pub(crate) async fn visit(
    State(book): State<Arc<Book>>,
    State(visits): State<Arc<Visits>>,
    Path(host): Path<String>,
) -> Response {
    let host = host_of(&host);
    if !book.keeps(&host) {
        return refused(&book, &host);
    }
    window(StatusCode::OK, page::visited(&host, &visits.visit(&host).await))
}

/// The page itself, fetched for the frame.
pub(crate) async fn frame(
    State(book): State<Arc<Book>>,
    State(visits): State<Arc<Visits>>,
    Path(host): Path<String>,
) -> Response {
    let host = host_of(&host);
    let html = if book.keeps(&host) {
        match visits.visit(&host).await {
            Seen::Answer(answer) => answer.html,
            _ => None,
        }
    } else {
        None
    };
    let mut response = match html {
        Some(html) => Html(html).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    };
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, FRAME);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn refused(book: &Book, host: &str) -> Response {
    let why = "address is not at a domain of this host; only those can be visited from here";
    window(StatusCode::FORBIDDEN, page::visit_start(&book.zones(), host, Some(why)))
}

fn window(status: StatusCode, page: String) -> Response {
    let mut response = (status, Html(page)).into_response();
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, WINDOW);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The host of what people type into an address bar.
fn host_of(typed: &str) -> String {
    let typed = typed.trim().to_ascii_lowercase();
    let after = typed.split_once("://").map_or(typed.as_str(), |(_, rest)| rest);
    let host = after.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::host_of;

    #[test]
    fn addresses_are_taken_as_people_type_them() {
        for typed in [
            "www.customer.test",
            "https://WWW.customer.test/menu?x=1",
            " www.customer.test:8443 ",
            "www.customer.test.",
        ] {
            assert_eq!(host_of(typed), "www.customer.test", "{typed}");
        }
        assert_eq!(host_of("https://"), "");
    }
}
