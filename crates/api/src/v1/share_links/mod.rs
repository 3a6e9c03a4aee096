//! Links to a connection's page for the person who holds the DNS login.

pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod revoke;

use crate::schemas::Instant;
use nameplate_domain::share_link::ShareLink;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A share link, without its URL.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ShareLink)]
pub(crate) struct View {
    id: Uuid,
    created_at: Instant,
    /// From then on it opens nothing. It ends earlier when the connection is archived.
    expires_at: Instant,
    /// When it was withdrawn.
    #[schema(required = true)]
    revoked_at: Option<Instant>,
}

impl From<ShareLink> for View {
    fn from(link: ShareLink) -> Self {
        Self {
            id: link.id.0,
            created_at: Instant(link.created_at),
            expires_at: Instant(link.expires_at),
            revoked_at: link.revoked_at.map(Instant),
        }
    }
}
