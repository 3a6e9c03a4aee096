//! What is taken off and put on the headers of a request and of its response.

use super::request::{Proxy, Visitor};
use crate::sites::Site;
use http::header::{
    CONNECTION, CONTENT_LENGTH, COOKIE, EXPECT, FORWARDED, HOST, HeaderMap, HeaderName, HeaderValue,
    PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE, TRANSFER_ENCODING, UPGRADE,
};
use http::{Method, StatusCode, Uri, Version, request, response};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");
const X_REAL_IP: HeaderName = HeaderName::from_static("x-real-ip");
pub(crate) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// RFC 8586: every CDN adds its name, and whoever finds its own stops.
const CDN_LOOP: HeaderName = HeaderName::from_static("cdn-loop");
const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
const PROXY_CONNECTION: HeaderName = HeaderName::from_static("proxy-connection");
const HTTP2_SETTINGS: HeaderName = HeaderName::from_static("http2-settings");

/// What a request turned out to ask for, beyond what can be passed on as it is.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) request_id: HeaderValue,
    /// The protocol to change to, if the visitor wants that (RFC 9110 section 7.8).
    pub(crate) upgrade: Option<HeaderValue>,
    /// The visitor holds its body back until told to go on (RFC 9110 section 10.1.1).
    pub(crate) expects_continue: bool,
}

/// Checks a request for `site` and turns its head into the one for the origin: HTTP/1.1, origin form.
///
/// `Err` is the status to answer with instead.
pub(crate) fn to_origin(
    head: &mut request::Parts,
    proxy: &Proxy,
    visitor: &Visitor,
    site: &Site,
) -> Result<Asked, StatusCode> {
    check_framing(head)?;
    let host = host_for(head, site)?;
    if head.method == Method::CONNECT || head.method == Method::TRACE {
        return Err(StatusCode::METHOD_NOT_ALLOWED);
    }
    if has_token(&head.headers, &CDN_LOOP, proxy.loop_mark()) {
        return Err(StatusCode::LOOP_DETECTED);
    }
    let upgrade = wanted_upgrade(head);
    let wants_trailers = head.headers.get(TE).is_some_and(|te| te.as_bytes().eq_ignore_ascii_case(b"trailers"));
    let expects_continue =
        head.headers.get(EXPECT).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"));

    strip_hop_by_hop(&mut head.headers);
    if head.version == Version::HTTP_2 {
        join_cookies(&mut head.headers);
    }
    let headers = &mut head.headers;
    if let Some(protocol) = &upgrade {
        headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(UPGRADE, protocol.clone());
    } else if wants_trailers {
        headers.insert(CONNECTION, HeaderValue::from_static("te"));
        headers.insert(TE, HeaderValue::from_static("trailers"));
    }
    let request_id = put_ours(headers, proxy, visitor, &host);
    headers.insert(HOST, host);
    head.uri = origin_form(&head.uri)?;
    head.version = Version::HTTP_11;
    Ok(Asked { request_id, upgrade, expects_continue })
}

/// Takes off a response's head what was meant for this hop only.
pub(crate) fn to_visitor(head: &mut response::Parts, request_id: &HeaderValue) {
    if head.status != StatusCode::SWITCHING_PROTOCOLS {
        strip_hop_by_hop(&mut head.headers);
    }
    head.headers.insert(X_REQUEST_ID, request_id.clone());
    head.version = Version::default();
}

/// A transfer coding that is not exactly `chunked` may be read in two ways: refused, never repaired. When there is a
/// Content-Length as well, hyper has dropped it and closes the stream after the response, as RFC 9112 section 6.3 wants.
fn check_framing(head: &request::Parts) -> Result<(), StatusCode> {
    let mut codings = head.headers.get_all(TRANSFER_ENCODING).iter();
    let Some(coding) = codings.next() else { return Ok(()) };
    let exactly_chunked = codings.next().is_none() && coding.as_bytes().eq_ignore_ascii_case(b"chunked");
    if exactly_chunked { Ok(()) } else { Err(StatusCode::BAD_REQUEST) }
}

/// The Host to pass on. Every name that the request gives must be the one of the handshake.
fn host_for(head: &request::Parts, site: &Site) -> Result<HeaderValue, StatusCode> {
    let mut hosts = head.headers.get_all(HOST).iter();
    let host = hosts.next();
    if hosts.next().is_some() {
        return Err(StatusCode::BAD_REQUEST);
    }
    let authority = head.uri.authority().map(|authority| authority.as_str());
    for named in [host.map(HeaderValue::as_bytes), authority.map(str::as_bytes)].into_iter().flatten() {
        if !site.name().is_host(named) {
            return Err(StatusCode::MISDIRECTED_REQUEST);
        }
    }
    match (authority, host) {
        (_, Some(host)) => Ok(host.clone()),
        (Some(authority), None) => HeaderValue::from_str(authority).map_err(|_| StatusCode::BAD_REQUEST),
        (None, None) if head.version == Version::HTTP_10 => {
            HeaderValue::from_str(site.name().as_str()).map_err(|_| StatusCode::BAD_REQUEST)
        }
        (None, None) => Err(StatusCode::BAD_REQUEST),
    }
}

fn wanted_upgrade(head: &request::Parts) -> Option<HeaderValue> {
    let upgrade = head.headers.get(UPGRADE)?;
    let wanted = head.version == Version::HTTP_11 && has_token(&head.headers, &CONNECTION, b"upgrade");
    // h2c would be a second way in, past every check that is made here.
    (wanted && !upgrade.as_bytes().eq_ignore_ascii_case(b"h2c")).then(|| upgrade.clone())
}

/// Takes off the headers of RFC 9110 section 7.6.1 and those that Connection names. What decides where the message ends
/// and whom it is for cannot be named away.
fn strip_hop_by_hop(headers: &mut HeaderMap) {
    if headers.contains_key(CONNECTION) {
        let nominated: Vec<HeaderName> = headers
            .get_all(CONNECTION)
            .iter()
            .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
            .filter_map(|name| HeaderName::from_bytes(name.trim_ascii()).ok())
            .filter(|name| *name != HOST && *name != CONTENT_LENGTH && *name != CDN_LOOP)
            .collect();
        for name in nominated {
            headers.remove(name);
        }
        headers.remove(CONNECTION);
    }
    for name in [
        TRANSFER_ENCODING,
        UPGRADE,
        TE,
        KEEP_ALIVE,
        PROXY_CONNECTION,
        PROXY_AUTHENTICATE,
        PROXY_AUTHORIZATION,
        HTTP2_SETTINGS,
    ] {
        headers.remove(name);
    }
}

/// HTTP/2 may split cookies into several fields; HTTP/1.1 may not (RFC 9113 section 8.2.3).
fn join_cookies(headers: &mut HeaderMap) {
    let mut cookies = headers.get_all(COOKIE).iter();
    let (Some(first), Some(second)) = (cookies.next(), cookies.next()) else { return };
    let mut joined = first.as_bytes().to_vec();
    for cookie in std::iter::once(second).chain(cookies) {
        joined.extend_from_slice(b"; ");
        joined.extend_from_slice(cookie.as_bytes());
    }
    if let Ok(joined) = HeaderValue::from_bytes(&joined) {
        headers.insert(COOKIE, joined);
    }
}

/// Puts on who the visitor is, in place of what the visitor claims; a trusted proxy's claims are kept and added to.
fn put_ours(headers: &mut HeaderMap, proxy: &Proxy, visitor: &Visitor, host: &HeaderValue) -> HeaderValue {
    headers.append(CDN_LOOP, proxy.loop_mark_value().clone());
    if visitor.is_trusted() {
        let chain = claimed_chain(headers, visitor.address());
        headers.insert(X_FORWARDED_FOR, chain);
        headers.entry(X_FORWARDED_PROTO).or_insert(HeaderValue::from_static("https"));
        headers.entry(X_FORWARDED_HOST).or_insert_with(|| host.clone());
        return headers.entry(X_REQUEST_ID).or_insert_with(|| proxy.next_request_id()).clone();
    }
    headers.remove(FORWARDED);
    headers.remove(X_FORWARDED_PORT);
    headers.remove(X_REAL_IP);
    headers.insert(X_FORWARDED_FOR, visitor.address().clone());
    headers.insert(X_FORWARDED_PROTO, HeaderValue::from_static("https"));
    headers.insert(X_FORWARDED_HOST, host.clone());
    let request_id = proxy.next_request_id();
    headers.insert(X_REQUEST_ID, request_id.clone());
    request_id
}

/// What a trusted proxy says about who is behind it, and then that proxy itself.
fn claimed_chain(headers: &HeaderMap, peer: &HeaderValue) -> HeaderValue {
    let claims = headers.get_all(X_FORWARDED_FOR).iter().chain(std::iter::once(peer));
    let chain: Vec<&[u8]> = claims.map(HeaderValue::as_bytes).collect();
    HeaderValue::from_bytes(&chain.join(&b", "[..])).unwrap_or_else(|_| peer.clone())
}

/// Path and query alone, as an origin expects them (RFC 9112 section 3.2.1).
fn origin_form(uri: &Uri) -> Result<Uri, StatusCode> {
    if uri.authority().is_none() {
        return Ok(uri.clone());
    }
    let path = uri.path_and_query().cloned().ok_or(StatusCode::BAD_REQUEST)?;
    Ok(Uri::from(path))
}

fn has_token(headers: &HeaderMap, name: &HeaderName, token: &[u8]) -> bool {
    headers.get_all(name).iter().any(|value| {
        value.as_bytes().split(|byte| *byte == b',').any(|part| part.trim_ascii().eq_ignore_ascii_case(token))
    })
}
