//! An authority that is not well.

use std::time::Duration;

/// How it fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OutageKind {
    /// 503 with a problem document, and `Retry-After` if it is known.
    Unavailable {
        /// When to come back.
        retry_after: Option<Duration>,
    },
    /// 500 with a page in HTML.
    ErrorPage,
    /// No answer until the outage is over; then 503.
    Hang,
    /// The connection ends without an answer, and nothing was done.
    DropConnection,
    /// The request is carried out, and the connection ends before the answer.
    LoseAnswer,
}

/// A failure, and when it begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outage {
    /// How it fails.
    pub kind: OutageKind,
    /// So many requests are still answered before.
    pub after_requests: u64,
}

impl Outage {
    /// From the next request on.
    #[must_use]
    pub const fn now(kind: OutageKind) -> Self {
        Self { kind, after_requests: 0 }
    }

    /// After some more requests.
    #[must_use]
    pub const fn after(requests: u64, kind: OutageKind) -> Self {
        Self { kind, after_requests: requests }
    }
}

/// The connection ended without an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the authority closed the connection without an answer")]
pub struct ConnectionDropped;
