//! `GET /v1/events`.

use super::filter::Filter;
use super::flow::Flow;
use crate::caller::{Allowed, Browser, ReadConnections, still};
use crate::failure::{Failure, Kind};
use crate::query::{Query, listed, parsed};
use crate::router::Api;
use crate::schemas::EventName;
use axum::body::Body;
use axum::extract::{FromRequestParts, State as Given};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response as HttpResponse};
use nameplate_control::{FullHouse, Start};
use nameplate_domain::tenancy::{Caller, EventId, Who};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, RefOr, Response, ResponseBuilder};
use utoipa::{IntoParams, IntoResponses};
use uuid::Uuid;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Tells nginx not to hold the stream back.
const ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");
/// Seconds after which somebody may have left.
const FULL_RETRY_AFTER_S: u64 = 30;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Params {
    /// Only of this application.
    #[serde(default, deserialize_with = "parsed")]
    pub(super) application_id: Option<Uuid>,
    /// Only of this connection.
    #[serde(default, deserialize_with = "parsed")]
    pub(super) connection_id: Option<Uuid>,
    /// Only of these types; repeat the parameter, or separate with commas.
    #[serde(rename = "type", default, deserialize_with = "listed")]
    #[param(rename = "type", value_type = Option<Vec<EventName>>, style = Form, explode = false)]
    pub(super) kinds: Vec<String>,
    /// As the header Last-Event-ID, for clients that cannot send it. The header wins.
    #[serde(default)]
    #[param(value_type = Option<Uuid>)]
    last_event_id: Option<String>,
    /// A widget token, for browsers' EventSource, which cannot send the header Authorization. API keys are not taken here.
    #[serde(default, rename = "access_token")]
    #[param(rename = "access_token", value_type = Option<String>)]
    _access_token: Option<serde::de::IgnoredAny>,
}

/// Somebody who listens, and how it was found that they may.
pub(crate) struct Listener {
    pub(super) caller: Caller,
    /// The request, to be looked at again.
    parts: Parts,
}

impl FromRequestParts<Api> for Listener {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Failure> {
        let mut parts = parts.clone();
        let is_in_query = move_token(&mut parts);
        let caller = (*Allowed::<Browser<ReadConnections>>::from_request_parts(&mut parts, api).await?).clone();
        if is_in_query && !matches!(caller.who, Who::WidgetToken { .. }) {
            let message =
                "access_token takes widget tokens only; send an API key in the header Authorization: Bearer sk_…";
            return Err(Failure::new(Kind::Unauthorized, message));
        }
        Ok(Self { caller, parts })
    }
}

impl Listener {
    /// Whether they still may; a store that cannot be asked has not said no. A browser that acts for another tenant by now has no say
    /// about the events of this one.
    pub(super) async fn may_go_on(&mut self, api: &Api) -> bool {
        match still::<Browser<ReadConnections>>(&self.parts, api).await {
            Ok(caller) if caller.tenant != self.caller.tenant => false,
            Ok(caller) => {
                self.caller = caller;
                true
            }
            Err(failure) => failure.is_own_fault(),
        }
    }
}

/// Puts a token of the query string where tokens belong, unless there is one (RFC 6750, 2.1 and 2.3).
fn move_token(parts: &mut Parts) -> bool {
    if parts.headers.contains_key(header::AUTHORIZATION) {
        return false;
    }
    let token = parts.uri.query().and_then(|query| {
        // A token is made of characters that nobody encodes.
        query.split('&').find_map(|pair| pair.strip_prefix("access_token="))
    });
    let Some(Ok(mut value)) = token.map(|token| HeaderValue::try_from(format!("Bearer {token}"))) else { return false };
    value.set_sensitive(true);
    parts.headers.insert(header::AUTHORIZATION, value);
    true
}

/// 200, without an end.
pub(crate) struct Streamed(Body);

impl IntoResponse for Streamed {
    fn into_response(self) -> HttpResponse {
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (ACCEL_BUFFERING, HeaderValue::from_static("no")),
        ];
        (headers, self.0).into_response()
    }
}

impl IntoResponses for Streamed {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let example =
            "id: 0197c8a2-0000-7000-8000-000000000000\nevent: ssl.issued\ndata: {\"type\":\"ssl.issued\",…}\n\n";
        let schema = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(
                "Events as the HTML standard has them (9.2): id, the type as event, and an Event in JSON as data. It has no end.",
            ))
            .examples([example]);
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let response = ResponseBuilder::new()
            .description("The events, as they happen.")
            .content("text/event-stream", content)
            .build();
        BTreeMap::from([("200".to_owned(), response.into())])
    }
}

/// Follow what happens, as it happens.
///
/// A stream of server-sent events. With Last-Event-ID it begins after that event, with everything that has happened since, and goes on
/// live: each event comes once, in one order, whichever server answers. An id that is not known any more (events are kept for 30
/// days) begins with the oldest event that is, after an event `reset`; the id `00000000-0000-0000-0000-000000000000` does so without.
/// Without Last-Event-ID it begins now. A comment comes every 15 seconds. The stream ends when the key is revoked, the token
/// expires or the server stops: come back with Last-Event-ID.
#[utoipa::path(get, path = "/v1/events", operation_id = "streamEvents", tag = "events",
    security(("api_key" = ["connections:read"]), ("widget_token" = ["connections:read"])),
    params(Params, ("Last-Event-ID" = Option<Uuid>, Header, description = "The `id` of the last event that was received.")))]
pub(crate) async fn handler(
    listener: Listener,
    Given(api): Given<Api>,
    Query(params): Query<Params>,
    parts: Parts,
) -> Result<Streamed, Failure> {
    let filter = Filter::read(&params)?;
    let start = start(&parts, params.last_event_id.as_deref())?;
    let begun = api.control.listen(listener.caller.tenant, start).await?.map_err(full)?;
    Ok(Streamed(Flow::new(api, listener, filter, begun).body()))
}

fn start(parts: &Parts, in_query: Option<&str>) -> Result<Start, Failure> {
    let (name, text) = match (parts.headers.get(LAST_EVENT_ID), in_query) {
        (Some(value), _) => ("Last-Event-ID", value.to_str().unwrap_or("?")),
        (None, Some(text)) => ("last_event_id", text),
        (None, None) => return Ok(Start::Now),
    };
    match text.trim() {
        // What browsers send that have not seen an id yet.
        "" => Ok(Start::Now),
        text => match Uuid::try_parse(text).ok().filter(|_| text.len() == 36) {
            Some(id) => Ok(Start::After(EventId(id))),
            None => Err(Failure::invalid(format!(
                "{name} must be the id of an event, as the stream gave it; leave it out to begin now."
            ))),
        },
    }
}

fn full(house: FullHouse) -> Failure {
    let (kind, message) = match house {
        FullHouse::OfTenant => (
            Kind::TooManyRequests,
            "Too many event streams of this account are open. Close some, or share one among your own clients.",
        ),
        FullHouse::OfProcess => (Kind::Unavailable, "Too many event streams are open. Try again later."),
    };
    Failure::new(kind, message).after(FULL_RETRY_AFTER_S)
}
