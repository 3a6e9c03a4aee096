//! `/v1/events`.

mod filter;
mod flow;
pub(crate) mod stream;

use crate::schemas::{EventName, Instant};
use nameplate_store::StoredEvent;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An event as it stands behind `data:`. The first five fields are those of a webhook's body.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Event)]
pub(crate) struct View<'a> {
    /// What happened.
    #[serde(rename = "type")]
    #[schema(rename = "type", value_type = EventName, example = "ssl.issued")]
    kind: &'static str,
    /// Which connection it is about; null for events that are about none.
    #[serde(rename = "jobId")]
    #[schema(rename = "jobId")]
    job_id: Option<Uuid>,
    /// More of it; `hostname` where it is about a connection.
    #[schema(value_type = Object, example = json!({"hostname": "app.customer.com"}))]
    data: &'a serde_json::Value,
    /// When it happened.
    sent_at: Instant,
    /// Send it as Last-Event-ID to go on after this event.
    id: Uuid,
    /// Of which application; null for events that are about none.
    application_id: Option<Uuid>,
}

impl<'a> View<'a> {
    fn of(event: &'a StoredEvent) -> Self {
        // What is about no connection has nil identifiers.
        let present = |id: Uuid| Some(id).filter(|id| !id.is_nil());
        Self {
            kind: event.kind.as_str(),
            job_id: present(event.connection.0),
            data: &event.data,
            sent_at: Instant(event.created_at),
            id: event.id.0,
            application_id: present(event.application.0),
        }
    }
}
