//! Links to a page for the person who holds the DNS login: one connection's records, without an account.

use crate::tenancy::{ConnectionId, ShareLinkId, TenantId};
use crate::time::Timestamp;
use std::time::Duration;

/// How long a link works unless somebody says otherwise.
pub const LIFETIME_DEFAULT: Duration = Duration::from_hours(7 * 24);
/// Shortest time that can be asked for.
pub const LIFETIME_MIN: Duration = Duration::from_secs(60);
/// Longest time that can be asked for.
pub const LIFETIME_MAX: Duration = Duration::from_hours(30 * 24);

/// A link, without the token that opens it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShareLink {
    /// Identifier.
    pub id: ShareLinkId,
    /// Owner.
    pub tenant: TenantId,
    /// The connection that it shows.
    pub connection: ConnectionId,
    /// When it was made.
    pub created_at: Timestamp,
    /// From then on it opens nothing.
    pub expires_at: Timestamp,
    /// When it was withdrawn; it opens nothing from then on.
    pub revoked_at: Option<Timestamp>,
}

impl ShareLink {
    /// Whether it opens its page.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// Reads a wished lifetime in seconds.
///
/// # Errors
/// What is wrong with it, as the end of a sentence that starts with the field's name.
pub fn lifetime(wished_s: Option<u64>) -> Result<Duration, String> {
    let Some(seconds) = wished_s else { return Ok(LIFETIME_DEFAULT) };
    let (least, most) = (LIFETIME_MIN.as_secs(), LIFETIME_MAX.as_secs());
    match (least..=most).contains(&seconds) {
        true => Ok(Duration::from_secs(seconds)),
        false => Err(format!("must be from {least} (a minute) to {most} (30 days) seconds")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_link_is_open_until_it_expires_or_is_withdrawn() {
        let id = Uuid::nil();
        let (created_at, expires_at) = (Timestamp::from_ms(1000), Timestamp::from_ms(2000));
        let link = ShareLink {
            id: ShareLinkId(id),
            tenant: TenantId(id),
            connection: ConnectionId(id),
            created_at,
            expires_at,
            revoked_at: None,
        };
        assert!(link.is_open(created_at) && link.is_open(Timestamp::from_ms(1999)));
        assert!(!link.is_open(expires_at));
        assert!(!ShareLink { revoked_at: Some(created_at), ..link }.is_open(created_at));
    }

    #[test]
    fn lifetimes_have_bounds() {
        assert_eq!(lifetime(None), Ok(LIFETIME_DEFAULT));
        assert_eq!(lifetime(Some(60)), Ok(LIFETIME_MIN));
        assert_eq!(lifetime(Some(2_592_000)), Ok(LIFETIME_MAX));
        for wrong in [0, 59, 2_592_001, u64::MAX] {
            assert!(lifetime(Some(wrong)).is_err_and(|said| said.contains("60")), "{wrong}");
        }
    }
}
