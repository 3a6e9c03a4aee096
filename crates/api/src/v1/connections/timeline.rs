//! `GET /v1/connections/{id}/timeline`.

use crate::caller::ReadConnections;
use crate::failure::Failure;
use crate::page::{List, Window};
use crate::query::{Query, parsed};
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::{Instant, TimelineKindName};
use crate::scoped::Scoped;
use crate::v1::audit::ActorView;
use axum::extract::State;
use nameplate_control::TimelineEntry;
use nameplate_domain::connection::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Params {
    /// Entries of one page; 20 when absent.
    #[serde(default, deserialize_with = "parsed")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
}

/// Something that happened to a connection.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TimelineEntry)]
pub(crate) struct View {
    id: Uuid,
    at: Instant,
    #[schema(value_type = TimelineKindName)]
    kind: &'static str,
    /// What happened, in a sentence.
    #[schema(example = "Ownership was proven by txt.")]
    title: String,
    /// By whom; null where nobody did it, or nobody noted who.
    #[schema(required = true)]
    actor: Option<ActorView>,
    /// The event, change set or webhook delivery; null for the other kinds.
    #[schema(required = true)]
    ref_id: Option<Uuid>,
    /// The details, by kind: `action`, `before` and `after` of a transition and an action; `type` and `data` of an event; what was seen
    /// of an observation and a certificate; how far a change set and a delivery have come. Never a secret. The set may grow.
    #[schema(value_type = Object, example = json!({ "type": "domain.verified", "data": { "hostname": "app.customer.com" } }))]
    data: Value,
}

/// Tell the story of a connection, newest first.
///
/// What was done about it and by whom, its states, what DNS showed when that changed, what was written to the zone, what became of the
/// certificate, and what subscribers were told. Events and deliveries are kept for 30 days, all else for 400; of what was seen, the last
/// 200.
#[utoipa::path(get, path = "/v1/connections/{id}/timeline", operation_id = "listConnectionTimeline", tag = "connections",
    security(("api_key" = ["connections:read"])), params(("id" = Uuid, Path), Params))]
pub(crate) async fn handler(
    connection: Scoped<Connection, ReadConnections>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("timeline", params.limit, params.cursor.as_deref())?;
    let story = api.control.tell_timeline(&connection.found, window.page()).await?;
    Ok(Shown(window.show(story, |entry| (entry.at, entry.id), View::from)))
}

impl From<TimelineEntry> for View {
    fn from(entry: TimelineEntry) -> Self {
        Self {
            id: entry.id,
            at: Instant(entry.at),
            kind: entry.kind.as_str(),
            title: entry.title,
            actor: entry.who.map(ActorView::from),
            ref_id: entry.ref_id,
            data: entry.data,
        }
    }
}
