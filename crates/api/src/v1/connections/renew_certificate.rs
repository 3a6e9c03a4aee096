//! `POST /v1/connections/{id}/certificate:renew`.

use super::View;
use crate::body::NoBody;
use crate::caller::{Allowed, WriteConnections};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State as Given;
use nameplate_domain::tenancy::ConnectionId;

/// Have the certificate replaced now.
///
/// Edges begin within a second; the new one shows in `certificate` when it is there. Limits of the authority hold all the same.
#[utoipa::path(post, path = "/v1/connections/{id}/certificate:renew", operation_id = "renewConnectionCertificate",
    tag = "connections", security(("api_key" = ["connections:write"])), params(("id" = Uuid, Path)))]
pub(crate) async fn handler(
    caller: Allowed<WriteConnections>,
    Named(id): Named<ConnectionId>,
    Given(api): Given<Api>,
    _: NoBody,
) -> Result<Shown<View>, Failure> {
    let connection = api.control.renew_certificate(&caller, id).await?;
    Ok(Shown(View::with_certificate(&connection, &api).await?))
}
