//! `POST /v1/change-sets/{id}/undo`.

use super::{Options, WriteView};
use crate::body::Optional;
use crate::caller::{Allowed, WriteConnections};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::ChangeSetId;

/// Take back what was written: its values go, what it replaced comes back, what others wrote since stays.
///
/// With `dry_run` nothing is written and the answer says what would be. What was undone already cannot be undone again.
#[utoipa::path(post, path = "/v1/change-sets/{id}/undo", operation_id = "undoChangeSet", tag = "connections",
    security(("api_key" = ["connections:write"])), params(("id" = Uuid, Path)), request_body = Option<Options>)]
pub(crate) async fn handler(
    caller: Allowed<WriteConnections>,
    Named(id): Named<ChangeSetId>,
    State(api): State<Api>,
    Optional(options): Optional<Options>,
) -> Result<Shown<WriteView>, Failure> {
    let report = api.control.undo_change_set(&caller, id, options.dry_run).await?;
    Ok(Shown(WriteView::of(report, options.dry_run)))
}
