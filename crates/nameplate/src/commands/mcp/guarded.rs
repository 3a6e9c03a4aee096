//! What comes before MCP over HTTP: a key, and a page that may ask (MCP 2026-07-28, "Streamable HTTP", 2).

use super::server::Server;
use bytes::Bytes;
use http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, HeaderMap, WWW_AUTHENTICATE};
use http::{Request, Response, StatusCode};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use std::convert::Infallible;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Where it is served.
const PATH: &str = "/mcp";
/// Largest body of a request: arguments are a few names.
const BODY_MAX: usize = 64 * 1024;
/// Longest key that is passed on.
const KEY_MAX: usize = 512;

/// The key that a request brought.
#[derive(Clone)]
pub(super) struct Bearer(pub(super) String);

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(…)")
    }
}

/// From where a request came, as proxies tell it.
#[derive(Clone, Debug)]
pub(super) struct Visitor(pub(super) String);

type Answered = Response<BoxBody<Bytes, Infallible>>;

/// The server, behind its guard.
#[derive(Clone)]
pub(super) struct Guarded {
    mcp: StreamableHttpService<Server, NeverSessionManager>,
    end: Arc<dyn Fn() + Send + Sync>,
}

impl Guarded {
    /// For names of this machine and `hosts`, and for no page in a browser but those of `origins`.
    pub(super) fn new(server: Server, address: SocketAddr, hosts: Vec<String>, origins: Vec<String>) -> Self {
        let mut config = StreamableHttpServerConfig::default()
            .with_legacy_session_mode(false)
            .with_json_response(true)
            .with_max_request_body_bytes(BODY_MAX)
            .with_allowed_origins(origins)
            .enforce_origin_validation();
        config.allowed_hosts.extend(hosts);
        if !address.ip().is_unspecified() {
            config.allowed_hosts.push(address.ip().to_string());
        }
        let token = config.cancellation_token.clone();
        let mcp =
            StreamableHttpService::new(move || Ok(server.clone()), Arc::new(NeverSessionManager::default()), config);
        Self { mcp, end: Arc::new(move || token.cancel()) }
    }

    /// Ends what is still being answered.
    pub(super) fn end(&self) {
        (self.end)();
    }

    /// Answers a request that came from `peer`.
    pub(super) async fn answer(&self, mut request: Request<Incoming>, peer: IpAddr) -> Answered {
        if request.uri().path() != PATH {
            return said(StatusCode::NOT_FOUND, "not_found", "There is nothing here; MCP is at /mcp.");
        }
        if request.method() != http::Method::POST {
            let mut answer = said(
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "Requests of MCP are POSTs; there are no sessions.",
            );
            answer.headers_mut().insert(ALLOW, http::HeaderValue::from_static("POST"));
            return answer;
        }
        let Some(key) = key_of(request.headers()) else {
            let told = "Send an API key as `Authorization: Bearer sk_…`; the console and `nameplate admin key create` make them.";
            let mut answer = said(StatusCode::UNAUTHORIZED, "unauthorized", told);
            let challenge = http::HeaderValue::from_static("Bearer realm=\"nameplate\"");
            answer.headers_mut().insert(WWW_AUTHENTICATE, challenge);
            return answer;
        };
        // From here on nobody has to see it.
        request.headers_mut().remove(AUTHORIZATION);
        let visitor = visitor(request.headers(), peer);
        request.extensions_mut().insert(key);
        request.extensions_mut().insert(visitor);
        self.mcp.handle(request).await
    }
}

/// The one key in the headers (RFC 6750, 2.1), of the characters that it may have.
fn key_of(headers: &HeaderMap) -> Option<Bearer> {
    let mut all = headers.get_all(AUTHORIZATION).iter();
    let (Some(one), None) = (all.next(), all.next()) else { return None };
    let (scheme, key) = one.to_str().ok()?.split_once(' ')?;
    let key = key.trim();
    let is_key = scheme.eq_ignore_ascii_case("bearer") && !key.is_empty() && key.len() <= KEY_MAX;
    (is_key && key.bytes().all(|byte| byte.is_ascii_graphic())).then(|| Bearer(key.to_owned()))
}

/// Appended to, as proxies do: whom the API believes is its own affair.
fn visitor(headers: &HeaderMap, peer: IpAddr) -> Visitor {
    let before = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    Visitor(before.map(str::to_owned).chain([peer.to_string()]).collect::<Vec<_>>().join(", "))
}

fn said(status: StatusCode, code: &str, message: &str) -> Answered {
    let body = serde_json::json!({ "error": { "code": code, "message": message } }).to_string();
    let mut answer = Response::new(Full::new(Bytes::from(body)).boxed());
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
    answer
}
