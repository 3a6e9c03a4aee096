//! What was sent to receivers of webhooks, and what came of it.

pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod replay;

use crate::schemas::{DeliveryEventName, DeliveryStatusName, Instant};
use nameplate_domain::webhook::{Attempt, Delivery};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An event for an endpoint.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookDelivery)]
pub(crate) struct View {
    id: Uuid,
    /// The receiver.
    endpoint_id: Uuid,
    /// The event: `id` of the body, and the header `webhook-id`.
    event_id: Uuid,
    /// The event's name.
    #[serde(rename = "type")]
    #[schema(rename = "type", value_type = DeliveryEventName)]
    kind: String,
    /// The connection that it is about; null for events about none.
    #[serde(rename = "jobId")]
    #[schema(rename = "jobId", required = true)]
    job_id: Option<Uuid>,
    /// How far it has come.
    #[schema(value_type = DeliveryStatusName)]
    status: &'static str,
    /// Attempts so far.
    #[schema(example = 1)]
    attempts: u32,
    /// HTTP status of the last answer; null when there was none.
    #[schema(required = true, example = 200)]
    last_status: Option<u16>,
    /// What was wrong with the last attempt; null when nothing was.
    #[schema(required = true)]
    last_problem: Option<String>,
    /// When it is tried next; null when it is not.
    #[schema(required = true)]
    next_retry_at: Option<Instant>,
    created_at: Instant,
    /// When it was delivered or given up.
    #[schema(required = true)]
    finished_at: Option<Instant>,
}

/// An event for an endpoint, with its body and its attempts.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookDeliveryDetailed)]
pub(crate) struct Detailed {
    #[serde(flatten)]
    #[schema(inline)]
    delivery: View,
    /// The body, exactly as every attempt sends it.
    #[schema(
        example = r#"{"type":"ssl.issued","jobId":"0190f0f0-0000-7000-8000-000000000001","data":{"hostname":"app.customer.com"},"sent_at":"2026-07-02T12:00:00.000Z","id":"0190f0f0-0000-7000-8000-000000000002"}"#
    )]
    body: String,
    /// The last hundred attempts, the last one first.
    attempt_log: Vec<AttemptView>,
}

/// One request to an endpoint.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookAttempt)]
struct AttemptView {
    /// Counted from 1.
    #[schema(example = 1)]
    number: u32,
    at: Instant,
    /// Milliseconds from looking the name up to the answer.
    #[schema(example = 84)]
    took_ms: u64,
    /// HTTP status; null when there was no answer.
    #[schema(required = true, example = 503)]
    status: Option<u16>,
    /// What was wrong; null when nothing was.
    #[schema(required = true, example = "it answered 503")]
    problem: Option<String>,
    /// The first kilobyte of the answer's body, as text.
    #[schema(required = true)]
    answer: Option<String>,
}

impl Detailed {
    pub(crate) fn new(mut delivery: Delivery, attempts: Vec<Attempt>) -> Self {
        let body = std::mem::take(&mut delivery.payload);
        Self { body, delivery: delivery.into(), attempt_log: attempts.into_iter().map(AttemptView::from).collect() }
    }
}

impl From<Delivery> for View {
    fn from(delivery: Delivery) -> Self {
        Self {
            id: delivery.id.0,
            endpoint_id: delivery.endpoint.0,
            event_id: delivery.event.0,
            kind: delivery.kind,
            job_id: delivery.connection.map(|id| id.0),
            status: delivery.status.as_str(),
            attempts: delivery.attempts,
            last_status: delivery.last_status,
            last_problem: delivery.last_problem,
            next_retry_at: delivery.due_at.map(Instant),
            created_at: Instant(delivery.created_at),
            finished_at: delivery.finished_at.map(Instant),
        }
    }
}

impl From<Attempt> for AttemptView {
    fn from(attempt: Attempt) -> Self {
        Self {
            number: attempt.number,
            at: Instant(attempt.at),
            took_ms: u64::try_from(attempt.took.as_millis()).unwrap_or(u64::MAX),
            status: attempt.status,
            problem: attempt.problem,
            answer: attempt.answer,
        }
    }
}
