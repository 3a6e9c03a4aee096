//! The page that connected domains show until the developer's own product runs there.

use axum::Router;
use axum::extract::Request;
use axum::http::header;
use axum::response::{Html, IntoResponse};
use tokio::net::TcpListener;

/// Answers every request on `listener` with a page that says what arrived. Runs until dropped.
pub async fn serve(listener: TcpListener) {
    let router = Router::new().fallback(page);
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!(error = &error as &dyn std::error::Error, "The demo page stopped.");
    }
}

async fn page(request: Request) -> impl IntoResponse {
    let of = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("–");
    let host = escaped(of(header::HOST.as_str()));
    let rows = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-request-id"]
        .map(|name| format!("<tr><th scope=\"row\">{name}</th><td>{}</td></tr>", escaped(of(name))))
        .concat();
    let path = escaped(request.uri().path());
    Html(format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{host}</title><style>{STYLE}</style><main><h1>{host} is live</h1>\
         <p>This page is the demo origin's. It was asked for <code>{path}</code>, and the edge added:</p>\
         <table>{rows}</table></main></html>\n"
    ))
}

const STYLE: &str = ":root{color-scheme:light dark}body{font:1rem/1.6 system-ui,sans-serif;margin:0}\
main{max-width:40rem;margin:12vh auto;padding:0 1.25rem}h1{line-height:1.2;overflow-wrap:anywhere}\
th{text-align:left;padding-right:1.5rem;font-weight:500}td{font-family:ui-monospace,monospace;overflow-wrap:anywhere}";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
