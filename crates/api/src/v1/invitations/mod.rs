//! People who are invited to act for the tenant.

pub(crate) mod create;
pub(crate) mod list;
pub(crate) mod revoke;

use crate::failure::Failure;
use crate::schemas::{Instant, RoleName};
use nameplate_domain::tenancy::{Invitation, Role};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An invitation that nobody has taken yet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invitation)]
pub(crate) struct View {
    id: Uuid,
    /// Whoever signs in with this address, verified by the identity provider, may take it.
    #[schema(example = "ada@acme.example")]
    email: String,
    /// What they would be.
    #[schema(value_type = RoleName)]
    role: &'static str,
    created_at: Instant,
    /// From then on nobody can take it.
    expires_at: Instant,
}

impl From<Invitation> for View {
    fn from(invitation: Invitation) -> Self {
        Self {
            id: invitation.id.0,
            email: invitation.email,
            role: invitation.role.as_str(),
            created_at: Instant(invitation.created_at),
            expires_at: Instant(invitation.expires_at),
        }
    }
}

/// The role of that name.
pub(crate) fn role(text: &str) -> Result<Role, Failure> {
    let known = Role::ALL.map(Role::as_str).join(", ");
    Role::from_name(text).ok_or_else(|| Failure::invalid(format!("role must be one of {known}.")))
}
