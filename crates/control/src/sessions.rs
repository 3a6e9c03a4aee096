//! Browsers that are signed in: how a cookie is made, kept and recognised.

use crate::keys::{caller_of, hex};
use crate::{Control, Refused, hash_of};
use nameplate_domain::tenancy::{Caller, Member, Operator, Session, SessionOf, TenantId};
use std::fmt;

/// Length of a cookie's value: 256 random bits in hex.
const TOKEN_LENGTH: usize = 64;

/// What a browser keeps as a cookie. Shown once, kept only as a hash, never printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

impl SessionToken {
    pub(crate) fn from_random(bytes: [u8; TOKEN_LENGTH / 2]) -> Self {
        Self(hex(&bytes))
    }

    /// The value itself, for the one answer that sets it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept.
    pub(crate) fn hash(&self) -> [u8; 32] {
        hash_of(self.0.as_bytes())
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// Whoever has shown a valid credential.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Holder {
    /// Somebody of a tenant's.
    Caller(Caller),
    /// Whoever runs the platform.
    Operator(Operator),
}

impl Holder {
    /// Whoever it is, as the audit log has what they do about their own credential.
    pub(crate) fn of_own(&self) -> Caller {
        match self {
            Self::Caller(caller) => caller.clone(),
            Self::Operator(operator) => operator.on(TenantId::PLATFORM),
        }
    }
}

/// A browser that is signed in, and who that is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedIn {
    /// Until when, and by what.
    pub session: Session,
    /// Who.
    pub holder: Holder,
    /// The person, unless it is a key.
    pub member: Option<Member>,
}

impl Control {
    /// Who shows this cookie; `None` for an unknown one, and when the session, or what it stands for, has ended. Nothing is remembered:
    /// whoever signs out is out at once, everywhere. Whether the tenant is in service is not looked at.
    ///
    /// # Errors
    /// [`Refused::Store`] when the store cannot be asked.
    pub async fn signed_in(&self, token: &str) -> Result<Option<SignedIn>, Refused> {
        if token.len() != TOKEN_LENGTH {
            return Ok(None);
        }
        let reader = self.reader();
        let found = reader.session_by_hash(&hash_of(token.as_bytes())).await?;
        let Some(session) = found.filter(|session| !session.is_over(self.now())) else { return Ok(None) };
        let (holder, member) = match session.of {
            SessionOf::ApiKey(id) => {
                let key = reader.api_key_of_anybody(id).await?.filter(|key| key.revoked_at.is_none());
                (key.map(|key| Holder::Caller(caller_of(key))), None)
            }
            SessionOf::PlatformKey(id) => {
                let key = reader.platform_key(id).await?.filter(|key| key.revoked_at.is_none());
                (key.map(|key| Holder::Operator(Operator::of(key))), None)
            }
            SessionOf::Member(id) => {
                let member = reader.member_of_anybody(id).await?;
                (member.as_ref().map(|member| Holder::Caller(member.caller())), member)
            }
        };
        Ok(holder.map(|holder| SignedIn { session, holder, member }))
    }

    /// Writes down that a session is in use, once a minute at most: from then on it lasts anew.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn note_session_used(&self, session: &mut Session) -> Result<(), Refused> {
        let now = self.now();
        if !session.is_to_be_noted(now) {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        tx.note_session_used(session.id, now).await?;
        if let SessionOf::Member(member) = session.of {
            tx.note_member_seen(member, now).await?;
        }
        tx.commit().await?;
        session.used_at = now;
        Ok(())
    }
}
