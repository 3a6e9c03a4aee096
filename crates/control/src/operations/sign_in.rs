//! Signing a browser in and out, and having it act for another tenant.

use crate::audit::Deed;
use crate::sessions::{Holder, SessionToken, SignedIn};
use crate::{Control, Refused, hash_of};
use nameplate_domain::tenancy::{Caller, Member, Session, SessionId, SessionOf, TenantId, Whence};
use nameplate_store::{Signal, Tx};
use serde_json::json;

/// Tenants of one person that are looked through.
pub const MEMBERSHIPS_MAX: u32 = 100;

impl Control {
    /// Signs a browser in as whoever has shown a key, and out of what it was signed in as with the cookie `former`. The cookie is in this
    /// answer and nowhere else, and always a new one.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn begin_session(
        &self,
        of: SessionOf,
        by: &Holder,
        former: Option<&str>,
    ) -> Result<(Session, SessionToken), Refused> {
        let by = by.of_own();
        if let Some(former) = former {
            self.end_session(former, &by.whence).await?;
        }
        let token = SessionToken::from_random(self.chance.bytes());
        let now = self.now();
        let session = Session::begun(SessionId(self.chance.id(now)), of, now);
        let mut tx = self.store.begin().await?;
        tx.insert_session(&session, &token.hash()).await?;
        if let SessionOf::Member(member) = of {
            tx.note_member_seen(member, now).await?;
        }
        self.audit_begun(&mut tx, &by, &session).await?;
        tx.commit().await?;
        Ok((session, token))
    }

    /// Signs a browser out; a cookie that nobody knows changes nothing.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn end_session(&self, token: &str, whence: &Whence) -> Result<(), Refused> {
        let Some(session) = self.reader().session_by_hash(&hash_of(token.as_bytes())).await? else { return Ok(()) };
        // What it stood for may be gone, and then nobody signs out.
        let by = self.signed_in(token).await?.map(|signed_in| signed_in.holder.of_own());
        let mut tx = self.store.begin().await?;
        if tx.end_session(session.id).await?
            && let Some(by) = by
        {
            self.audit_ended(&mut tx, &Caller { whence: whence.clone(), ..by }, &session).await?;
        }
        tx.commit().await?;
        self.heed(&Signal::Callers);
        Ok(())
    }

    /// Has a person's browser act for another of their tenants.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for a tenant that is not theirs, also when it is a key that is signed in; [`Refused::Suspended`].
    pub async fn switch_tenant(
        &self,
        signed_in: &SignedIn,
        tenant: TenantId,
        whence: &Whence,
    ) -> Result<SignedIn, Refused> {
        let absent = || Refused::NotFound("tenant");
        let former = signed_in.member.as_ref().ok_or_else(absent)?;
        let all = self.reader().memberships(former.person, MEMBERSHIPS_MAX).await?;
        let found = all.into_iter().find(|membership| membership.member.tenant == tenant).ok_or_else(absent)?;
        if found.is_suspended {
            return Err(Refused::Suspended);
        }
        let (session, member) = (signed_in.session, found.member);
        let moved = Session { of: SessionOf::Member(member.id), ..session };
        if member.id != former.id {
            let by = |member: &Member| Caller { whence: whence.clone(), ..member.caller() };
            let mut tx = self.store.begin().await?;
            if !tx.move_session(session.id, former.id, member.id).await? {
                return Err(Refused::Contended);
            }
            tx.note_member_seen(member.id, self.now()).await?;
            self.audit_ended(&mut tx, &by(former), &session).await?;
            self.audit_begun(&mut tx, &by(&member), &moved).await?;
            tx.commit().await?;
            self.heed(&Signal::Callers);
        }
        Ok(SignedIn { session: moved, holder: Holder::Caller(member.caller()), member: Some(member) })
    }

    async fn audit_begun(&self, tx: &mut Tx, by: &Caller, session: &Session) -> Result<(), Refused> {
        let until = json!({ "ends_at": session.ends_at.to_string() });
        Ok(self.audit(tx, by, Deed::new("session.created", session.id).to(until)).await?)
    }

    async fn audit_ended(&self, tx: &mut Tx, by: &Caller, session: &Session) -> Result<(), Refused> {
        Ok(self.audit(tx, by, Deed::new("session.ended", session.id)).await?)
    }
}
