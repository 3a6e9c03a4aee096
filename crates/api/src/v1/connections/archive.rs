//! `DELETE /v1/connections/{id}`.

use super::{ProblemView, View};
use crate::body::NoBody;
use crate::caller::{Allowed, WriteConnections};
use crate::failure::Failure;
use crate::query::{Query, parsed};
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::{Instant, RecordTypeName};
use crate::scoped::Named;
use crate::v1::routes::PlanView;
use axum::extract::State;
use nameplate_control::{Cleanup, DanglingRecord, Offboarded};
use nameplate_domain::records::RecordType;
use nameplate_domain::tenancy::ConnectionId;
use nameplate_domain::zone::{LeftAlone, RrSet};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Params {
    /// Remove the records that were written for the connection, with the application's delegated DNS credential.
    #[serde(default, deserialize_with = "parsed")]
    cleanup: Option<bool>,
    /// Let the route that serves the host name go back to its default one. Without, such a host name is not let go.
    #[serde(default, deserialize_with = "parsed")]
    detach: Option<bool>,
    /// Change nothing, and tell what would be done to routes and to the claim. What would be refused is refused.
    #[serde(default, deserialize_with = "parsed")]
    dry_run: Option<bool>,
}

/// The connection at its end, and what is left of it in DNS.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OffboardedConnection)]
pub(crate) struct Answer {
    #[serde(flatten)]
    #[schema(inline)]
    connection: View,
    /// Records that still stand at the customer's DNS provider and have lost their purpose.
    dangling_records: Vec<DanglingView>,
    /// What was removed; null when that was not asked for.
    #[schema(required = true)]
    cleanup: Option<CleanupView>,
    /// With `dry_run`: what would be done to routes and to the claim. The connection is as it is then, and nothing else is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<PlanView>,
}

/// A record that leads to a platform that does not serve the name any more.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DanglingRecord)]
pub(crate) struct DanglingView {
    #[schema(example = "shop.customer.com")]
    name: String,
    #[serde(rename = "type")]
    #[schema(rename = "type", value_type = RecordTypeName)]
    rtype: RecordType,
    #[schema(example = "edge.saas.example")]
    value: String,
    /// What can happen while it stays.
    danger: String,
    /// What to do, at the provider that was detected.
    remedy: String,
    /// When it was last seen; before this request when DNS could not be asked now.
    seen_at: Instant,
}

/// The removal of what was written with a credential.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Cleanup)]
struct CleanupView {
    /// `done`; `pending` when it is tried again by itself; `failed` when somebody has to do something.
    #[schema(example = "done")]
    status: &'static str,
    /// What was removed.
    removed: Vec<RemovedView>,
    /// What stays, since it is not as it was written.
    left: Vec<LeftView>,
    /// The receipt; null when there was nothing to remove.
    #[schema(required = true)]
    change_set_id: Option<Uuid>,
    /// Why it is not done.
    #[schema(required = true)]
    problem: Option<ProblemView>,
}

/// Records that were removed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RemovedRecords)]
struct RemovedView {
    #[schema(example = "shop.customer.com")]
    name: String,
    #[serde(rename = "type")]
    #[schema(rename = "type", example = "CNAME")]
    rtype: String,
    values: Vec<String>,
}

/// Records that were left alone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordsLeft)]
struct LeftView {
    #[schema(example = "shop.customer.com")]
    name: String,
    #[serde(rename = "type")]
    #[schema(rename = "type", example = "CNAME")]
    rtype: String,
    /// What stands there.
    values: Vec<String>,
    /// Why they stay.
    reason: String,
}

/// Offboard a host name: its claim is released and it is no longer served. Doing it twice changes nothing.
///
/// The answer lists the records that dangle from now on. Records at the customer's DNS provider stay, unless `cleanup` is asked for:
/// then exactly those that were written with the application's delegated DNS credential are removed. What they had replaced does not come
/// back. Without such a credential nothing is done at all. A host name that a route serves is refused, with the commands that repoint it,
/// unless `detach` is asked for: then route, claim and listener change in one step.
#[utoipa::path(delete, path = "/v1/connections/{id}", operation_id = "archiveConnection", tag = "connections",
    security(("api_key" = ["connections:write"])), params(("id" = Uuid, Path), Params))]
pub(crate) async fn handler(
    caller: Allowed<WriteConnections>,
    Named(id): Named<ConnectionId>,
    Query(params): Query<Params>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Shown<Answer>, Failure> {
    let Params { cleanup, detach, dry_run } = params;
    let detach = detach.unwrap_or_default();
    if dry_run.unwrap_or_default() {
        let steps = api.control.plan_offboarding(&caller, id, detach).await?;
        let connection = api.control.reader().connection(caller.tenant, id).await?;
        let connection = connection.ok_or_else(|| Failure::not_found("connection"))?;
        return Ok(Shown(Answer {
            connection: View::with_certificate(&connection, &api).await?,
            dangling_records: vec![],
            cleanup: None,
            plan: Some(steps.into()),
        }));
    }
    let offboarded = api.control.offboard_connection(&caller, id, cleanup.unwrap_or_default(), detach).await?;
    let Offboarded { connection, dangling, cleanup } = offboarded;
    Ok(Shown(Answer {
        connection: View::without_certificate(&connection, &api.control),
        dangling_records: dangling.into_iter().map(DanglingView::from).collect(),
        cleanup: cleanup.map(CleanupView::from),
        plan: None,
    }))
}

impl From<DanglingRecord> for DanglingView {
    fn from(DanglingRecord { record, seen_at, danger, remedy }: DanglingRecord) -> Self {
        Self { name: record.host, rtype: record.rtype, value: record.value, danger, remedy, seen_at: Instant(seen_at) }
    }
}

impl From<Cleanup> for CleanupView {
    fn from(cleanup: Cleanup) -> Self {
        Self {
            status: cleanup.status.as_str(),
            removed: cleanup.removed.iter().map(RemovedView::from).collect(),
            left: cleanup.left.into_iter().map(LeftView::from).collect(),
            change_set_id: cleanup.change_set.map(|id| id.0),
            problem: cleanup.problem.map(ProblemView::from),
        }
    }
}

impl From<&RrSet> for RemovedView {
    fn from(set: &RrSet) -> Self {
        Self { name: set.name.clone(), rtype: set.rtype.to_string(), values: shown(set) }
    }
}

impl From<LeftAlone> for LeftView {
    fn from(LeftAlone { set, why }: LeftAlone) -> Self {
        Self { name: set.name.clone(), rtype: set.rtype.to_string(), values: shown(&set), reason: format!("{why}.") }
    }
}

fn shown(set: &RrSet) -> Vec<String> {
    set.data.iter().map(ToString::to_string).collect()
}
