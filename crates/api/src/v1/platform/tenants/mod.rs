//! Tenants, as whoever runs the platform sees them.

pub(crate) mod create;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod resume;
pub(crate) mod suspend;
pub(crate) mod update;

use crate::failure::Failure;
use crate::router::Api;
use crate::schemas::{Instant, PlanName};
use nameplate_control::Refused;
use nameplate_domain::plans::Plan;
use nameplate_domain::tenancy::TenantId;
use nameplate_store::TenantSummary;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A tenant, and how much it has.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlatformTenant)]
pub(crate) struct View {
    id: Uuid,
    /// Its display name.
    #[schema(example = "Acme")]
    name: String,
    created_at: Instant,
    /// The plan it is on.
    #[schema(value_type = PlanName)]
    plan: &'static str,
    /// Since when it is out of service; null while it is in service.
    #[schema(required = true)]
    suspended_at: Option<Instant>,
    /// Why, as whoever suspended it wrote.
    #[schema(required = true, example = "unpaid since May")]
    suspended_reason: Option<String>,
    /// How many applications it has.
    #[schema(example = 2)]
    applications: i64,
    /// How many connections it has, ended ones included.
    #[schema(example = 40)]
    connections: i64,
    /// How many of them are live.
    #[schema(example = 31)]
    live: i64,
}

impl View {
    /// `default_plan` is that of tenants which never had any.
    fn of(summary: TenantSummary, default_plan: Plan) -> Self {
        let TenantSummary { tenant, suspension, plan, counts } = summary;
        let (suspended_at, suspended_reason) =
            suspension.map(|suspension| (Instant(suspension.at), suspension.why)).unzip();
        Self {
            id: tenant.id.0,
            name: tenant.name,
            created_at: Instant(tenant.created_at),
            plan: plan.unwrap_or(default_plan).as_str(),
            suspended_at,
            suspended_reason,
            applications: counts.applications,
            connections: counts.connections,
            live: counts.live,
        }
    }

    /// The tenant as it is now.
    async fn now(api: &Api, id: TenantId) -> Result<Self, Failure> {
        let found = api.control.reader().tenant_summary(id).await?.ok_or(Refused::NotFound("tenant"))?;
        Ok(Self::of(found, api.control.commerce().default_plan))
    }
}
