//! `GET /internal/ask?domain=HOST[&purpose=issue]`: may the edge serve this name, and from which origin.
//!
//! Asked in the middle of handshakes, so it stays outside of the layers that other routes have and touches memory only, as a
//! rule: no log line, no request id, one counter.

use crate::failure::Failure;
use crate::router::Api;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use nameplate_domain::ask::Purpose;
use serde::Serialize;
use std::borrow::Cow;

const DENIED: Bytes = Bytes::from_static(br#"{"allow":false,"origin":null}"#);

/// Exactly these two fields; anything more would tell whose name it is.
#[derive(Serialize)]
struct Verdict<'a> {
    allow: bool,
    origin: Option<&'a str>,
}

pub(crate) async fn handler(State(api): State<Api>, RawQuery(query): RawQuery) -> Result<Response, Failure> {
    let query = query.unwrap_or_default();
    let Some(domain) = parameter(&query, "domain") else {
        return Err(Failure::invalid("domain is required: the host name that a visitor asks for."));
    };
    let purpose = match parameter(&query, "purpose").as_deref() {
        None | Some("serve") => Purpose::Serve,
        Some("issue") => Purpose::Issue,
        Some(_) => return Err(Failure::invalid("purpose must be serve or issue.")),
    };
    let Some(name) = host_name(&domain) else {
        api.meter.note_ask(purpose, false);
        return Ok(json(DENIED));
    };
    let answer = api.control.ask(&name, purpose).await?;
    api.meter.note_ask(purpose, answer.allow);
    if !answer.allow {
        return Ok(json(DENIED));
    }
    let verdict = Verdict { allow: true, origin: answer.origin.as_deref() };
    let body = serde_json::to_vec(&verdict).map_err(|error| Failure::internal("an answer to ask", &error))?;
    Ok(json(Bytes::from(body)))
}

fn json(body: Bytes) -> Response {
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The first value of a parameter; decoded only if it is encoded.
fn parameter<'q>(query: &'q str, name: &str) -> Option<Cow<'q, str>> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    match value.contains(['%', '+']) {
        false => Some(Cow::Borrowed(value)),
        true => decoded(value).map(Cow::Owned),
    }
}

fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// A host name as it is kept: lower case, no port, no trailing dot. `None` for what cannot be one.
fn host_name(text: &str) -> Option<Cow<'_, str>> {
    let name = match text.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => text,
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    // An edge asks about the wildcard itself when it is to issue for it.
    let labels = name.strip_prefix("*.").unwrap_or(name);
    let fits = (1..=253).contains(&name.len())
        && labels.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    let is_lower = !name.bytes().any(|byte| byte.is_ascii_uppercase());
    match (fits, is_lower) {
        (true, true) => Some(Cow::Borrowed(name)),
        (true, false) => Some(Cow::Owned(name.to_ascii_lowercase())),
        (false, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_visitors_write_it() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(host_name(text).as_deref(), expected, "{text}");
        check("Shop.Customer.COM.:8443", Some("shop.customer.com"));
        check("shop.customer.com", Some("shop.customer.com"));
        check("", None);
        check(".", None);
        check("../etc/passwd", None);
        check("[2001:db8::1]", None);
        check("*.Customer.com", Some("*.customer.com"));
        check("a.*.customer.com", None);
        check("*", None);
        check(&"a".repeat(254), None);
    }

    #[test]
    fn parameters_are_found_and_decoded() {
        assert_eq!(parameter("purpose=issue&domain=a.b", "domain").as_deref(), Some("a.b"));
        assert_eq!(parameter("domain=a%2Eb", "domain").as_deref(), Some("a.b"));
        assert_eq!(parameter("domain=%zz", "domain"), None);
        assert_eq!(parameter("domains=a", "domain"), None);
    }
}
