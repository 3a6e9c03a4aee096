//! The challenge CNAME of a domain that is being connected already.

use crate::schemas::RecordTypeName;
use crate::v1::connections::ProblemView;
use nameplate_control::ChallengeSeen;
use nameplate_domain::evidence::Propagation;
use nameplate_domain::records::RecordType;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The CNAME that proves ownership and delegates the certificate's challenges, and whether it is published.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DomainChallenge)]
pub(super) struct ChallengeView {
    connection_id: Uuid,
    #[schema(example = "_acme-challenge.app.customer.com")]
    name: String,
    #[serde(rename = "type")]
    #[schema(rename = "type", value_type = RecordTypeName)]
    rtype: RecordType,
    value: String,
    /// Whether the zone's own servers have it; null when none gave a usable answer.
    #[schema(required = true)]
    published: Option<bool>,
    /// What they have in its place.
    #[schema(required = true)]
    observed_value: Option<String>,
    /// What is wrong with it, and what to do.
    #[schema(required = true)]
    problem: Option<ProblemView>,
}

impl From<ChallengeSeen> for ChallengeView {
    fn from(ChallengeSeen { connection, report }: ChallengeSeen) -> Self {
        Self {
            connection_id: connection.0,
            name: report.record.host,
            rtype: report.record.rtype,
            value: report.record.value,
            published: match report.propagation {
                Propagation::Propagated => Some(true),
                Propagation::Missing => Some(false),
                Propagation::Unknown => None,
            },
            observed_value: report.observed_value,
            problem: report.problem.map(ProblemView::from),
        }
    }
}
