//! API keys: of an application, and all of a tenant's.

pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod list_all;
pub(crate) mod revoke;
pub(crate) mod revoke_any;

use crate::schemas::{Instant, ScopeName};
use nameplate_domain::tenancy::{ApiKey, Scope};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An API key, without its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApiKey)]
pub(crate) struct View {
    id: Uuid,
    /// The application it was made under; null for a key of the whole tenant.
    #[schema(required = true)]
    application_id: Option<Uuid>,
    /// The label a person gave it.
    name: String,
    /// Last four characters of the secret, for telling keys apart.
    last4: String,
    /// What it may do.
    #[schema(value_type = Vec<ScopeName>)]
    scopes: Vec<Scope>,
    created_at: Instant,
    /// From then on it authenticates nobody.
    #[schema(required = true)]
    revoked_at: Option<Instant>,
}

impl From<ApiKey> for View {
    fn from(key: ApiKey) -> Self {
        Self {
            id: key.id.0,
            application_id: key.application.map(|id| id.0),
            name: key.name,
            last4: key.last4,
            scopes: key.scopes.into_iter().collect(),
            created_at: Instant(key.created_at),
            revoked_at: key.revoked_at.map(Instant),
        }
    }
}
