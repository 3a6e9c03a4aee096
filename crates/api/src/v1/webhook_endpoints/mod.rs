//! Receivers of webhooks.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod rotate_secret;
pub(crate) mod test;
pub(crate) mod update;

use crate::schemas::{EventName, Instant};
use nameplate_control::SigningSecret;
use nameplate_domain::webhook::{Endpoint, EndpointState};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A receiver of webhooks. Its signing secret is never shown again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookEndpoint)]
pub(crate) struct View {
    id: Uuid,
    /// Where events are posted to.
    #[schema(example = "https://api.acme.example/webhooks/cd")]
    url: String,
    /// What you say about it.
    #[schema(required = true, example = "production")]
    description: Option<String>,
    /// The only application whose events it is told of; null for all.
    #[schema(required = true)]
    application_id: Option<Uuid>,
    /// Events it is told of; empty for all.
    #[schema(value_type = Vec<EventName>)]
    events: Vec<&'static str>,
    /// Whether it is told anything.
    #[schema(example = true)]
    enabled: bool,
    /// Since when it is not.
    #[schema(required = true)]
    disabled_at: Option<Instant>,
    /// Why it is not.
    #[schema(required = true)]
    disabled_reason: Option<String>,
    /// Since when every attempt has failed; null when the last one did not. After three days of it, and at least twenty failures, the
    /// endpoint is disabled.
    #[schema(required = true)]
    failing_since: Option<Instant>,
    /// Until when the secret before signs too.
    #[schema(required = true)]
    former_secret_until: Option<Instant>,
    created_at: Instant,
    updated_at: Instant,
}

/// An endpoint with its signing secret, which is shown in this answer and never again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookEndpointWithSecret)]
pub(crate) struct WithSecret {
    #[serde(flatten)]
    #[schema(inline)]
    endpoint: View,
    /// Keys `X-CD-Signature` as it is, and `webhook-signature` by the octets that its base64 stands for. Null in an answer that is
    /// repeated under an Idempotency-Key.
    #[schema(required = true, example = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    signing_secret: Option<String>,
}

impl WithSecret {
    pub(crate) fn new(endpoint: Endpoint, secret: Option<&SigningSecret>) -> Self {
        Self { endpoint: endpoint.into(), signing_secret: secret.map(|secret| secret.reveal().to_owned()) }
    }
}

impl From<Endpoint> for View {
    fn from(endpoint: Endpoint) -> Self {
        let (disabled_at, disabled_reason) = match endpoint.state {
            EndpointState::Enabled => (None, None),
            EndpointState::Disabled { at, why } => (Some(Instant(at)), Some(why)),
        };
        Self {
            id: endpoint.id.0,
            url: endpoint.url,
            description: endpoint.description,
            application_id: endpoint.application.map(|id| id.0),
            events: endpoint.events.names(),
            enabled: disabled_at.is_none(),
            disabled_at,
            disabled_reason,
            failing_since: endpoint.trouble.map(|trouble| Instant(trouble.since)),
            former_secret_until: endpoint.former_secret_until.map(Instant),
            created_at: Instant(endpoint.created_at),
            updated_at: Instant(endpoint.updated_at),
        }
    }
}
