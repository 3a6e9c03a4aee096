//! Why a connection is not live, and where its requests go.

use crate::schemas::{OriginSourceName, WaitingForName};
use nameplate_control::RouteShown;
use nameplate_domain::connection::Explanation;
use serde::Serialize;
use utoipa::ToSchema;

/// Why a connection is not live, or that it is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Explanation)]
pub(super) struct ExplanationView {
    /// For people: what was seen, who has to do what, and what happens next.
    #[schema(
        example = "app.customer.com is live: its records are in place, and its certificate holds until 2026-09-30 12:00:00 UTC."
    )]
    sentence: String,
    /// Who has to act.
    #[schema(value_type = WaitingForName)]
    waiting_for: &'static str,
}

/// Where requests for a connection's host name go, and whether they do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ConnectionRoute)]
pub(super) struct RouteView {
    /// Where the requests go.
    #[schema(example = "https://origin.saas.example")]
    origin: String,
    /// Who chose the origin.
    #[schema(value_type = OriginSourceName)]
    source: &'static str,
    /// Whether edges serve the host name for this connection.
    served: bool,
    /// Why they do not; null when they do.
    #[schema(required = true, example = "It is not served: ownership is not proven here.")]
    why_not: Option<String>,
}

impl From<Explanation> for ExplanationView {
    fn from(explanation: Explanation) -> Self {
        Self { sentence: explanation.sentence, waiting_for: explanation.waiting_for.as_str() }
    }
}

impl From<RouteShown> for RouteView {
    fn from(RouteShown { origin, source, verdict }: RouteShown) -> Self {
        let why_not = verdict.err().map(|why| format!("It is not served: {why}."));
        Self { origin, source: source.as_str(), served: why_not.is_none(), why_not }
    }
}
