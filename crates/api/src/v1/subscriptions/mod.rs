//! The plan that a tenant is on.

pub(crate) mod change;
pub(crate) mod get;

use crate::schemas::{Instant, PlanName};
use crate::v1::plans::Limits;
use crate::v1::usage::Counted;
use nameplate_control::Usage;
use serde::Serialize;
use utoipa::ToSchema;

/// The plan that your tenant is on, and what was used of it this month.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Subscription)]
pub(crate) struct View {
    #[schema(value_type = PlanName)]
    plan: &'static str,
    since: Instant,
    /// `active`, or how the subscription stands at the billing provider: `trialing`, `past_due`, `unpaid`, `paused`.
    #[schema(example = "active")]
    status: String,
    /// Your own limits where you have some, else the plan's.
    limits: Limits,
    /// How many host names one application may have by the interface for platforms.
    #[schema(example = 10)]
    max_domains_per_app: i64,
    /// The month that usage is counted in, in UTC.
    #[schema(example = "2026-11")]
    period: String,
    period_start: Instant,
    period_end: Instant,
    usage: Vec<Counted>,
}

impl From<Usage> for View {
    fn from(usage: Usage) -> Self {
        let quota = &usage.quota;
        Self {
            plan: quota.plan.as_str(),
            since: Instant(quota.plan_since),
            status: quota.billing_status.clone().unwrap_or_else(|| "active".to_owned()),
            limits: Limits::of(quota.plan, &quota.overrides),
            max_domains_per_app: quota.max_domains_per_app,
            period: usage.period.to_string(),
            period_start: Instant(usage.period.start()),
            period_end: Instant(usage.period.end()),
            usage: usage.kinds.map(Counted::from).into(),
        }
    }
}
