//! Delegated DNS credentials of an application.

pub(crate) mod check;
pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod list;

use crate::schemas::Instant;
use nameplate_domain::delegated::{Credential, Verdict};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A delegated DNS credential. Its secret is never shown again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DnsCredential)]
pub(crate) struct View {
    id: Uuid,
    application_id: Uuid,
    /// Key of the provider.
    #[schema(example = "cloudflare")]
    provider: String,
    /// Last four characters, for telling credentials apart.
    last4: String,
    /// The only zone it is used for; null for every zone that it sees.
    #[schema(required = true)]
    zone: Option<String>,
    /// What the provider said about it when it was last asked.
    #[schema(required = true)]
    verdict: Option<VerdictView>,
    created_at: Instant,
}

/// What the provider says about a credential.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DnsCredentialVerdict)]
struct VerdictView {
    /// `ok`, or why not: `bad_credential`, `forbidden`, `no_such_zone`, `rate_limited`, `outage`, `misunderstood` …
    #[schema(example = "ok")]
    status: String,
    /// The same in a sentence.
    message: String,
    /// Zones that it sees; the first twenty.
    zones: Vec<String>,
    /// How many zones it sees.
    zones_total: usize,
    /// When the provider was asked.
    checked_at: Instant,
}

impl From<Credential> for View {
    fn from(credential: Credential) -> Self {
        Self {
            id: credential.id.0,
            application_id: credential.application.0,
            provider: credential.provider,
            last4: credential.last4,
            zone: credential.zone,
            verdict: credential.verdict.map(VerdictView::from),
            created_at: Instant(credential.created_at),
        }
    }
}

impl From<Verdict> for VerdictView {
    fn from(verdict: Verdict) -> Self {
        Self {
            status: verdict.status,
            message: verdict.message,
            zones: verdict.zones,
            zones_total: verdict.zones_total,
            checked_at: Instant(verdict.checked_at),
        }
    }
}
