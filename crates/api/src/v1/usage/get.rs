//! `GET /v1/usage`.

use super::Counted;
use crate::caller::{Allowed, ReadUsage};
use crate::failure::Failure;
use crate::query::Query;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::{Instant, PlanName};
use axum::extract::State;
use nameplate_control::Usage;
use nameplate_domain::connection::UsageKind;
use nameplate_domain::period::Period;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What was used in a month: as a list with limits, and by kind for whoever wants one number.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Usage)]
pub(crate) struct View {
    /// The month, in UTC.
    #[schema(example = "2026-11")]
    period: String,
    period_start: Instant,
    /// The first instant after it.
    period_end: Instant,
    /// The plan at present.
    #[schema(value_type = PlanName)]
    plan: &'static str,
    usage: Vec<Counted>,
    /// Connections started. Archiving one does not give it back.
    #[schema(example = 2)]
    connect: i64,
    /// Domains that went live in the month; in the present month at least those that are live, or drifted, now.
    #[schema(example = 1)]
    active_domain: i64,
    /// Certificates issued.
    #[schema(example = 1)]
    cert: i64,
    /// API calls with a valid credential. Those that other servers of the platform answered in the last seconds may be missing.
    #[schema(example = 120)]
    api_call: i64,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Params {
    /// A month, e.g. `2026-11`; the present one when absent.
    #[serde(default)]
    #[param(pattern = "^(19[7-9][0-9]|[2-8][0-9]{3})-(0[1-9]|1[0-2])$", example = "2026-11")]
    period: Option<String>,
}

impl From<Usage> for View {
    fn from(usage: Usage) -> Self {
        let of = |kind: UsageKind| usage.kinds.iter().find(|of| of.kind == kind).map_or(0, |of| of.used);
        Self {
            period: usage.period.to_string(),
            period_start: Instant(usage.period.start()),
            period_end: Instant(usage.period.end()),
            plan: usage.quota.plan.as_str(),
            usage: usage.kinds.map(Counted::from).into(),
            connect: of(UsageKind::Connect),
            active_domain: of(UsageKind::ActiveDomain),
            cert: of(UsageKind::Cert),
            api_call: of(UsageKind::ApiCall),
        }
    }
}

/// Show what was used in a month, by kind, beside what the plan allows.
///
/// Counters stand in `usage` with their limits, and once more by their kind for simple clients. `active_domain` are the names
/// that are live now, or went live in the month if those are more. Months are those of UTC.
#[utoipa::path(get, path = "/v1/usage", operation_id = "getUsage", tag = "usage",
    security(("api_key" = ["usage:read"]), ("api_key" = ["connections:read"]), ("api_key" = ["apps:admin"])), params(Params))]
pub(crate) async fn handler(
    caller: Allowed<ReadUsage>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<View>, Failure> {
    let month = |text: String| {
        Period::parse(&text).ok_or_else(|| Failure::invalid("period must be a month such as 2026-11, since 1970."))
    };
    let period = params.period.map(month).transpose()?;
    Ok(Shown(api.control.usage_of(&caller, period).await?.into()))
}
