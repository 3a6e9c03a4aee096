//! One event on its way to one endpoint.

use crate::tenancy::{ConnectionId, DeliveryId, EventId, TenantId, WebhookEndpointId};
use crate::time::Timestamp;
use std::time::Duration;

/// The event that tests of an endpoint send; it is in no outbox.
pub const TEST_EVENT: &str = "webhook.test";

/// How far a delivery has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DeliveryStatus {
    /// It is tried, or will be tried again.
    Pending,
    /// The endpoint took it.
    Delivered,
    /// It was given up.
    Failed,
}

/// An event for an endpoint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delivery {
    /// Identifier.
    pub id: DeliveryId,
    /// Owner.
    pub tenant: TenantId,
    /// The receiver.
    pub endpoint: WebhookEndpointId,
    /// What it tells of: the `webhook-id` of its requests.
    pub event: EventId,
    /// The connection that it is about.
    pub connection: Option<ConnectionId>,
    /// Name of the event.
    pub kind: String,
    /// The body, as every attempt sends it.
    pub payload: String,
    /// How far it has come.
    pub status: DeliveryStatus,
    /// Attempts so far.
    pub attempts: u32,
    /// Of these, those of the present round: a replay begins another.
    pub round_attempts: u32,
    /// HTTP status of the last answer, if there was one.
    pub last_status: Option<u16>,
    /// What was wrong with the last attempt.
    pub last_problem: Option<String>,
    /// When it is tried next.
    pub due_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was delivered or given up.
    pub finished_at: Option<Timestamp>,
}

/// One request to an endpoint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attempt {
    /// Counted from 1.
    pub number: u32,
    /// When it began.
    pub at: Timestamp,
    /// How long it took.
    pub took: Duration,
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// What was wrong, in words.
    pub problem: Option<String>,
    /// The first octets of the answer's body, as text.
    pub answer: Option<String>,
}

impl DeliveryStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Delivered, Self::Failed];

    /// The name in the API and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    /// The status of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

impl Attempt {
    /// Whether the endpoint took it: any 2xx.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// Whether the endpoint wants nothing more, ever: 410 Gone (RFC 9110, 15.5.11).
    #[must_use]
    pub fn is_farewell(&self) -> bool {
        self.status == Some(410)
    }
}
