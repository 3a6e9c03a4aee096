//! `POST /v1/connections/{id}/records:check`.

use super::ProblemView;
use super::records::{RecordVantage, shown_vantages};
use crate::body::NoBody;
use crate::caller::{Allowed, Browser, WriteConnections};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::{RecordTypeName, StateName};
use crate::scoped::Named;
use axum::extract::State as Given;
use nameplate_domain::connection::{Connection, State};
use nameplate_domain::evidence::{Propagation, RecordReport};
use nameplate_domain::records::RecordType;
use nameplate_domain::tenancy::ConnectionId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a check saw.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordsReport)]
pub(crate) struct Report {
    /// The connection.
    id: Uuid,
    /// Its state after the check.
    #[schema(value_type = StateName)]
    state: State,
    records: Vec<RecordView>,
    /// The `_acme-challenge` CNAME, which lets certificates be had before traffic moves, and wildcards at all; needed by neither
    /// ownership nor traffic.
    #[schema(required = true)]
    challenge_cname: Option<RecordView>,
    /// What stands in the way.
    #[schema(required = true)]
    problem: Option<ProblemView>,
}

/// Where one desired record stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordReport)]
struct RecordView {
    host: String,
    #[serde(rename = "type")]
    #[schema(rename = "type", value_type = RecordTypeName)]
    rtype: RecordType,
    value: String,
    /// Seconds.
    ttl: u32,
    #[schema(required = true)]
    priority: Option<u16>,
    /// Whether every server of the zone that answered has it.
    propagated: bool,
    status: RecordStatus,
    /// What is there.
    #[schema(required = true)]
    observed_value: Option<String>,
    #[schema(required = true)]
    problem: Option<ProblemView>,
    /// Every server that was asked.
    vantages: Vec<RecordVantage>,
}

/// Where a record stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum RecordStatus {
    /// Every server that answered has it.
    Propagated,
    /// At least one server surely has not.
    Missing,
    /// No server could be asked.
    Unknown,
}

/// Check the desired records now, and move on when they are all there.
///
/// When the last one is there, waits up to 5 seconds for the certificate, so that the state can be `live`.
#[utoipa::path(post, path = "/v1/connections/{id}/records:check", operation_id = "checkConnectionRecords", tag = "connections",
    security(("api_key" = ["connections:write"]), ("widget_token" = ["connections:write"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<Browser<WriteConnections>>,
    Named(id): Named<ConnectionId>,
    Given(api): Given<Api>,
    _: NoBody,
) -> Result<Shown<Report>, Failure> {
    Ok(Shown(Report::of(api.control.check_records(&caller, id).await?)))
}

impl Report {
    fn of(connection: Connection) -> Self {
        let desired = &connection.records;
        let (records, others): (Vec<_>, Vec<_>) =
            connection.reports.into_iter().partition(|report| desired.contains(&report.record));
        Self {
            id: connection.id.0,
            state: connection.state,
            records: records.into_iter().map(RecordView::from).collect(),
            challenge_cname: others.into_iter().next().map(RecordView::from),
            problem: connection.problem.map(ProblemView::from),
        }
    }
}

impl From<RecordReport> for RecordView {
    fn from(report: RecordReport) -> Self {
        Self {
            host: report.record.host,
            rtype: report.record.rtype,
            value: report.record.value,
            ttl: report.record.ttl,
            priority: report.record.priority,
            propagated: report.propagation == Propagation::Propagated,
            status: match report.propagation {
                Propagation::Propagated => RecordStatus::Propagated,
                Propagation::Missing => RecordStatus::Missing,
                Propagation::Unknown => RecordStatus::Unknown,
            },
            observed_value: report.observed_value,
            problem: report.problem.map(ProblemView::from),
            vantages: shown_vantages(&report.vantages),
        }
    }
}
