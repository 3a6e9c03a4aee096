//! Receipts of what was written to customers' zones.

pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod undo;

use crate::schemas::Instant;
use crate::v1::connections::ProblemView;
use nameplate_control::WriteReport;
use nameplate_domain::delegated::ChangeSet;
use nameplate_domain::zone::{Change, RrSet};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One write to a customer's zone, with what stood there before and after.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChangeSet)]
pub(crate) struct View {
    id: Uuid,
    connection_id: Uuid,
    /// Key of the provider.
    provider: String,
    /// Apex of the zone.
    zone: String,
    /// What it was for: `challenge`, `records`, `email`, `undo` or `cleanup`.
    #[schema(example = "records")]
    purpose: &'static str,
    /// `applying`, `applied`, `failed` or `undone`.
    #[schema(example = "applied")]
    status: &'static str,
    changes: Vec<ChangeView>,
    /// Why it failed.
    #[schema(required = true)]
    problem: Option<ProblemView>,
    created_at: Instant,
    #[schema(required = true)]
    finished_at: Option<Instant>,
}

/// A change of one set of records.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ZoneChange)]
pub(crate) struct ChangeView {
    /// `create`, `update` or `delete`.
    #[schema(example = "create")]
    action: &'static str,
    #[schema(example = "shop.customer.com")]
    name: String,
    #[serde(rename = "type")]
    #[schema(rename = "type", example = "CNAME")]
    rtype: String,
    /// Null where nothing stood.
    #[schema(required = true)]
    before: Option<SetView>,
    /// Null where nothing stands afterwards.
    #[schema(required = true)]
    after: Option<SetView>,
}

/// The records of one name and type.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ZoneRecordSet)]
struct SetView {
    /// Seconds.
    ttl: u32,
    values: Vec<String>,
}

/// What was written, or would be.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ZoneWrite)]
pub(crate) struct WriteView {
    /// Whether it was only planned.
    dry_run: bool,
    /// Whether the zone shows the wished records now.
    applied: bool,
    /// Key of the provider.
    provider: String,
    /// Apex of the zone.
    zone: String,
    /// What changes; empty when everything is there already.
    changes: Vec<ChangeView>,
    /// The receipt; null when nothing was written.
    #[schema(required = true)]
    change_set: Option<View>,
}

/// Whether to write, or only to say what would be written.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = ZoneWriteOptions)]
#[serde(deny_unknown_fields)]
pub(crate) struct Options {
    /// Only say what would change.
    #[serde(default)]
    pub(crate) dry_run: bool,
}

impl WriteView {
    pub(crate) fn of(report: WriteReport, dry_run: bool) -> Self {
        Self {
            dry_run,
            applied: !dry_run,
            provider: report.provider,
            zone: report.zone,
            changes: report.changes.iter().map(ChangeView::from).collect(),
            change_set: report.change_set.map(View::from),
        }
    }
}

impl From<ChangeSet> for View {
    fn from(set: ChangeSet) -> Self {
        Self {
            id: set.id.0,
            connection_id: set.connection.0,
            provider: set.provider,
            zone: set.zone,
            purpose: set.purpose.as_str(),
            status: set.status.as_str(),
            changes: set.changes.iter().map(ChangeView::from).collect(),
            problem: set.problem.map(ProblemView::from),
            created_at: Instant(set.created_at),
            finished_at: set.finished_at.map(Instant),
        }
    }
}

impl From<&Change> for ChangeView {
    fn from(change: &Change) -> Self {
        let (name, rtype) = change.key().map(|(name, rtype)| (name.to_owned(), rtype.to_string())).unwrap_or_default();
        let shown = |set: &RrSet| SetView { ttl: set.ttl, values: set.data.iter().map(ToString::to_string).collect() };
        Self {
            action: change.action(),
            name,
            rtype,
            before: change.before.as_ref().map(shown),
            after: change.after.as_ref().map(shown),
        }
    }
}
