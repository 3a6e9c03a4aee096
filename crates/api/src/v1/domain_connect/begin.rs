//! `POST /v1/connections/{id}/domain-connect`.

use crate::body::Optional;
use crate::caller::{Allowed, Browser, WriteConnections};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::Instant;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::tenancy::ConnectionId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How the customer comes back.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = DomainConnectOptions)]
#[serde(deny_unknown_fields)]
pub(crate) struct Options {
    /// A page under one of the application's `allowed_origins` where the customer goes on; a plain page of this server when absent.
    #[serde(default)]
    #[schema(example = "https://app.acme.example/settings/domain")]
    return_to: Option<String>,
}

/// The customer's way to the DNS provider.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DomainConnectFlow)]
pub(crate) struct Flow {
    /// Open it in a window: the customer signs in there and consents.
    url: String,
    /// The DNS provider, for people.
    provider_name: String,
    /// Apex of the zone.
    zone: String,
    /// Width of the window that the provider wants, in CSS pixels.
    width: u32,
    /// Height of it.
    height: u32,
    /// Until when the customer can come back.
    expires_at: Instant,
}

/// Send the customer to the DNS provider, which writes the records after its customer consented.
///
/// Open `url` in a window: the customer signs in at the provider and agrees, and comes back to `return_to`. Proof and records are
/// then checked as if a person had published them.
#[utoipa::path(post, path = "/v1/connections/{id}/domain-connect", operation_id = "beginDomainConnect", tag = "connections",
    security(("api_key" = ["connections:write"]), ("widget_token" = ["connections:write"])), params(("id" = Uuid, Path)), request_body = Option<Options>)]
pub(crate) async fn handler(
    caller: Allowed<Browser<WriteConnections>>,
    Named(id): Named<ConnectionId>,
    State(api): State<Api>,
    Optional(options): Optional<Options>,
) -> Result<Shown<Flow>, Failure> {
    let begun = api.control.begin_domain_connect(&caller, id, options.return_to).await?;
    Ok(Shown(Flow {
        url: begun.url,
        provider_name: begun.offer.settings.provider_name,
        zone: begun.offer.zone,
        width: begun.offer.settings.width,
        height: begun.offer.settings.height,
        expires_at: Instant(begun.expires_at),
    }))
}
