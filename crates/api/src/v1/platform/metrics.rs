//! `GET /v1/platform/metrics`.

use crate::failure::Failure;
use crate::operator::ByOperator;
use crate::plot::{EVERY, KEPT_FOR, SERIES};
use crate::query::{Query, parsed};
use crate::reply::Shown;
use crate::router::Api;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::{IntoParams, ToSchema};

const MINUTES_DEFAULT: u32 = 60;
const MINUTES_MAX: u32 = 360;

/// What a few numbers were lately.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlatformMetrics)]
pub(crate) struct View {
    /// From one point to the next, in seconds.
    #[schema(example = 15)]
    interval_s: u64,
    /// Each in an order that stays.
    series: Vec<SeriesView>,
}

/// One number over time.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlatformSeries)]
struct SeriesView {
    #[schema(example = "requests")]
    name: &'static str,
    /// `per_second`, `ms`, or what is counted.
    #[schema(example = "per_second")]
    unit: &'static str,
    /// What it says.
    #[schema(example = "Requests that this server answered.")]
    meaning: &'static str,
    /// Pairs of milliseconds since 1970 and a value, the oldest first. Where nothing was known there is none.
    #[schema(value_type = Vec<Vec<f64>>, example = json!([[1_793_491_200_000_i64, 2.5]]))]
    points: Vec<(i64, f64)>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Params {
    /// From how long ago on; 60 when absent.
    #[serde(default, deserialize_with = "parsed")]
    #[param(minimum = 1, maximum = 360)]
    minutes: Option<u32>,
}

/// Show what a few numbers were over the last hours, for plots.
///
/// As the server that answers has seen them, since its start and for six hours at most: where there are several, ask one of them, or
/// collect `/metrics` from all. For platform keys only.
#[utoipa::path(get, path = "/v1/platform/metrics", operation_id = "getPlatformMetrics", tag = "platform",
    security(("platform_key" = [])), params(Params))]
pub(crate) async fn handler(
    _: ByOperator,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<View>, Failure> {
    let minutes = params.minutes.unwrap_or(MINUTES_DEFAULT);
    if !(1..=MINUTES_MAX).contains(&minutes) {
        return Err(Failure::invalid(format!("minutes must be between 1 and {MINUTES_MAX}.")));
    }
    let since = api.control.now().minus(Duration::from_secs(60 * u64::from(minutes)).min(KEPT_FOR));
    let series = SERIES.iter().zip(api.plot.since(since)).map(|(series, points)| SeriesView {
        name: series.name,
        unit: series.unit,
        meaning: series.meaning,
        points: points.into_iter().map(|(at, value)| (at.as_ms(), value)).collect(),
    });
    Ok(Shown(View { interval_s: EVERY.as_secs(), series: series.collect() }))
}
