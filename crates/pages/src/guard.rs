//! Only this machine's own pages and programs get in. Listening on loopback keeps other machines out, but not other web sites: a
//! browser here would carry their requests. So a request must name a loopback host (against DNS rebinding), and a change must not
//! come from a page of another origin (against forged forms).

use axum::Json;
use axum::extract::Request;
use axum::http::header::{CONTENT_SECURITY_POLICY, HOST, ORIGIN, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::net::IpAddr;

const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);

/// Middleware: lets a request through, or says why not. Pages get a policy without scripts, unless they bring one of their own.
pub async fn this_machine_only(request: Request, next: Next) -> Response {
    if let Err(message) = admit(&request) {
        let body = json!({ "error": { "code": "forbidden", "message": message } });
        return (StatusCode::FORBIDDEN, Json(body)).into_response();
    }
    let mut response = next.run(request).await;
    // A page that sends its form elsewhere afterwards says so in a policy of its own.
    response.headers_mut().entry(CONTENT_SECURITY_POLICY).or_insert(POLICY);
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn admit(request: &Request) -> Result<(), &'static str> {
    let authority = request.uri().authority().map(|authority| authority.as_str());
    let Some(host) = authority.or_else(|| text(request.headers(), HOST.as_str())) else {
        return Err("the request names no host");
    };
    if !is_loopback(host) {
        return Err("this host answers to localhost only");
    }
    if request.method().is_safe() {
        return Ok(());
    }
    let origin = request.headers().get(ORIGIN);
    let own = origin.is_none_or(|origin| {
        origin
            .to_str()
            .is_ok_and(|origin| origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host)))
    });
    let cross_site = text(request.headers(), "sec-fetch-site").is_some_and(|site| site == "cross-site");
    if !own || cross_site {
        return Err("the request comes from a page of another origin");
    }
    Ok(())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether the host (with or without port) can only be this machine (RFC 6761, 6.3, for `localhost`).
fn is_loopback(authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) => host,
        _ => authority,
    };
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name == "localhost" || name.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::Method;

    #[test]
    fn loopback_hosts_are_told_from_others() {
        for host in
            ["localhost", "localhost:8053", "dns.localhost:80", "127.0.0.1:8053", "[::1]:8053", "[::1]", "LOCALHOST."]
        {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["example.com", "localhost.example.com", "127.0.0.1.nip.io:80", "192.0.2.1", "[2001:db8::1]:80", ""]
        {
            assert!(!is_loopback(host), "{host}");
        }
    }

    fn check(method: Method, headers: &[(&str, &str)], admitted: bool) {
        let mut request = Request::builder().method(method).uri("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        assert_eq!(admit(&request.body(Body::empty()).unwrap()).is_ok(), admitted, "{headers:?}");
    }

    #[test]
    fn a_change_must_not_come_from_another_origin() {
        let host = ("host", "localhost:8053");
        check(Method::POST, &[host], true);
        check(Method::POST, &[host, ("origin", "http://localhost:8053")], true);
        check(Method::POST, &[host, ("origin", "http://localhost:3000")], false);
        check(Method::POST, &[host, ("origin", "https://evil.example")], false);
        check(Method::DELETE, &[host, ("origin", "null")], false);
        check(Method::POST, &[host, ("sec-fetch-site", "cross-site")], false);
        check(Method::GET, &[host, ("origin", "https://evil.example")], true);
        check(Method::GET, &[("host", "evil.example")], false);
        check(Method::GET, &[], false);
    }
}
