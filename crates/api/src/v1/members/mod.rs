//! People who act for the tenant.

pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod update;

use crate::schemas::{Instant, RoleName};
use nameplate_domain::tenancy::Member;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A person as a member of the tenant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Member)]
pub(crate) struct View {
    id: Uuid,
    /// As the identity provider last told.
    #[schema(example = "ada@acme.example")]
    email: String,
    /// As the identity provider last told.
    #[schema(required = true, example = "Ada Lovelace")]
    name: Option<String>,
    /// What they may do.
    #[schema(value_type = RoleName)]
    role: &'static str,
    created_at: Instant,
    /// When they were last signed in here, to the minute.
    #[schema(required = true)]
    last_seen_at: Option<Instant>,
}

impl From<Member> for View {
    fn from(member: Member) -> Self {
        Self {
            id: member.id.0,
            email: member.email,
            name: member.name,
            role: member.role.as_str(),
            created_at: Instant(member.created_at),
            last_seen_at: member.last_seen_at.map(Instant),
        }
    }
}
