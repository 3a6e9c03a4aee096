//! People who act for a tenant, what they may do, and how they are asked to join.

use super::{Caller, InvitationId, MemberId, PersonId, Reach, Scope, Scopes, TenantId, Whence, Who};
use crate::time::Timestamp;
use std::time::Duration;

/// What a member is to a tenant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Everything, and who else is an owner.
    Owner,
    /// Everything, and who else is a member.
    Admin,
    /// Connects domains and registers webhooks.
    Developer,
    /// Looks.
    Viewer,
}

impl Role {
    /// Every role, the mightiest first.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Admin, Self::Developer, Self::Viewer];

    /// The role's name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Developer => "developer",
            Self::Viewer => "viewer",
        }
    }

    /// The role of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// What it may do.
    #[must_use]
    pub fn scopes(self) -> Scopes {
        match self {
            Self::Owner | Self::Admin => Scopes::from(Scope::ALL),
            Self::Developer => {
                Scopes::from([Scope::ConnectionsRead, Scope::ConnectionsWrite, Scope::WebhooksWrite, Scope::UsageRead])
            }
            Self::Viewer => Scopes::from([Scope::ConnectionsRead, Scope::UsageRead]),
        }
    }

    /// Whether somebody of this role decides about members and invitations of the role `other`.
    #[must_use]
    pub const fn looks_after(self, other: Self) -> bool {
        match self {
            Self::Owner => true,
            Self::Admin => !matches!(other, Self::Owner),
            Self::Developer | Self::Viewer => false,
        }
    }
}

/// A person as a member of one tenant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Identifier.
    pub id: MemberId,
    /// Whose member.
    pub tenant: TenantId,
    /// Which person.
    pub person: PersonId,
    /// As the identity provider last told.
    pub email: String,
    /// As the identity provider last told.
    pub name: Option<String>,
    /// What they are to the tenant.
    pub role: Role,
    /// When they joined.
    pub created_at: Timestamp,
    /// When they last used this membership, to the minute.
    pub last_seen_at: Option<Timestamp>,
}

impl Member {
    /// The member as a caller.
    #[must_use]
    pub fn caller(&self) -> Caller {
        Caller {
            tenant: self.tenant,
            who: Who::Member { id: self.id, email: self.email.clone() },
            scopes: self.role.scopes(),
            reach: Reach::Tenant,
            whence: Whence::default(),
        }
    }
}

/// Somebody who was asked to join.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invitation {
    /// Identifier.
    pub id: InvitationId,
    /// Whose member they would be.
    pub tenant: TenantId,
    /// Who may take it, in lower case.
    pub email: String,
    /// What they would be.
    pub role: Role,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on nobody can take it.
    pub expires_at: Timestamp,
}

impl Invitation {
    /// How long it can be taken.
    pub const LIFE: Duration = Duration::from_hours(7 * 24);

    /// Whether whoever has the e-mail address `email`, in whatever case, may take it at `now`.
    #[must_use]
    pub fn is_for(&self, email: &str, now: Timestamp) -> bool {
        self.email == email.to_lowercase() && now < self.expires_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mightier_role_can_do_all_that_a_lesser_one_can() {
        for pair in Role::ALL.windows(2) {
            assert!(pair[1].scopes().is_subset(&pair[0].scopes()), "{pair:?}");
        }
        assert!(Role::ALL.iter().all(|role| Role::from_name(role.as_str()) == Some(*role)));
    }

    #[test]
    fn only_owners_look_after_owners_and_only_admins_after_the_rest() {
        for other in Role::ALL {
            assert!(Role::Owner.looks_after(other));
            assert_eq!(Role::Admin.looks_after(other), other != Role::Owner);
            assert!(!Role::Developer.looks_after(other) && !Role::Viewer.looks_after(other));
        }
    }
}
