//! `PATCH /v1/platform/tenants/{id}`.

use super::View;
use crate::body::Json;
use crate::failure::Failure;
use crate::operator::ByOperator;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::PlanName;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::plans::Plan;
use nameplate_domain::tenancy::TenantId;
use serde::Deserialize;
use utoipa::ToSchema;

/// What to change of a tenant.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = TenantChange)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// The plan to be on.
    #[schema(value_type = PlanName, example = "pro")]
    plan: Plan,
}

/// Put a tenant on another plan, paid for or not.
///
/// It counts at once, and what was used this month stays used. A subscription at the billing provider is left alone, and has its say
/// again with its next notice. For platform keys only.
#[utoipa::path(patch, path = "/v1/platform/tenants/{id}", operation_id = "updateTenant", tag = "platform",
    security(("platform_key" = [])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    operator: ByOperator,
    Named(id): Named<TenantId>,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Shown<View>, Failure> {
    api.control.set_plan(&operator.on(id), id, body.value.plan).await?;
    Ok(Shown(View::now(&api, id).await?))
}
