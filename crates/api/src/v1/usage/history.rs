//! `GET /v1/usage/history`.

use crate::caller::{Allowed, ReadUsage};
use crate::failure::Failure;
use crate::query::Query;
use crate::reply::Shown;
use crate::router::Api;
use axum::extract::State;
use nameplate_control::DayUsed;
use nameplate_domain::day::{Day, NoDay};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What was used, day by day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UsageHistory)]
pub(crate) struct View {
    /// The oldest day first; every day is there.
    data: Vec<DayView>,
}

/// What was used on a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UsageDay)]
struct DayView {
    /// The day, in UTC.
    #[schema(format = Date, example = "2026-11-22")]
    date: String,
    /// Connections started.
    #[schema(example = 2)]
    connect: i64,
    /// Domains that went live on the day; today at least those that are live, or drifted, now.
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
    /// The first day, e.g. `2026-11-01`; 29 days before `to` when absent, and at most 399.
    #[serde(default)]
    #[param(format = Date, pattern = "^(19[7-9][0-9]|[2-8][0-9]{3})-", example = "2026-11-01")]
    from: Option<String>,
    /// The last day; today, in UTC, when absent.
    #[serde(default)]
    #[param(format = Date, pattern = "^(19[7-9][0-9]|[2-8][0-9]{3})-", example = "2026-11-22")]
    to: Option<String>,
}

impl From<DayUsed> for DayView {
    fn from(DayUsed { day, used }: DayUsed) -> Self {
        let [connect, active_domain, cert, api_call] = used;
        Self { date: day.to_string(), connect, active_domain, cert, api_call }
    }
}

/// Show what was used, day by day.
///
/// Counted as months are, for the last 400 days; earlier days, and those before this was counted by day, are zero. Days are those of UTC.
#[utoipa::path(get, path = "/v1/usage/history", operation_id = "getUsageHistory", tag = "usage",
    security(("api_key" = ["usage:read"]), ("api_key" = ["connections:read"]), ("api_key" = ["apps:admin"])), params(Params))]
pub(crate) async fn handler(
    caller: Allowed<ReadUsage>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<View>, Failure> {
    let [from, to] = [("from", params.from), ("to", params.to)].map(|(field, text)| day(field, text));
    let days = api.control.usage_by_day(&caller, from?, to?).await?;
    Ok(Shown(View { data: days.into_iter().map(DayView::from).collect() }))
}

fn day(field: &str, text: Option<String>) -> Result<Option<Day>, Failure> {
    let read = |text: String| text.parse().map_err(|error: NoDay| Failure::invalid(format!("{field} {error}.")));
    text.map(read).transpose()
}
