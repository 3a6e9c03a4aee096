//! `GET /v1/batches/{batch_id}`.

use crate::caller::{Allowed, ReadConnections};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::{Instant, StateName};
use axum::extract::{FromRequestParts, RawPathParams, State as Given};
use axum::http::request::Parts;
use nameplate_domain::connection::State;
use nameplate_store::BatchProgress;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How far a batch has come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Batch)]
pub(crate) struct View {
    #[schema(example = "import-2026-11")]
    /// The name that its connections were created with.
    batch_id: String,
    /// Connections in it.
    #[schema(example = 1000)]
    total: u64,
    /// How many are in each state; states without any are absent.
    #[schema(value_type = BTreeMap<StateName, u64>, example = json!({"live": 990, "pending_ownership": 10}))]
    by_state: BTreeMap<&'static str, u64>,
    /// How many have come to an end: live, failed or archived. All of them when it is `total`.
    #[schema(example = 990)]
    done: u64,
    /// When the first one was created.
    first_created_at: Instant,
    /// When one last came into its state.
    last_change_at: Instant,
}

/// See how far a batch has come.
///
/// A batch is every connection that was created with the same `batch_id`; `GET /v1/connections?batch_id=…` lists them.
#[utoipa::path(get, path = "/v1/batches/{batch_id}", operation_id = "getBatch", tag = "connections",
    security(("api_key" = ["connections:read"])), params(("batch_id" = String, Path)))]
pub(crate) async fn handler(
    caller: Allowed<ReadConnections>,
    BatchName(id): BatchName,
    Given(api): Given<Api>,
) -> Result<Shown<View>, Failure> {
    let progress = api.control.batch_progress(&caller, &id).await?;
    Ok(Shown(View::of(id, &progress)))
}

/// A batch as the path has it. Goes after [`Allowed`], so that strangers learn nothing about forms of names.
#[derive(Debug)]
pub(crate) struct BatchName(String);

impl FromRequestParts<Api> for BatchName {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Failure> {
        let absent = || Failure::not_found("batch");
        let parameters = RawPathParams::from_request_parts(parts, api).await.map_err(|_| absent())?;
        let name = parameters.iter().find(|(name, _)| *name == "batch_id").map(|(_, value)| value.to_owned());
        // No batch has a character that cannot be printed.
        name.filter(|name| !name.chars().any(char::is_control)).map(Self).ok_or_else(absent)
    }
}

impl View {
    fn of(batch_id: String, progress: &BatchProgress) -> Self {
        let ended = |state: &State| *state == State::Live || state.is_terminal();
        Self {
            batch_id,
            total: progress.by_state.values().sum(),
            done: progress.by_state.iter().filter(|(state, _)| ended(state)).map(|(_, count)| count).sum(),
            by_state: progress.by_state.iter().map(|(state, count)| (state.as_str(), *count)).collect(),
            first_created_at: Instant(progress.first_created_at),
            last_change_at: Instant(progress.last_change_at),
        }
    }
}
