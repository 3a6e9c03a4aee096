//! `POST /v1/apps/{id}/domains/{domain}/verify`.

use super::InPath;
use crate::body::NoBody;
use crate::caller::WriteConnections;
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::scoped::Scoped;
use crate::v1::connections::ProblemView;
use axum::extract::State;
use nameplate_control::DomainVerified;
use nameplate_domain::application::Application;
use serde::Serialize;
use utoipa::ToSchema;

/// What a verification came to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppDomainVerified)]
pub(crate) struct Answer {
    /// Whether the domain is verified, now or before.
    verified: bool,
    /// Whether the CNAME to the application's own host name is at the zone's own servers; a wildcard record does not count.
    cname_ok: bool,
    /// Whether the TXT is there. It is looked for only when the CNAME is not there.
    txt_ok: bool,
    /// Why it is not verified; null when it is.
    #[schema(required = true)]
    problem: Option<ProblemView>,
}

/// Look for the records that verify a domain now, at the zone's own name servers.
///
/// This can be repeated at will: what is verified stays so, and what is not answers 200 with `verified: false` and the reason. Workers
/// look by themselves as well. Every proof of `ownership_proofs` of the connection verifies a domain, so that both fields can be false.
/// When another tenant has verified the name first, it is a conflict.
#[utoipa::path(post, path = "/v1/apps/{id}/domains/{domain}/verify", operation_id = "verifyAppDomain", tag = "apps",
    security(("api_key" = ["connections:write"])), params(("id" = Uuid, Path), ("domain" = String, Path)))]
pub(crate) async fn handler(
    application: Scoped<Application, WriteConnections>,
    InPath(hostname): InPath,
    State(api): State<Api>,
    _: NoBody,
) -> Result<Shown<Answer>, Failure> {
    let DomainVerified { verified, cname_ok, txt_ok, problem } =
        api.control.verify_domain(&application.caller, application.found.id, &hostname).await?;
    Ok(Shown(Answer { verified, cname_ok, txt_ok, problem: problem.map(ProblemView::from) }))
}
