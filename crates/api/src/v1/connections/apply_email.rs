//! `POST /v1/connections/{id}/email:apply`.

use crate::body::Json;
use crate::caller::{Allowed, Browser, WriteConnections};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Named;
use crate::v1::change_sets::WriteView;
use crate::v1::email::{Options, RecordView};
use axum::extract::State;
use nameplate_domain::email::EmailFinding;
use nameplate_domain::tenancy::ConnectionId;
use serde::Serialize;
use utoipa::ToSchema;

/// What was written for mail, and what is left for people.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppliedEmail)]
pub(crate) struct Applied {
    /// Slug of the mailbox provider.
    provider: String,
    /// The mail domain.
    domain: String,
    /// Whether it was only planned.
    dry_run: bool,
    /// Whether the zone has `records` now.
    applied: bool,
    /// What was written, or would be.
    records: Vec<RecordView>,
    /// What a person has to set by hand: SPF at the apex always, and whatever would replace a policy of theirs.
    manual_records: Vec<RecordView>,
    notes: Vec<String>,
    /// The write in the zone.
    write: WriteView,
    /// What the zone's own servers show of each record now.
    checks: Vec<CheckView>,
}

/// Where one record for mail stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EmailCheck)]
struct CheckView {
    record: RecordView,
    /// `present`, `not_everywhere`, `missing`, `wrong` or `unknown`.
    #[schema(example = "present")]
    status: &'static str,
    #[schema(required = true)]
    message: Option<String>,
    warnings: Vec<String>,
}

/// Generate the records that a mailbox provider needs at the connection's own domain, and write those that are safe to write.
///
/// SPF at the apex is never written: it is in `manual_records`, merged with what is published.
#[utoipa::path(post, path = "/v1/connections/{id}/email:apply", operation_id = "applyEmailRecords", tag = "connections",
    security(("api_key" = ["connections:write"]), ("widget_token" = ["connections:write"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<Browser<WriteConnections>>,
    Named(id): Named<ConnectionId>,
    State(api): State<Api>,
    body: Json<Options>,
) -> Result<Shown<Applied>, Failure> {
    let dry_run = body.value.dry_run;
    let provider = body.value.provider.clone();
    let report = api.control.apply_email(&caller, id, body.value.into_fields(), dry_run).await?;
    Ok(Shown(Applied {
        provider,
        domain: report.domain,
        dry_run,
        applied: !dry_run,
        records: report.written.into_iter().map(RecordView::from).collect(),
        manual_records: report.manual.into_iter().map(RecordView::from).collect(),
        notes: report.wanted.notes,
        write: WriteView::of(report.write, dry_run),
        checks: report.seen.into_iter().map(CheckView::from).collect(),
    }))
}

impl From<EmailFinding> for CheckView {
    fn from(finding: EmailFinding) -> Self {
        Self {
            record: finding.record.into(),
            status: finding.status.as_str(),
            message: finding.message,
            warnings: finding.warnings,
        }
    }
}
