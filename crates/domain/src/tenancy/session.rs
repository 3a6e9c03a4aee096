//! Browsers that are signed in.

use super::{ApiKeyId, MemberId, PlatformKeyId, SessionId};
use crate::time::Timestamp;
use std::time::Duration;

/// A browser that is signed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Session {
    /// Identifier (not the cookie).
    pub id: SessionId,
    /// What it stands for. It ends with that.
    pub of: SessionOf,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub used_at: Timestamp,
    /// When it ends, also when it is in use.
    pub ends_at: Timestamp,
}

/// What a session stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SessionOf {
    /// An API key.
    ApiKey(ApiKeyId),
    /// A platform key.
    PlatformKey(PlatformKeyId),
    /// A person, at one of their tenants.
    Member(MemberId),
}

impl Session {
    /// How long it lasts without being used.
    pub const IDLE_MAX: Duration = Duration::from_mins(30);
    /// How long it lasts at most.
    pub const LIFE_MAX: Duration = Duration::from_hours(12);
    /// How exactly it is known when it was used.
    const NOTED_EVERY: Duration = Duration::from_mins(1);

    /// A session that begins.
    #[must_use]
    pub fn begun(id: SessionId, of: SessionOf, now: Timestamp) -> Self {
        Self { id, of, created_at: now, used_at: now, ends_at: now.plus(Self::LIFE_MAX) }
    }

    /// When it ends unless it is used before.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.used_at.plus(Self::IDLE_MAX).min(self.ends_at)
    }

    /// Whether it has ended.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        now >= self.expires_at()
    }

    /// Whether it is time to write down that it is in use.
    #[must_use]
    pub fn is_to_be_noted(&self, now: Timestamp) -> bool {
        now.since(self.used_at) >= Self::NOTED_EVERY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_ms(1_800_000_000_000);

    fn begun() -> Session {
        Session::begun(SessionId(uuid::Uuid::nil()), SessionOf::ApiKey(ApiKeyId(uuid::Uuid::nil())), START)
    }

    #[test]
    fn a_session_ends_when_it_is_not_used_and_in_the_end_also_when_it_is() {
        let mut session = begun();
        let mut now = START;
        while !session.is_over(now) {
            session.used_at = now;
            now = now.plus(Duration::from_mins(29));
        }
        let lasted = now.since(START);
        assert!((Session::LIFE_MAX..Session::LIFE_MAX + Duration::from_mins(29)).contains(&lasted), "{lasted:?}");
        assert!(begun().is_over(START.plus(Session::IDLE_MAX)));
    }

    #[test]
    fn use_is_written_down_once_a_minute() {
        assert!(!begun().is_to_be_noted(START.plus(Duration::from_secs(59))));
        assert!(begun().is_to_be_noted(START.plus(Duration::from_secs(60))));
    }
}
