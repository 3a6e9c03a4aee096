//! The product's own server.

mod domains;
mod policy;
mod token;

use crate::nameplate::CallError;
use crate::page;
use crate::running::Acme;
use axum::Router;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::middleware::from_fn;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use nameplate_pages::this_machine_only;
use std::sync::Arc;

/// Everything that is reachable over HTTP.
pub(crate) fn router(acme: Arc<Acme>) -> Router {
    Router::new()
        .route("/", get(domains::sites))
        .route("/sites/{site}/domains", get(domains::domains))
        .route("/sites/{site}/domains/{connection}/remove", post(domains::remove))
        .route("/sites/{site}/writing", post(domains::set_writing))
        .route("/api/widget-token", post(token::mint))
        .route("/api/sites/{site}/domains", get(domains::follow))
        .route("/style.css", get(|| file("text/css; charset=utf-8", page::STYLE)))
        .route("/acme.js", get(|| file("text/javascript; charset=utf-8", page::SCRIPT)))
        .route("/logo.svg", get(|| file("image/svg+xml", page::LOGO)))
        .fallback(no_such_page)
        .layer(from_fn(this_machine_only))
        .with_state(acme)
}

async fn file(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], text)
}

async fn no_such_page() -> Response {
    (StatusCode::NOT_FOUND, Html(page::message("Nothing here", "There is no page at this address."))).into_response()
}

/// Why a page cannot be shown.
#[derive(Debug)]
enum Unavailable {
    /// It is about nothing that there is.
    NoSuchThing,
    /// Nameplate did not do its part.
    Nameplate(CallError),
}

impl From<CallError> for Unavailable {
    fn from(error: CallError) -> Self {
        Self::Nameplate(error)
    }
}

impl IntoResponse for Unavailable {
    fn into_response(self) -> Response {
        match self {
            Self::NoSuchThing => {
                let page = page::message("Nothing here", "There is no such site or domain.");
                (StatusCode::NOT_FOUND, Html(page)).into_response()
            }
            Self::Nameplate(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "Acme Sites could not ask Nameplate.");
                (StatusCode::BAD_GATEWAY, Html(page::message("That did not work", &error.to_string()))).into_response()
            }
        }
    }
}
