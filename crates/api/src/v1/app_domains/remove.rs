//! `DELETE /v1/apps/{id}/domains/{domain}`.

use super::InPath;
use crate::body::NoBody;
use crate::caller::WriteConnections;
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Scoped;
use crate::v1::connections::archive::DanglingView;
use axum::extract::State;
use nameplate_domain::application::Application;
use serde::Serialize;
use utoipa::ToSchema;

/// A domain that was removed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RemovedAppDomain)]
pub(crate) struct Answer {
    #[schema(example = "www.customer.com")]
    domain: String,
    /// Always true.
    #[schema(example = true)]
    deleted: bool,
    /// Records that still stand at the customer's DNS provider and have lost their purpose.
    dangling_records: Vec<DanglingView>,
}

/// Remove a domain of an application: it is no longer served, and its place is free.
///
/// Its connections are archived; a domain that was removed is absent from then on, and can be registered again with another token. The
/// answer lists the records that dangle.
#[utoipa::path(delete, path = "/v1/apps/{id}/domains/{domain}", operation_id = "removeAppDomain", tag = "apps",
    security(("api_key" = ["connections:write"])), params(("id" = Uuid, Path), ("domain" = String, Path)))]
pub(crate) async fn handler(
    application: Scoped<Application, WriteConnections>,
    InPath(hostname): InPath,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Shown<Answer>, Failure> {
    let dangling = api.control.remove_domain(&application.caller, application.found.id, &hostname).await?;
    let dangling_records = dangling.into_iter().map(DanglingView::from).collect();
    Ok(Shown(Answer { domain: hostname.to_string(), deleted: true, dangling_records }))
}
