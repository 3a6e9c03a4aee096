//! `POST /v1/platform/tenants/{id}/resume`.

use super::View;
use crate::body::NoBody;
use crate::failure::Failure;
use crate::operator::ByOperator;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::TenantId;

/// Put a suspended tenant back into service, as it was.
///
/// Sending this for a tenant that is in service changes nothing. For platform keys only.
#[utoipa::path(post, path = "/v1/platform/tenants/{id}/resume", operation_id = "resumeTenant", tag = "platform",
    security(("platform_key" = [])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    operator: ByOperator,
    Named(id): Named<TenantId>,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Shown<View>, Failure> {
    api.control.resume_tenant(&operator.on(id)).await?;
    Ok(Shown(View::now(&api, id).await?))
}
