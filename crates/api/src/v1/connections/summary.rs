//! `GET /v1/connections:summary`.

use crate::caller::{Allowed, ReadConnections};
use crate::failure::Failure;
use crate::query::{Query, parsed};
use crate::reply::Shown;
use crate::router::Api;
use axum::extract::State as Given;
use nameplate_domain::connection::State;
use nameplate_domain::tenancy::ApplicationId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// How many connections there are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ConnectionSummary)]
pub(crate) struct View {
    /// All of them, archived ones included.
    #[schema(example = 3)]
    total: i64,
    /// In each state; every state is there.
    #[schema(example = json!({
        "created": 0, "pending_ownership": 0, "verifying": 0, "verified": 0, "dns_writing": 0, "propagating": 0, "stalled": 0,
        "issuing_cert": 0, "live": 2, "drifted": 1, "failed": 0, "archived": 0
    }))]
    by_state: BTreeMap<&'static str, i64>,
    /// Those that are `stalled`, `drifted` or `failed`: they come first in `sort=state`.
    #[schema(example = 1)]
    needs_attention: i64,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Params {
    /// Only of this application.
    #[serde(default, deserialize_with = "parsed")]
    application_id: Option<Uuid>,
}

/// Count connections by state.
///
/// Counted at this moment, so it can be asked as often as a page is shown.
#[utoipa::path(get, path = "/v1/connections:summary", operation_id = "summarizeConnections", tag = "connections",
    security(("api_key" = ["connections:read"])), params(Params))]
pub(crate) async fn handler(
    caller: Allowed<ReadConnections>,
    Given(api): Given<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<View>, Failure> {
    let counted = match caller.reach.narrow(params.application_id.map(ApplicationId), None) {
        Some((application, _)) => api.control.reader().connections_by_state(caller.tenant, application).await?,
        None => vec![],
    };
    Ok(Shown(View::from(counted)))
}

impl From<Vec<(State, i64)>> for View {
    fn from(counted: Vec<(State, i64)>) -> Self {
        let mut by_state: BTreeMap<_, _> = State::ALL.map(|state| (state.as_str(), 0)).into();
        by_state.extend(counted.iter().map(|(state, count)| (state.as_str(), *count)));
        let needing = counted.iter().filter(|(state, _)| state.needs_attention());
        Self {
            total: counted.iter().map(|(_, count)| count).sum(),
            needs_attention: needing.map(|(_, count)| count).sum(),
            by_state,
        }
    }
}
