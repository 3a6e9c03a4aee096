//! `DELETE /v1/apps/{id}/domains/{domain}`.

use super::InPath;
use crate::body::NoBody;
use crate::caller::WriteConnections;
use crate::failure::Failure;
use crate::query::{Query, parsed};
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Scoped;
use crate::v1::connections::archive::DanglingView;
use axum::extract::State;
use nameplate_domain::application::Application;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Params {
    /// Let the route that serves the domain go back to its default host name. Without, such a domain is not removed.
    #[serde(default, deserialize_with = "parsed")]
    detach: Option<bool>,
}

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
/// answer lists the records that dangle. A domain that a route serves is refused, with the commands that repoint it, unless `detach` is
/// asked for: then route and domain change in one step.
#[utoipa::path(delete, path = "/v1/apps/{id}/domains/{domain}", operation_id = "removeAppDomain", tag = "apps",
    security(("api_key" = ["connections:write"])), params(("id" = Uuid, Path), ("domain" = String, Path), Params))]
pub(crate) async fn handler(
    application: Scoped<Application, WriteConnections>,
    InPath(hostname): InPath,
    State(api): State<Api>,
    Query(params): Query<Params>,
    _: NoBody,
) -> Result<Shown<Answer>, Failure> {
    let detach = params.detach.unwrap_or_default();
    let dangling = api.control.remove_domain(&application.caller, application.found.id, &hostname, detach).await?;
    let dangling_records = dangling.into_iter().map(DanglingView::from).collect();
    Ok(Shown(Answer { domain: hostname.to_string(), deleted: true, dangling_records }))
}
