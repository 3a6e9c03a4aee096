//! `POST /v1/connections/{id}/verify`, also spelled `/v1/connections/{id}:verify`.

use super::{ProblemView, View, WitnessView};
use crate::body::NoBody;
use crate::caller::{Allowed, WriteConnections};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::{Instant, ProofMethodName, RecordTypeName};
use crate::scoped::Named;
use axum::extract::State;
use nameplate_control::OwnershipSeen;
use nameplate_domain::evidence::ProofMethod;
use nameplate_domain::records::RecordType;
use nameplate_domain::tenancy::ConnectionId;
use serde::Serialize;
use utoipa::ToSchema;

/// The connection, and what stands of its proof.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VerifiedConnection)]
pub(crate) struct Answer {
    #[serde(flatten)]
    #[schema(inline)]
    connection: View,
    /// The record that proved ownership, as it is now.
    #[schema(required = true)]
    ownership: Option<OwnershipView>,
}

/// What became of the record that proved ownership.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ownership)]
struct OwnershipView {
    #[schema(value_type = ProofMethodName)]
    method: ProofMethod,
    #[schema(example = "_customdomain-challenge.app.customer.com")]
    name: String,
    #[serde(rename = "type")]
    #[schema(rename = "type", value_type = RecordTypeName)]
    rtype: RecordType,
    /// Whether it is at every server of the zone; null when none gave a usable answer.
    #[schema(required = true, example = true)]
    still_published: Option<bool>,
    /// Every server that was asked, and what it showed.
    servers: Vec<WitnessView>,
    /// What is wrong. The claim stays: that the host name still leads here is watched by its records.
    #[schema(required = true)]
    problem: Option<ProblemView>,
    checked_at: Instant,
}

/// Look for proof of ownership now, at the zone's own name servers.
///
/// A connection that is proven already stays so; `ownership` says whether the record that proved it is still published.
#[utoipa::path(post, path = "/v1/connections/{id}/verify", operation_id = "verifyConnection", tag = "connections",
    security(("api_key" = ["connections:write"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<WriteConnections>,
    Named(id): Named<ConnectionId>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Shown<Answer>, Failure> {
    let begun_at = api.control.now();
    let verified = api.control.verify_ownership(&caller, id).await?;
    let ownership = api.control.look_at_ownership(&verified, begun_at).await;
    let connection = View::with_certificate(&verified, &api).await?;
    Ok(Shown(Answer { connection, ownership: ownership.map(OwnershipView::from) }))
}

impl From<OwnershipSeen> for OwnershipView {
    fn from(seen: OwnershipSeen) -> Self {
        Self {
            method: seen.method,
            name: seen.record.host,
            rtype: seen.record.rtype,
            still_published: seen.still_published,
            servers: seen.servers.iter().map(WitnessView::from).collect(),
            problem: seen.problem.map(ProblemView::from),
            checked_at: Instant(seen.checked_at),
        }
    }
}
