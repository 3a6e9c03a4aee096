//! SSH keys that act for a tenant: whoever has one runs the commands `domain` and `route` over SSH.

pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod revoke;

use crate::schemas::{Instant, ScopeName};
use nameplate_domain::tenancy::{Scope, SshKey};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An SSH key.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SshKey)]
pub(crate) struct View {
    id: Uuid,
    /// The application that commands are for when they name none; null for a key of the whole tenant.
    #[schema(required = true)]
    application_id: Option<Uuid>,
    /// The label a person gave it.
    #[schema(example = "ada@laptop")]
    name: String,
    /// Type and key, as OpenSSH writes them.
    #[schema(example = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhcmVseS1hLWtleS1idXQtMzItb2N0ZXRzISEhISEh")]
    public_key: String,
    /// As OpenSSH shows it.
    #[schema(example = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpTUZuGDSqoOqZWyGI")]
    fingerprint: String,
    /// What it may do.
    #[schema(value_type = Vec<ScopeName>)]
    scopes: Vec<Scope>,
    created_at: Instant,
    /// When somebody last signed in with it, to the minute.
    #[schema(required = true)]
    last_used_at: Option<Instant>,
    /// From then on it lets nobody in.
    #[schema(required = true)]
    revoked_at: Option<Instant>,
}

impl From<SshKey> for View {
    fn from(key: SshKey) -> Self {
        Self {
            id: key.id.0,
            application_id: key.application.map(|id| id.0),
            name: key.name,
            public_key: key.public_key,
            fingerprint: key.fingerprint,
            scopes: key.scopes.into_iter().collect(),
            created_at: Instant(key.created_at),
            last_used_at: key.used_at.map(Instant),
            revoked_at: key.revoked_at.map(Instant),
        }
    }
}
