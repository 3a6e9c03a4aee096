//! Asking people to join a tenant, and people who do.

use super::idempotency::Once;
use super::members::{looks_after, shown};
use super::sign_in::MEMBERSHIPS_MAX;
use crate::audit::Deed;
use crate::invitation_link::InvitationLink;
use crate::sessions::{Holder, SessionToken};
use crate::{Control, Refused, hash_of};
use nameplate_domain::tenancy::{
    Caller, Invitation, InvitationId, Member, MemberId, PersonId, Role, Session, SessionOf, TenantId, Whence, Who,
};
use nameplate_store::{KnownPerson, Membership};
use serde_json::{Value, json};
use uuid::Uuid;

/// Longest e-mail address, in octets (RFC 5321, 4.5.3.1.3).
const EMAIL_LENGTH_MAX: usize = 254;

/// Whom to invite, and as what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewInvitation {
    /// Their e-mail address, as the identity provider has it.
    pub email: String,
    /// What they would be.
    pub role: Role,
}

impl NewInvitation {
    /// The same, as it can be made.
    ///
    /// # Errors
    /// [`Refused::Invalid`] naming the field.
    pub fn checked(self) -> Result<Self, Refused> {
        let email = self.email.to_lowercase();
        let is_plain = !email.chars().any(|character| character.is_whitespace() || character.is_control());
        let has_parts = email.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && !domain.contains('@') && domain.split('.').all(|label| !label.is_empty())
        });
        match is_plain && has_parts && email.len() <= EMAIL_LENGTH_MAX {
            true => Ok(Self { email, ..self }),
            false => Err(Refused::invalid("email", "must be an e-mail address such as ada@acme.example")),
        }
    }
}

/// A person as an identity provider has just shown them to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identified {
    /// Who says so.
    pub issuer: String,
    /// What the issuer knows them by.
    pub subject: String,
    /// Their e-mail address, if the issuer has verified it.
    pub verified_email: Option<String>,
    /// How they are called.
    pub name: Option<String>,
}

/// With whose right an invitation ends.
fn maker(who: &Who) -> Option<Uuid> {
    match who {
        Who::Member { id, .. } => Some(id.0),
        Who::ApiKey { id, .. } => Some(id.0),
        Who::SshKey { .. } | Who::WidgetToken { .. } => None,
        Who::Operator | Who::PlatformKey { .. } | Who::Billing | Who::System => None,
    }
}

impl Control {
    /// Invites somebody. The secret of the link is in this answer and nowhere else.
    ///
    /// # Errors
    /// [`Refused::Invalid`]; [`Refused::NotAllowed`] for a role that the caller does not look after (a key of the whole tenant may invite
    /// its first owner); [`Refused::AlreadyMember`].
    pub async fn create_invitation(
        &self,
        caller: &Caller,
        new: NewInvitation,
        once: Option<Once<'_, Invitation>>,
    ) -> Result<(Invitation, InvitationLink), Refused> {
        self.check_invites(caller, new.role).await?;
        let NewInvitation { email, role } = new.checked()?;
        if self.reader().member_of_email(caller.tenant, &email).await?.is_some() {
            return Err(Refused::AlreadyMember { email });
        }
        let now = self.now();
        let link = InvitationLink::from_random(self.chance.bytes());
        let invitation = Invitation {
            id: InvitationId(self.chance.id(now)),
            tenant: caller.tenant,
            email,
            role,
            created_at: now,
            expires_at: now.plus(Invitation::LIFE),
        };
        let mut tx = self.store.begin().await?;
        tx.insert_invitation(&invitation, &link.hash(), maker(&caller.who)).await?;
        let deed = Deed::new("invitation.create", invitation.id).to(told(&invitation));
        self.audit(&mut tx, caller, deed).await?;
        self.finish_once(&mut tx, caller.tenant, once.as_ref(), &invitation).await?;
        tx.commit().await?;
        Ok((invitation, link))
    }

    /// Takes an invitation back.
    ///
    /// # Errors
    /// [`Refused::NotFound`]; [`Refused::NotAllowed`] as for making it.
    pub async fn revoke_invitation(&self, caller: &Caller, id: InvitationId) -> Result<(), Refused> {
        let absent = || Refused::NotFound("invitation");
        let by = self.role_of(caller).await?;
        let found = self.reader().invitation(caller.tenant, id).await?.ok_or_else(absent)?;
        if looks_after(by, found.role).is_err() {
            self.check_invites(caller, found.role).await?;
        }
        let mut tx = self.store.begin().await?;
        if !tx.delete_invitation(caller.tenant, id).await? {
            return Err(absent());
        }
        self.audit(&mut tx, caller, Deed::new("invitation.revoke", id).from(told(&found))).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whether the caller may invite somebody as `role`.
    async fn check_invites(&self, caller: &Caller, role: Role) -> Result<(), Refused> {
        let by = self.role_of(caller).await?;
        let is_first_owner = role == Role::Owner
            && matches!(caller.who, Who::ApiKey { .. })
            && !self.reader().has_owner(caller.tenant).await?;
        if is_first_owner { Ok(()) } else { looks_after(by, role) }
    }

    /// Signs a person in, who takes the invitation of that link if there is one.
    ///
    /// # Errors
    /// [`Refused::InvitationOver`] and [`Refused::InvitationForAnother`]; [`Refused::NoMembership`] for somebody whom no tenant knows;
    /// [`Refused::Suspended`] when all of theirs are out of service.
    pub async fn enter(
        &self,
        person: &Identified,
        invitation: Option<&str>,
        former: Option<&str>,
        whence: &Whence,
    ) -> Result<(Session, SessionToken), Refused> {
        let invited_to = match invitation {
            Some(link) => Some(self.join(person, link, whence).await?),
            None => None,
        };
        let id = self.recognised(person).await?.ok_or(Refused::NoMembership)?;
        let mut all = self.reader().memberships(id, MEMBERSHIPS_MAX).await?;
        if all.is_empty() {
            return Err(Refused::NoMembership);
        }
        all.retain(|membership| !membership.is_suspended);
        // Where they were invited to, or else where they were last.
        let best =
            |membership: &Membership| (Some(membership.member.tenant) == invited_to, membership.member.last_seen_at);
        let member = all.into_iter().max_by_key(best).ok_or(Refused::Suspended)?.member;
        let by = Caller { whence: whence.clone(), ..member.caller() };
        self.begin_session(SessionOf::Member(member.id), &Holder::Caller(by), former).await
    }

    /// The person, with what the provider says of them now.
    async fn recognised(&self, person: &Identified) -> Result<Option<PersonId>, Refused> {
        let found = self.reader().person(&person.issuer, &person.subject).await?;
        let (Some(id), Some(known)) = (found, known(person)) else { return Ok(found) };
        let mut tx = self.store.begin().await?;
        tx.keep_person(id, &known, self.now()).await?;
        tx.commit().await?;
        Ok(found)
    }

    /// Makes the person a member by an invitation, which is used up then; says of which tenant.
    async fn join(&self, person: &Identified, link: &str, whence: &Whence) -> Result<TenantId, Refused> {
        let now = self.now();
        let found = self.reader().invitation_by_hash(&hash_of(link.as_bytes())).await?;
        let invitation = found.filter(|found| now < found.expires_at).ok_or(Refused::InvitationOver)?;
        let known = known(person).filter(|known| invitation.is_for(known.email, now));
        let known = known.ok_or(Refused::InvitationForAnother)?;
        let mut tx = self.store.begin().await?;
        if !tx.delete_invitation(invitation.tenant, invitation.id).await? {
            return Err(Refused::InvitationOver);
        }
        let member = Member {
            id: MemberId(self.chance.id(now)),
            tenant: invitation.tenant,
            person: tx.keep_person(PersonId(self.chance.id(now)), &known, now).await?,
            email: known.email.to_owned(),
            name: person.name.clone(),
            role: invitation.role,
            created_at: now,
            last_seen_at: None,
        };
        // Whoever is a member already stays what they are.
        if tx.insert_member(&member).await? {
            let by = Caller { whence: whence.clone(), ..member.caller() };
            self.audit(&mut tx, &by, Deed::new("member.create", member.id).to(shown(&member))).await?;
        }
        tx.commit().await?;
        Ok(invitation.tenant)
    }
}

/// What is kept of a person; nothing without an e-mail address that somebody has verified.
fn known(person: &Identified) -> Option<KnownPerson<'_>> {
    let Identified { issuer, subject, verified_email, name } = person;
    Some(KnownPerson { issuer, subject, email: verified_email.as_deref()?, name: name.as_deref() })
}

/// An invitation as the audit log has it.
fn told(invitation: &Invitation) -> Value {
    json!({ "email": invitation.email, "role": invitation.role.as_str() })
}
