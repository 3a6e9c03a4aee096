//! Routes: the tenant's names under which its applications are reached.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
mod plan;
pub(crate) mod update;

pub(crate) use plan::{DryRun, PlanView, Planned};

use crate::failure::Failure;
use crate::router::Api;
use crate::schemas::{Instant, OriginSourceName};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use nameplate_control::ShownRoute;
use nameplate_domain::hostname::Hostname;
use nameplate_domain::route::Route;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A name of the tenant that leads to an application.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Route)]
pub(crate) struct View {
    id: Uuid,
    /// Unique in the tenant; the first label of its default host name.
    #[schema(example = "shop")]
    name: String,
    application_id: Uuid,
    /// Where it is chiefly served: its default host name, or one that a connection of its application holds.
    hostname: String,
    /// The host name for people.
    hostname_unicode: String,
    /// Where it is always served too.
    #[schema(example = "shop.acme.edge.acme.example")]
    default_hostname: String,
    /// Where a browser goes; of a wildcard, the default host name's.
    #[schema(example = "https://shop.customer.com")]
    url: String,
    /// Where its requests go.
    #[schema(example = "https://origin.saas.example")]
    origin: String,
    /// Who chose the origin.
    #[schema(value_type = OriginSourceName)]
    source: &'static str,
    /// The connection that holds its host name; null for the default one.
    #[schema(required = true)]
    connection_id: Option<Uuid>,
    /// Whether edges serve its host name.
    served: bool,
    /// Why they do not; null when they do.
    #[schema(required = true, example = "It is not served: ownership is not proven here.")]
    why_not: Option<String>,
    created_at: Instant,
    updated_at: Instant,
}

impl From<ShownRoute> for View {
    fn from(shown: ShownRoute) -> Self {
        let hostname = shown.hostname().to_owned();
        let ShownRoute { route, default_hostname, url, origin, source, verdict } = shown;
        let Route { id, name, application, custom, created_at, updated_at, .. } = route;
        let why_not = verdict.err().map(|why| format!("It is not served: {why}."));
        Self {
            id: id.0,
            name: name.to_string(),
            application_id: application.0,
            hostname_unicode: Hostname::trusted(hostname.clone()).to_unicode(),
            hostname,
            default_hostname,
            url,
            origin,
            source: source.as_str(),
            connection_id: custom.map(|custom| custom.connection.0),
            served: why_not.is_none(),
            why_not,
            created_at: Instant(created_at),
            updated_at: Instant(updated_at),
        }
    }
}

/// A route as the path has it: by its identifier or by its name.
#[derive(Debug)]
pub(crate) struct IdOrName(pub(crate) String);

impl FromRequestParts<Api> for IdOrName {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Failure> {
        let parameters = RawPathParams::from_request_parts(parts, api).await;
        let text =
            parameters.ok().and_then(|all| all.iter().find(|(name, _)| *name == "id").map(|(_, id)| id.to_owned()));
        text.map(Self).ok_or_else(|| Failure::not_found("route"))
    }
}
