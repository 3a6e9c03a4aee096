//! `POST /v1/platform/tenants`.

use crate::body::Json;
use crate::failure::Failure;
use crate::idempotency::{IdempotencyKey, stored};
use crate::operator::ByOperator;
use crate::reply::Created;
use crate::router::Api;
use crate::schemas::{PlanName, ScopeName};
use axum::extract::State;
use nameplate_domain::plans::Plan;
use nameplate_domain::tenancy::{ApiKey, Scope, Tenant, TenantId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What a tenant is made of.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewTenant)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// A display name.
    #[schema(
        min_length = 1,
        max_length = 200,
        example = "Acme",
        pattern = "^[^\\x00-\\x1F\\x7F-\\x9F]*[^\\s\\x00-\\x1F\\x7F-\\x9F][^\\x00-\\x1F\\x7F-\\x9F]*$"
    )]
    name: String,
    /// The plan it is on; without, that of all new tenants.
    #[serde(default)]
    #[schema(value_type = Option<PlanName>, example = "pro")]
    plan: Option<Plan>,
}

/// A tenant and its first key, whose secret is shown in this answer and never again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TenantWithKey)]
pub(crate) struct WithKey {
    tenant: TenantView,
    key: KeyView,
}

/// The tenant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NamedTenant)]
struct TenantView {
    id: Uuid,
    /// Its display name.
    #[schema(example = "Acme")]
    name: String,
}

/// Its first key.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FirstKey)]
struct KeyView {
    id: Uuid,
    /// Send as `Authorization: Bearer …`. Null in an answer that is repeated under an Idempotency-Key.
    #[schema(required = true)]
    secret: Option<String>,
    /// What it may do: everything.
    #[schema(value_type = Vec<ScopeName>)]
    scopes: Vec<Scope>,
}

impl WithKey {
    fn of(tenant: &Tenant, key: &ApiKey, secret: Option<&str>) -> Self {
        Self {
            tenant: TenantView { id: tenant.id.0, name: tenant.name.clone() },
            key: KeyView {
                id: key.id.0,
                secret: secret.map(str::to_owned),
                scopes: key.scopes.clone().into_iter().collect(),
            },
        }
    }
}

/// Create a tenant and its first API key. The secret is in this answer and never again.
///
/// The key belongs to the whole tenant and has every scope: hand it to whoever the tenant is. For platform keys only.
#[utoipa::path(post, path = "/v1/platform/tenants", operation_id = "createTenant", tag = "platform",
    security(("platform_key" = [])), params(IdempotencyKey))]
pub(crate) async fn handler(
    operator: ByOperator,
    key: IdempotencyKey,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Created<WithKey>, Failure> {
    let Request { name, plan } = body.value;
    let answer = |(tenant, key): &(Tenant, ApiKey)| stored(&WithKey::of(tenant, key, None));
    key.once(&api, TenantId::PLATFORM, &body.fingerprint, &answer, async |once| {
        let (tenant, key, secret) = api.control.create_tenant(&operator, &name, plan, once).await?;
        Ok(WithKey::of(&tenant, &key, Some(secret.reveal())))
    })
    .await
}
