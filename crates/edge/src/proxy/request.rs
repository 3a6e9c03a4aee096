//! One request: checked, passed on, answered.

use super::body::{RequestBody, ResponseBody, Upload};
use super::error_page::{Preferences, page};
use super::headers::{self, Asked};
use super::origin::Origin;
use super::request_id::RequestIds;
use super::upgrade::tunnel;
use super::upstream::{ConnectError, Lent, Pool};
use crate::ServerName;
use crate::ask::Refusal;
use crate::busy::Busy;
use crate::challenges::Challenges;
use crate::meter::{Counters, Present};
use crate::settings::EdgeSettings;
use crate::sites::{Ladder, NoSite, Site};
use http::header::{CONNECTION, CONTENT_TYPE, HeaderValue, UPGRADE};
use http::{Method, Request, Response, StatusCode, Version, request};
use hyper::body::Incoming;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

/// A stream that lay unused for longer may just be being closed by its origin. Only for those is a copy of the request's
/// head kept, to send it again.
const MAY_BE_CLOSING_AFTER: Duration = Duration::from_millis(500);
/// How long a body is held back for an origin that does not know `Expect: 100-continue` (RFC 9110 section 10.1.1).
const CONTINUE_WAIT: Duration = Duration::from_secs(1);

/// What all requests on one thread share.
#[derive(Debug)]
pub(crate) struct Proxy {
    pub(crate) ladder: Ladder,
    pub(crate) challenges: Challenges,
    pub(crate) pool: Arc<Pool>,
    pub(crate) counters: Arc<Counters>,
    pub(crate) busy: Busy,
    pub(crate) settings: Arc<EdgeSettings>,
    loop_mark: HeaderValue,
    ids: RequestIds,
}

/// Who sends requests on one TLS stream, and what was agreed in its handshake.
#[derive(Debug)]
pub(crate) struct Visitor {
    site: Arc<Site>,
    address: HeaderValue,
    trusted: bool,
}

/// Why there is no response to pass on.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("the site has no origin")]
    NoOrigin,
    #[error("the origin cannot be connected to")]
    Connect(#[source] ConnectError),
    #[error("the origin broke off")]
    BrokeOff(#[source] hyper::Error),
    #[error("the origin was late")]
    Late,
    #[error("the visitor stopped sending")]
    VisitorSilent,
    #[error("the origin changed protocol without being asked to")]
    UnaskedUpgrade,
}

impl Failure {
    fn status(&self) -> StatusCode {
        match self {
            Self::Late => StatusCode::GATEWAY_TIMEOUT,
            Self::Connect(error) if error.is_late() => StatusCode::GATEWAY_TIMEOUT,
            Self::VisitorSilent => StatusCode::REQUEST_TIMEOUT,
            _ => StatusCode::BAD_GATEWAY,
        }
    }
}

impl Proxy {
    pub(crate) fn new(
        ladder: Ladder,
        challenges: Challenges,
        pool: Arc<Pool>,
        counters: Arc<Counters>,
        busy: Busy,
        settings: Arc<EdgeSettings>,
    ) -> Self {
        // A header value knows no blanks or commas in this place.
        let id: String =
            settings.edge_id.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
        let loop_mark =
            HeaderValue::from_str(&format!("nameplate-{id}")).unwrap_or(HeaderValue::from_static("nameplate"));
        Self { ladder, challenges, pool, counters, busy, settings, loop_mark, ids: RequestIds::new() }
    }

    pub(crate) fn loop_mark(&self) -> &[u8] {
        self.loop_mark.as_bytes()
    }

    pub(crate) fn loop_mark_value(&self) -> &HeaderValue {
        &self.loop_mark
    }

    pub(crate) fn next_request_id(&self) -> HeaderValue {
        self.ids.next()
    }
}

impl Visitor {
    pub(crate) fn new(site: Arc<Site>, peer: IpAddr, settings: &EdgeSettings) -> Self {
        let peer = peer.to_canonical();
        let trusted = settings.trusted_proxies.iter().any(|block| block.contains(peer));
        let address = HeaderValue::from_str(&peer.to_string()).unwrap_or(HeaderValue::from_static("unknown"));
        Self { site, address, trusted }
    }

    pub(crate) fn is_trusted(&self) -> bool {
        self.trusted
    }

    /// The peer's address, as `X-Forwarded-For` has it.
    pub(crate) fn address(&self) -> &HeaderValue {
        &self.address
    }
}

/// The response to a request: the origin's, or a page that says why not.
pub(crate) async fn answer(proxy: &Proxy, visitor: &Visitor, request: Request<Incoming>) -> Response<ResponseBody> {
    proxy.counters.requests_total.up();
    let in_flight = Present::new(&proxy.counters, |counters| &counters.requests_in_flight);
    let preferences = Preferences::of(request.headers());
    let site = match proxy.ladder.still(&visitor.site).await {
        Ok(site) => site,
        Err(NoSite::Refused(Refusal::Denied)) => return refused(proxy, StatusCode::MISDIRECTED_REQUEST, &preferences),
        Err(_) => return refused(proxy, StatusCode::SERVICE_UNAVAILABLE, &preferences),
    };
    if let Some(token) = Challenges::token(request.uri().path())
        && let Some(answer) = proxy.challenges.http(token).await
    {
        proxy.counters.challenges_answered_total.up();
        return challenge_answer(answer);
    }
    let (mut head, body) = request.into_parts();
    let asked = match headers::to_origin(&mut head, proxy, visitor, &site) {
        Ok(asked) => asked,
        Err(status) => {
            let mut response = refused(proxy, status, &preferences);
            if status == StatusCode::BAD_REQUEST && head.version != Version::HTTP_2 {
                // Where the next request would begin is not certain.
                response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            return response;
        }
    };
    match pass_on(proxy, &site, head, body, &asked, in_flight).await {
        Ok(response) => response,
        Err(failure) => failed(proxy, site.name(), &failure, &preferences, &asked.request_id),
    }
}

/// The answer to an authority's challenge that comes by way of https: it followed a redirect, or a CDN stands before us.
fn challenge_answer(answer: String) -> Response<ResponseBody> {
    let mut response = Response::new(ResponseBody::whole(answer));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}

fn refused(proxy: &Proxy, status: StatusCode, preferences: &Preferences) -> Response<ResponseBody> {
    if status == StatusCode::MISDIRECTED_REQUEST {
        proxy.counters.requests_misdirected_total.up();
    }
    page(status, preferences, &proxy.next_request_id())
}

fn failed(
    proxy: &Proxy,
    name: &ServerName,
    failure: &Failure,
    preferences: &Preferences,
    request_id: &HeaderValue,
) -> Response<ResponseBody> {
    let status = failure.status();
    match status {
        StatusCode::GATEWAY_TIMEOUT => proxy.counters.upstream_timeouts_total.up(),
        StatusCode::BAD_GATEWAY => proxy.counters.upstream_errors_total.up(),
        _ => {}
    }
    tracing::warn!(
        server.name = %name,
        request.id = request_id.to_str().unwrap_or("-"),
        response.status = status.as_u16(),
        error = failure as &dyn std::error::Error,
        "A request could not be passed on."
    );
    page(status, preferences, request_id)
}

async fn pass_on(
    proxy: &Proxy,
    site: &Arc<Site>,
    mut head: request::Parts,
    body: Incoming,
    asked: &Asked,
    in_flight: Present,
) -> Result<Response<ResponseBody>, Failure> {
    let origin = site.allowed().origin().ok_or(Failure::NoOrigin)?;
    let visitor_upgrade = asked.upgrade.as_ref().and_then(|_| head.extensions.remove::<hyper::upgrade::OnUpgrade>());
    let (body, upload) = RequestBody::passing_on(body, asked.expects_continue);
    let mut request = Request::from_parts(head, body);
    if let Some(upload) = upload.clone().filter(|_| asked.expects_continue) {
        hyper::ext::on_informational(&mut request, move |informational| {
            if informational.status() == StatusCode::CONTINUE {
                upload.release();
            }
        });
    }
    let held_back = upload.as_deref().filter(|_| asked.expects_continue);
    let wait = Wait { max: proxy.settings.proxy_timeout, upload: upload.as_deref(), held_back };
    let (response, lent) = exchange(proxy, origin, request, wait).await?;

    let (mut head, incoming) = response.into_parts();
    if head.status == StatusCode::SWITCHING_PROTOCOLS {
        let agreed = head.headers.get(UPGRADE).is_some_and(|protocol| is_among(protocol, asked.upgrade.as_ref()));
        let origin_upgrade = head.extensions.remove::<hyper::upgrade::OnUpgrade>();
        let (Some(visitor_upgrade), Some(origin_upgrade), true) = (visitor_upgrade, origin_upgrade, agreed) else {
            return Err(Failure::UnaskedUpgrade);
        };
        let open = Present::new(&proxy.counters, |counters| &counters.tunnels_open);
        let silence_max = proxy.settings.tunnel_idle_timeout;
        let (ladder, site) = (proxy.ladder.clone(), Arc::clone(site));
        let refused = async move { ladder.refused(site).await };
        tokio::spawn(tunnel(visitor_upgrade, origin_upgrade, silence_max, refused, (open, proxy.busy.hold())));
        headers::to_visitor(&mut head, &asked.request_id);
        return Ok(Response::from_parts(head, ResponseBody::empty()));
    }
    headers::to_visitor(&mut head, &asked.request_id);
    Ok(Response::from_parts(head, ResponseBody::streamed(incoming, lent, proxy.settings.proxy_timeout, in_flight)))
}

/// Whether the protocol that the origin chose is one that the visitor offered.
fn is_among(chosen: &HeaderValue, offered: Option<&HeaderValue>) -> bool {
    offered.is_some_and(|offered| {
        offered
            .as_bytes()
            .split(|byte| *byte == b',')
            .any(|one| one.trim_ascii().eq_ignore_ascii_case(chosen.as_bytes()))
    })
}

/// Sends a request on an unused stream, else on a new one.
///
/// A request that was not sent, because the stream turned out to be closed, is sent on another. One that was sent and
/// heard nothing back is sent again only if it changes nothing at the origin and has no body (RFC 9110 section 9.2.2).
async fn exchange(
    proxy: &Proxy,
    origin: &Arc<Origin>,
    mut request: Request<RequestBody>,
    wait: Wait<'_>,
) -> Result<(Response<Incoming>, Lent), Failure> {
    while let Some(mut lent) = proxy.pool.reuse(origin) {
        let may_be_closing = lent.unused_for.is_some_and(|unused| unused > MAY_BE_CLOSING_AFTER);
        let again = if may_be_closing && wait.upload.is_none() { copy_of_safe(&request) } else { None };
        match sent(&mut lent, request, &wait).await {
            Ok(response) => return Ok((response, lent)),
            Err(Unsent::Returned(returned)) => request = *returned,
            Err(Unsent::Failed(Failure::BrokeOff(error))) if error.is_incomplete_message() || error.is_closed() => {
                request = again.ok_or(Failure::BrokeOff(error))?;
                break;
            }
            Err(Unsent::Failed(failure)) => return Err(failure),
        }
    }
    let mut lent = proxy.pool.open(origin).await.map_err(Failure::Connect)?;
    match sent(&mut lent, request, &wait).await {
        Ok(response) => Ok((response, lent)),
        Err(Unsent::Returned(_)) => {
            Err(Failure::Connect(ConnectError::Io(std::io::ErrorKind::ConnectionAborted.into())))
        }
        Err(Unsent::Failed(failure)) => Err(failure),
    }
}

enum Unsent {
    /// Nothing left this machine.
    Returned(Box<Request<RequestBody>>),
    Failed(Failure),
}

/// How long to wait for a response's head.
struct Wait<'a> {
    max: Duration,
    upload: Option<&'a Upload>,
    held_back: Option<&'a Upload>,
}

async fn sent(lent: &mut Lent, request: Request<RequestBody>, wait: &Wait<'_>) -> Result<Response<Incoming>, Unsent> {
    let mut response = pin!(lent.sender.try_send_request(request));
    if let Some(held_back) = wait.held_back {
        match tokio::time::timeout(CONTINUE_WAIT.min(wait.max), &mut response).await {
            Ok(result) => return result.map_err(unsent),
            Err(_elapsed) => held_back.release(),
        }
    }
    loop {
        let before = wait.upload.map(Upload::pieces);
        match tokio::time::timeout(wait.max, &mut response).await {
            Ok(result) => return result.map_err(unsent),
            // As long as a body is on its way, the origin is not late.
            Err(_elapsed) if wait.upload.map(Upload::pieces) != before => {}
            Err(_elapsed) if wait.upload.is_some_and(Upload::waits_for_visitor) => {
                return Err(Unsent::Failed(Failure::VisitorSilent));
            }
            Err(_elapsed) => return Err(Unsent::Failed(Failure::Late)),
        }
    }
}

fn unsent(mut error: hyper::client::conn::TrySendError<Request<RequestBody>>) -> Unsent {
    match error.take_message() {
        Some(request) => Unsent::Returned(Box::new(request)),
        None => Unsent::Failed(Failure::BrokeOff(error.into_error())),
    }
}

fn copy_of_safe(request: &Request<RequestBody>) -> Option<Request<RequestBody>> {
    let changes_nothing = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !changes_nothing || request.headers().contains_key(UPGRADE) {
        return None;
    }
    let mut copy = Request::new(RequestBody::none());
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    Some(copy)
}
