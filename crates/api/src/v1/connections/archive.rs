//! `DELETE /v1/connections/{id}`.

use super::View;
use crate::caller::{Allowed, WriteConnections};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::ConnectionId;

/// Offboard a host name: its claim is released and it is no longer served. Doing it twice changes nothing.
///
/// Records at the customer's DNS provider stay; tell the customer to remove them.
#[utoipa::path(delete, path = "/v1/connections/{id}", operation_id = "archiveConnection", tag = "connections",
    security(("api_key" = ["connections:write"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<WriteConnections>,
    Named(id): Named<ConnectionId>,
    State(api): State<Api>,
) -> Result<Shown<View>, Failure> {
    let archived = api.control.archive_connection(&caller, id).await?;
    Ok(Shown(View::without_certificate(&archived, &api.control)))
}
