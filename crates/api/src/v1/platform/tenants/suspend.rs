//! `POST /v1/platform/tenants/{id}/suspend`.

use super::View;
use crate::body::Json;
use crate::failure::Failure;
use crate::operator::ByOperator;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::TenantId;
use serde::Deserialize;
use utoipa::ToSchema;

/// Why a tenant is put out of service.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = TenantSuspension)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// For whoever looks at it later; the tenant is not told.
    #[schema(min_length = 1, max_length = 1000, pattern = "\\S", example = "unpaid since May")]
    reason: String,
}

/// Put a tenant out of service.
///
/// Its keys are refused, its names are not served, and nobody looks after its connections. Nothing is deleted. A tenant that is
/// suspended already keeps its first reason, so sending this twice is safe. For platform keys only.
#[utoipa::path(post, path = "/v1/platform/tenants/{id}/suspend", operation_id = "suspendTenant", tag = "platform",
    security(("platform_key" = [])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    operator: ByOperator,
    Named(id): Named<TenantId>,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Shown<View>, Failure> {
    api.control.suspend_tenant(&operator.on(id), &body.value.reason).await?;
    Ok(Shown(View::now(&api, id).await?))
}
