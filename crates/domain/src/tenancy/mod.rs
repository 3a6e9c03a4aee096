//! Who owns what, and what keys may do.

mod caller;
mod member;
mod operator;
mod session;
mod ssh_key;

pub use caller::{Caller, MissingScope, OutOfReach, Reach, Whence, Who};
pub use member::{Invitation, Member, Role};
pub use operator::{Operator, PlatformKey};
use serde::{Deserialize, Serialize};
pub use session::{Session, SessionOf};
pub use ssh_key::{SshKey, SshKeyError, SshPublicKey};
use std::collections::BTreeSet;
use std::fmt;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.as_hyphenated())
            }
        }
    )*};
}

ids! {
    /// A tenant: the owner of everything else.
    TenantId
    /// An application of a tenant.
    ApplicationId
    /// A connection; the `jobId` of webhooks and widget events.
    ConnectionId
    /// An API key (not its secret).
    ApiKeyId
    /// An entry of the outbox.
    EventId
    /// A delegated DNS credential (not its secret).
    CredentialId
    /// A write to a customer's zone.
    ChangeSetId
    /// A receiver of webhooks.
    WebhookEndpointId
    /// One event on its way to one webhook endpoint.
    DeliveryId
    /// A page that a connection's records are shown on to somebody without an account.
    ShareLinkId
    /// An entry of the audit log.
    AuditId
    /// A platform key (not its secret).
    PlatformKeyId
    /// Something that was seen of a connection.
    ObservationId
    /// A browser that is signed in (not its cookie).
    SessionId
    /// A person who signs in.
    PersonId
    /// A person as a member of a tenant.
    MemberId
    /// An invitation to join a tenant (not its link).
    InvitationId
    /// A route.
    RouteId
    /// An SSH key.
    SshKeyId
}

impl TenantId {
    /// Nobody: the audit log has what concerns the platform as a whole under it.
    pub const PLATFORM: Self = Self(Uuid::nil());
}

/// What a key may do. The names are those of the API.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Scope {
    /// Read connections, records, usage.
    #[serde(rename = "connections:read")]
    ConnectionsRead,
    /// Create connections, check records, mint widget tokens.
    #[serde(rename = "connections:write")]
    ConnectionsWrite,
    /// Create and update applications, keys, credentials, webhook endpoints, subscriptions.
    #[serde(rename = "apps:admin")]
    AppsAdmin,
    /// Manage webhook endpoints.
    #[serde(rename = "webhooks:write")]
    WebhooksWrite,
    /// Read usage.
    #[serde(rename = "usage:read")]
    UsageRead,
}

impl Scope {
    /// Every scope, in the order of the documentation.
    pub const ALL: [Self; 5] =
        [Self::ConnectionsRead, Self::ConnectionsWrite, Self::AppsAdmin, Self::WebhooksWrite, Self::UsageRead];

    /// The scope's name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ConnectionsRead => "connections:read",
            Self::ConnectionsWrite => "connections:write",
            Self::AppsAdmin => "apps:admin",
            Self::WebhooksWrite => "webhooks:write",
            Self::UsageRead => "usage:read",
        }
    }

    /// The scope of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == name)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The scopes of a key, without duplicates and in a fixed order.
pub type Scopes = BTreeSet<Scope>;

/// An API key as it is kept: everything but its secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiKey {
    /// Identifier.
    pub id: ApiKeyId,
    /// Owner.
    pub tenant: TenantId,
    /// The application the key was made under; `None` for a key of the whole tenant.
    pub application: Option<ApplicationId>,
    /// The label a person gave it.
    pub name: String,
    /// Last four characters of the secret, for telling keys apart.
    pub last4: String,
    /// What it may do.
    pub scopes: Scopes,
    /// When it was made.
    pub created_at: crate::time::Timestamp,
    /// When it was revoked; it authenticates nobody from then on.
    pub revoked_at: Option<crate::time::Timestamp>,
}

/// The owner of everything else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tenant {
    /// Identifier.
    pub id: TenantId,
    /// Display name.
    pub name: String,
    /// When it was made.
    pub created_at: crate::time::Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scope_names_are_those_of_the_api() {
        for scope in Scope::ALL {
            assert_eq!(Scope::from_name(scope.as_str()), Some(scope));
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.as_str());
        }
    }
}
