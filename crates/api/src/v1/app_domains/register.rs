//! `POST /v1/apps/{id}/domains`.

use super::View;
use crate::body::Json;
use crate::caller::WriteConnections;
use crate::failure::Failure;
use crate::idempotency::IdempotencyKey;
use crate::reply::Answered;
use crate::router::Api;
use crate::scoped::Scoped;
use axum::extract::State;
use nameplate_control::Stored;
use nameplate_domain::application::Application;
use nameplate_domain::connection::Connection;
use nameplate_store::AppDomain;
use serde::Deserialize;
use utoipa::ToSchema;

/// A domain to register.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewAppDomain)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// The domain, as people write it; `*.` first for a wildcard.
    #[schema(example = "www.customer.com")]
    domain: String,
}

/// Register a domain of an application.
///
/// `verification` in the answer says what to publish: a CNAME to the application's own host name, which verifies the domain and leads its
/// visitors, or the TXT of `alternative`, for an apex and a wildcard. The certificate comes by itself. An application has so many
/// domains as its tenant's `max_domains_per_app` says, which is 10 unless the operator has changed it; what was given up unverified is
/// not counted and can be registered again.
#[utoipa::path(post, path = "/v1/apps/{id}/domains", operation_id = "registerAppDomain", tag = "apps",
    security(("api_key" = ["connections:write"])), params(("id" = Uuid, Path), IdempotencyKey))]
pub(crate) async fn handler(
    application: Scoped<Application, WriteConnections>,
    key: IdempotencyKey,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Answered<View>, Failure> {
    let Scoped { caller, found } = application;
    let view = |registered: &Connection| {
        let domain = AppDomain { connection: registered.clone(), origin: found.default_origin.clone() };
        View::of(domain, None, &api.control)
    };
    let answer = |registered: &Connection| Stored {
        status: 200,
        body: serde_json::to_string(&view(registered)).unwrap_or_else(|_| "null".to_owned()),
    };
    let registered = key.once(&api, caller.tenant, &body.fingerprint, &answer, async |once| {
        Ok(view(&api.control.register_domain(&caller, &found, &body.value.domain, once).await?))
    });
    Ok(registered.await?.into())
}
