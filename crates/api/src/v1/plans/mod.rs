//! The plans.

pub(crate) mod list;

use nameplate_domain::connection::UsageKind;
use nameplate_domain::plans::{Overrides, Plan, allowed};
use serde::Serialize;
use utoipa::ToSchema;

/// How much is allowed of each kind; null is without limit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanLimits)]
pub(crate) struct Limits {
    /// Connections started in a month. The one limit that is enforced: beyond it creating one is `402 QuotaExceeded`.
    #[schema(required = true, example = 3)]
    connect: Option<i64>,
    /// Live domains. Counted and shown; what is live stays live.
    #[schema(required = true, example = 3)]
    active_domain: Option<i64>,
    /// Certificates issued in a month. Counted and shown.
    #[schema(required = true, example = 10)]
    cert: Option<i64>,
    /// API calls in a month. Counted and shown.
    #[schema(required = true, example = 10000)]
    api_call: Option<i64>,
}

impl Limits {
    pub(crate) fn of(plan: Plan, overrides: &Overrides) -> Self {
        let limit = |kind| allowed(plan, overrides, kind);
        Self {
            connect: limit(UsageKind::Connect),
            active_domain: limit(UsageKind::ActiveDomain),
            cert: limit(UsageKind::Cert),
            api_call: limit(UsageKind::ApiCall),
        }
    }
}
