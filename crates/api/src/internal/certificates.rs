//! `/internal/certificates`: an edge takes its work and reports what it did.

use crate::body::Json;
use crate::credential::bearer;
use crate::failure::{Failure, Kind};
use crate::query::{Query, parsed};
use crate::reply::{Gone, Shown};
use crate::router::Api;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use nameplate_control::{CertificateOutcome, CertificateReport, RouteChanges};
use nameplate_domain::certificate::{ChainLink, Renewal};
use nameplate_domain::issuance::problem::IssuanceProblem;
use nameplate_domain::time::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use std::time::Duration;

/// An edge that showed the shared secret, if one is set.
pub(crate) struct Edge;

impl FromRequestParts<Api> for Edge {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Failure> {
        match &api.settings.edge_token {
            Some(token) if !bearer(&parts.headers).is_some_and(|shown| token.is(shown)) => {
                Err(Failure::new(Kind::Unauthorized, "Send EDGE_TOKEN in the header Authorization: Bearer …"))
            }
            _ => Ok(Self),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wait {
    edge_id: String,
    /// Milliseconds to wait when there is no work.
    #[serde(default, deserialize_with = "parsed")]
    wait_ms: Option<u64>,
    /// What the last answer said, to hear what changed since; absent for an edge that has just started.
    cursor: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Wanted {
    /// Names that want a certificate ahead of their first visitor.
    hostnames: Vec<String>,
    /// Names whose certificate is to be replaced now.
    renew: Vec<String>,
    /// Names whose answer to `ask` may have changed; `*.x` stands for every name one label below `x`.
    changed: Vec<String>,
    /// Everything may have changed.
    all_changed: bool,
    cursor: String,
}

/// `GET /internal/certificates/wanted?edge_id=…&wait_ms=…[&cursor=…]`.
pub(crate) async fn wanted(
    _: Edge,
    State(api): State<Api>,
    Query(wait): Query<Wait>,
) -> Result<Shown<Wanted>, Failure> {
    let wait_for = Duration::from_millis(wait.wait_ms.unwrap_or(0));
    let orders = api.control.edge_orders(&wait.edge_id, wait.cursor.as_deref(), wait_for).await?;
    let RouteChanges { changed, all_changed, cursor } = orders.changes;
    Ok(Shown(Wanted { hostnames: orders.hostnames, renew: orders.renew, changed, all_changed, cursor }))
}

/// A report; newer edges may say more than is read here.
#[derive(Debug, Deserialize)]
pub(crate) struct Report {
    edge_id: String,
    hostname: String,
    #[serde(flatten)]
    outcome: Outcome,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum Outcome {
    Stored {
        issuer: String,
        serial: String,
        fingerprint_sha256: String,
        not_before_ms: i64,
        not_after_ms: i64,
        #[serde(default)]
        names: Vec<String>,
        #[serde(default)]
        authority: Option<String>,
        #[serde(default)]
        chain: Vec<ChainLink>,
        #[serde(default)]
        renew_at_ms: Option<i64>,
        #[serde(default, deserialize_with = "if_known")]
        renewal: Option<Renewal>,
    },
    Failed {
        detail: String,
        #[serde(default)]
        problem: Option<IssuanceProblem>,
    },
    Removed,
}

/// Newer edges may name somebody that is unknown here.
fn if_known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Renewal>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.as_deref().and_then(Renewal::from_name))
}

impl From<Outcome> for CertificateOutcome {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Stored {
                issuer,
                serial,
                fingerprint_sha256,
                not_before_ms,
                not_after_ms,
                names,
                authority,
                chain,
                renew_at_ms,
                renewal,
            } => Self::Stored {
                issuer,
                serial,
                fingerprint_sha256,
                not_before: Timestamp::from_ms(not_before_ms),
                not_after: Timestamp::from_ms(not_after_ms),
                names,
                authority,
                chain,
                renew_at: renew_at_ms.map(Timestamp::from_ms),
                renewal,
            },
            Outcome::Failed { detail, problem } => Self::Failed { detail, problem },
            Outcome::Removed => Self::Removed,
        }
    }
}

/// `POST /internal/certificates`.
pub(crate) async fn report(_: Edge, State(api): State<Api>, body: Json<Report>) -> Result<Gone, Failure> {
    let Report { edge_id, hostname, outcome } = body.value;
    api.control.note_certificate(&edge_id, CertificateReport { hostname, outcome: outcome.into() }).await?;
    Ok(Gone)
}
