//! Records of a connection: what is wanted, and what each server had.

use super::ProblemView;
use crate::schemas::{Instant, RecordTypeName, VantageName};
use nameplate_domain::connection::Connection;
use nameplate_domain::evidence::{Propagation, RecordReport, Vantage, VantageReport};
use nameplate_domain::records::{Record, RecordType};
use serde::Serialize;
use utoipa::ToSchema;

/// A record that has to be published.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DesiredRecord {
    host: String,
    #[serde(rename = "type")]
    #[schema(rename = "type", value_type = RecordTypeName)]
    rtype: RecordType,
    value: String,
    /// Seconds.
    ttl: u32,
    #[schema(required = true)]
    priority: Option<u16>,
    /// Whether the last check saw it; null when no server could be asked.
    #[schema(required = true)]
    propagated: Option<bool>,
    /// What the last check saw in its place.
    #[schema(required = true)]
    observed_value: Option<String>,
    /// What is wrong with it, and what to do.
    #[schema(required = true)]
    problem: Option<ProblemView>,
    /// Every server that was asked by the last check, and what it had; absent in lists. Resolvers are asked when somebody has the records
    /// checked, and stay with the time of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) vantages: Option<Vec<RecordVantage>>,
}

/// What one server has.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RecordVantage {
    /// Its name in the zone; null for a resolver.
    #[schema(required = true)]
    server: Option<String>,
    /// IP address and port.
    #[schema(required = true)]
    address: Option<String>,
    #[schema(value_type = VantageName)]
    vantage: Vantage,
    /// Null when it gave no usable answer.
    #[schema(required = true)]
    propagated: Option<bool>,
    /// What it had in the record's place.
    #[schema(required = true)]
    observed_value: Option<String>,
    /// Seconds.
    #[schema(required = true)]
    ttl: Option<u32>,
    at: Instant,
    /// Why it gave no usable answer.
    #[schema(required = true)]
    failure: Option<String>,
}

impl DesiredRecord {
    /// As lists show it.
    pub(crate) fn of(record: &Record, connection: &Connection) -> Self {
        let report = report_of(record, connection);
        Self {
            host: record.host.clone(),
            rtype: record.rtype,
            value: record.value.clone(),
            ttl: record.ttl,
            priority: record.priority,
            propagated: report.map_or(Some(false), |report| match report.propagation {
                Propagation::Propagated => Some(true),
                Propagation::Missing => Some(false),
                Propagation::Unknown => None,
            }),
            observed_value: report.and_then(|report| report.observed_value.clone()),
            problem: report.and_then(|report| report.problem.clone()).map(ProblemView::from),
            vantages: None,
        }
    }
}

/// What each server that the last check asked had of a record.
pub(super) fn vantages_of(record: &Record, connection: &Connection) -> Vec<RecordVantage> {
    report_of(record, connection).map(|report| shown_vantages(&report.vantages)).unwrap_or_default()
}

pub(super) fn shown_vantages(vantages: &[VantageReport]) -> Vec<RecordVantage> {
    vantages.iter().map(RecordVantage::from).collect()
}

fn report_of<'a>(record: &Record, connection: &'a Connection) -> Option<&'a RecordReport> {
    connection.reports.iter().find(|report| report.record == *record)
}

impl From<&VantageReport> for RecordVantage {
    fn from(report: &VantageReport) -> Self {
        Self {
            server: report.server.name.clone(),
            address: report.server.address.map(|address| address.to_string()),
            vantage: report.server.vantage,
            propagated: report.propagated,
            observed_value: report.observed_value.clone(),
            ttl: report.ttl,
            at: Instant(report.at),
            failure: report.failure.clone(),
        }
    }
}
