//! `GET /docs/…`: the documentation, and `GET /llms/…`: its pages as Markdown.

use super::shelf::Stored;
use super::{ASK_AGAIN, FOR_EVER, NOT_KEPT, answer, is_hashed};
use crate::failure::Failure;
use crate::router::Api;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

const FOLDER: &str = "docs";
/// Where pages are as Markdown, by the same names.
const MARKDOWN_FOLDER: &str = "llms";
const START: &str = "index.html";
const NO_SUCH_PAGE: &str = "404.html";
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Nameplate</title><h1>The documentation was not built into this server</h1>\
    <p>Run <code>make web</code>, which needs Node 20.19 or newer, then build the server again. The pages are in <code>web/docs/pages</code>.</p></html>";

/// Everything from here: pages have no script and no style in them.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
);
const AROUND: [(HeaderName, HeaderValue); 2] =
    [(header::CONTENT_SECURITY_POLICY, POLICY), (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"))];

/// `GET /docs`.
pub(crate) async fn start(State(api): State<Api>, headers: HeaderMap) -> Response {
    match api.settings.assets.find(FOLDER, START).await {
        Some(stored) => page(START, &stored, &headers),
        None => not_built(),
    }
}

/// `GET /docs/{*path}`: a file, or a page, whose address has no ending. With `.md` it is the page as Markdown.
pub(crate) async fn handler(State(api): State<Api>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    let assets = &api.settings.assets;
    if let Some(slug) = path.strip_suffix('/') {
        return Redirect::permanent(&format!("/{FOLDER}/{slug}")).into_response();
    }
    if let Some(stored) = assets.find(FOLDER, &path).await {
        return page(&path, &stored, &headers);
    }
    let name = format!("{path}.html");
    if let Some(stored) = assets.find(FOLDER, &name).await {
        return page(&name, &stored, &headers);
    }
    if path.ends_with(".md")
        && let Some(stored) = assets.find(MARKDOWN_FOLDER, &path).await
    {
        return page(&path, &stored, &headers);
    }
    match assets.find(FOLDER, NO_SUCH_PAGE).await {
        Some(stored) => {
            let body = Html(stored.body(super::Encoding::Identity));
            (StatusCode::NOT_FOUND, AROUND, NOT_KEPT, body).into_response()
        }
        None => not_built(),
    }
}

/// `GET /llms/{*path}`: the page of that name as Markdown; the name may end in `.md`, and that of a folder's first page is the folder's.
pub(crate) async fn markdown(State(api): State<Api>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    let slug = path.strip_suffix(".md").unwrap_or(&path).trim_end_matches('/');
    for name in [format!("{slug}.md"), format!("{slug}/index.md")] {
        if let Some(stored) = api.settings.assets.find(MARKDOWN_FOLDER, &name).await {
            return page(&name, &stored, &headers);
        }
    }
    (NOT_KEPT, Failure::not_found("page")).into_response()
}

/// `GET /llms.txt`, `GET /llms-full.txt`, `GET /llms`: what agents look for at the root.
pub(crate) async fn for_agents(uri: Uri) -> Redirect {
    let file = if uri.path() == "/llms-full.txt" { "llms-full.txt" } else { "llms.txt" };
    Redirect::temporary(&format!("/{FOLDER}/{file}"))
}

fn page(name: &str, stored: &Stored, headers: &HeaderMap) -> Response {
    let kept = if is_hashed(name) { FOR_EVER } else { ASK_AGAIN };
    (AROUND, answer(name, stored, kept, headers)).into_response()
}

fn not_built() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, AROUND, NOT_KEPT, Html(NOT_BUILT)).into_response()
}
