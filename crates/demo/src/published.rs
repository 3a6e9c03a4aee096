//! What visitors of a connected domain see: the customer's site, published by Acme Sites until the developer's own product runs there.

use crate::site::Site;
use crate::sites::Sites;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, HOST};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use nameplate_pages::{Markup, fill};
use tokio::net::TcpListener;

const PAGE: &str = include_str!("published/page.html");
const UNCLAIMED: &str = include_str!("published/unclaimed.html");
const STYLE: &str = include_str!("published/style.css");
const OFFER: &str = "<li><h2>{{heading}}</h2><p>{{text}}</p></li>";
const TOLD: &str = "<tr><th scope=\"row\">{{name}}</th><td>{{value}}</td></tr>";
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/// What the edge tells an origin about the visitor.
const TOLD_BY_THE_EDGE: [&str; 5] =
    ["host", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-request-id"];

/// Answers every request on `listener` with the site that is published under its host. Runs until dropped.
pub async fn serve(listener: TcpListener, sites: Sites) {
    let router = Router::new().fallback(visit).with_state(sites);
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!(error = &error as &dyn std::error::Error, "The published sites stopped.");
    }
}

async fn visit(State(sites): State<Sites>, request: Request) -> Response {
    let host = host(request.headers()).to_owned();
    let found = sites.published_at(&host).await;
    let (status, page) = match found {
        Ok(Some(site)) => (StatusCode::OK, published(site, &host, &request)),
        // The edge sends what is connected only: this is somebody's own application.
        Ok(None) => (StatusCode::OK, unclaimed(&host, &request)),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "Could not ask whose site is published.");
            (StatusCode::BAD_GATEWAY, unclaimed(&host, &request))
        }
    };
    (status, [(CONTENT_SECURITY_POLICY, POLICY)], Html(page)).into_response()
}

/// The host that the visitor asked for, without a port.
fn host(headers: &HeaderMap) -> &str {
    let host = text(headers, HOST.as_str()).unwrap_or_default();
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn published(site: &Site, host: &str, request: &Request) -> String {
    let offers = site
        .offers
        .iter()
        .map(|(heading, text)| fill(OFFER, &[("heading", Markup::fixed(heading)), ("text", Markup::fixed(text))]));
    let slots = [
        ("style", Markup::fixed(STYLE)),
        ("slug", Markup::fixed(site.slug)),
        ("name", Markup::fixed(site.name)),
        ("headline", Markup::fixed(site.headline)),
        ("lead", Markup::fixed(site.lead)),
        ("offers", offers.collect()),
        ("visit", Markup::fixed(site.visit)),
        ("host", Markup::text(host)),
        ("told", told(request)),
    ];
    fill(PAGE, &slots).into_string()
}

fn unclaimed(host: &str, request: &Request) -> String {
    let slots = [("style", Markup::fixed(STYLE)), ("host", Markup::text(host)), ("told", told(request))];
    fill(UNCLAIMED, &slots).into_string()
}

/// Rows with what arrived here.
fn told(request: &Request) -> Markup {
    let path = request.uri().path();
    let headers = TOLD_BY_THE_EDGE.map(|name| (name, text(request.headers(), name).unwrap_or("–")));
    let all = std::iter::once(("path", path)).chain(headers);
    all.map(|(name, value)| fill(TOLD, &[("name", Markup::text(name)), ("value", Markup::text(value))])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SITES;
    use axum::body::Body;

    #[test]
    fn a_site_says_under_which_host_it_is_served_and_what_the_edge_told() {
        let request = Request::builder()
            .uri("/menu")
            .header(HOST, "www.customer.test:8443")
            .header("x-forwarded-for", "<script>")
            .body(Body::empty())
            .unwrap();
        let page = published(&SITES[0], host(request.headers()), &request);
        assert!(page.contains("Juniper Bakery") && page.contains("<strong>www.customer.test</strong>"), "{page}");
        assert!(page.contains("<td>/menu</td>") && page.contains("&lt;script&gt;"));
        assert!(!page.contains("<script") && !page.contains("{{"), "{page}");
    }

    #[test]
    fn a_host_of_somebodys_own_application_is_told_apart() {
        let page = unclaimed("<b>.test", &Request::new(Body::empty()));
        assert!(page.contains("&lt;b&gt;.test") && page.contains("<td>/</td>") && !page.contains("{{"), "{page}");
    }
}
