//! Whoever runs the platform, and the keys that show it.

use super::{Caller, PlatformKeyId, TenantId, Whence, Who};
use crate::time::Timestamp;

/// A platform key as it is kept: everything but its secret. It belongs to no tenant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlatformKey {
    /// Identifier.
    pub id: PlatformKeyId,
    /// The label a person gave it.
    pub name: String,
    /// Last four characters of the secret, for telling keys apart.
    pub last4: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked; it authenticates nobody from then on.
    pub revoked_at: Option<Timestamp>,
}

/// Somebody who has shown a valid platform key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Operator {
    /// As whom.
    pub who: Who,
    /// Where the request came from.
    pub whence: Whence,
}

impl Operator {
    /// Whoever is at the platform's command line.
    #[must_use]
    pub fn at_the_command_line() -> Self {
        Self { who: Who::Operator, whence: Whence::default() }
    }

    /// Whoever has `key`.
    #[must_use]
    pub fn of(key: PlatformKey) -> Self {
        let PlatformKey { id, name, last4, .. } = key;
        Self { who: Who::PlatformKey { id, name, last4 }, whence: Whence::default() }
    }

    /// The same, acting on a tenant's data: with every scope, and written down in that tenant's audit log.
    #[must_use]
    pub fn on(&self, tenant: TenantId) -> Caller {
        Caller { whence: self.whence.clone(), ..Caller::own(tenant, self.who.clone()) }
    }
}
