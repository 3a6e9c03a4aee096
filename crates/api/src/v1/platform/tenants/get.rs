//! `GET /v1/platform/tenants/{id}`.

use super::View;
use crate::failure::Failure;
use crate::operator::ByOperator;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Named;
use crate::v1::plans::Limits;
use crate::v1::usage::Counted;
use axum::extract::State;
use nameplate_domain::tenancy::TenantId;
use serde::Serialize;
use utoipa::ToSchema;

/// A tenant, how much it has, what it used this month, and what it may use.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlatformTenantDetail)]
pub(crate) struct Detailed {
    #[serde(flatten)]
    #[schema(inline)]
    tenant: View,
    /// The month that usage is counted in, in UTC.
    #[schema(example = "2026-11")]
    period: String,
    /// What was used in it.
    usage: Vec<Counted>,
    /// Its own limits where it has some, else its plan's.
    limits: Limits,
    /// How many host names one application may have by the interface for platforms.
    #[schema(example = 10)]
    max_domains_per_app: i64,
}

/// Show a tenant with its usage and limits.
///
/// For platform keys only.
#[utoipa::path(get, path = "/v1/platform/tenants/{id}", operation_id = "getTenant", tag = "platform",
    security(("platform_key" = [])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    operator: ByOperator,
    Named(id): Named<TenantId>,
    State(api): State<Api>,
) -> Result<Shown<Detailed>, Failure> {
    let tenant = View::now(&api, id).await?;
    let usage = api.control.usage_of(&operator.on(id), None).await?;
    Ok(Shown(Detailed {
        tenant,
        period: usage.period.to_string(),
        limits: Limits::of(usage.quota.plan, &usage.quota.overrides),
        max_domains_per_app: usage.quota.max_domains_per_app,
        usage: usage.kinds.map(Counted::from).into(),
    }))
}
