//! `POST /v1/connections/{id}/records:apply`.

use super::View;
use crate::body::Optional;
use crate::caller::{Allowed, WriteConnections};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Named;
use crate::v1::change_sets::{Options, WriteView};
use axum::extract::State;
use nameplate_domain::tenancy::ConnectionId;
use serde::Serialize;
use utoipa::ToSchema;

/// What was written, and the connection afterwards.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppliedRecords)]
pub(crate) struct Applied {
    #[serde(flatten)]
    #[schema(inline)]
    write: WriteView,
    connection: View,
}

/// Write the connection's records with the application's delegated DNS credential, or say what would be written.
///
/// Everything else in the zone stays. What is there already is not written again.
#[utoipa::path(post, path = "/v1/connections/{id}/records:apply", operation_id = "applyConnectionRecords", tag = "connections",
    security(("api_key" = ["connections:write"])), params(("id" = Uuid, Path)), request_body = Option<Options>)]
pub(crate) async fn handler(
    caller: Allowed<WriteConnections>,
    Named(id): Named<ConnectionId>,
    State(api): State<Api>,
    Optional(options): Optional<Options>,
) -> Result<Shown<Applied>, Failure> {
    let report = api.control.apply_records(&caller, id, options.dry_run).await?;
    let connection = View::with_certificate(&report.connection, &api).await?;
    Ok(Shown(Applied { write: WriteView::of(report, options.dry_run), connection }))
}
