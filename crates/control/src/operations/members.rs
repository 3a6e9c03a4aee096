//! Members of a tenant: what they are to it, and whether they still are.

use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::tenancy::{Caller, Member, MemberId, Role, Scope, Who};
use nameplate_store::{Signal, Tx};
use serde_json::json;

impl Control {
    /// As which role a caller decides about members: people as what they are, a key of the whole tenant with `apps:admin` as an admin,
    /// whoever runs the platform as an owner.
    pub(super) async fn role_of(&self, caller: &Caller) -> Result<Role, Refused> {
        caller.require(Scope::AppsAdmin)?;
        match caller.who {
            Who::Member { id, .. } => {
                let member = self.reader().member(caller.tenant, id).await?;
                Ok(member.ok_or(Refused::NotFound("member"))?.role)
            }
            Who::ApiKey { .. } => match self.keys_in_reach(caller).await? {
                None => Ok(Role::Admin),
                Some(_) => Err(Refused::NotAllowed("this key is of one application; use one of the whole tenant")),
            },
            Who::Operator | Who::PlatformKey { .. } => Ok(Role::Owner),
            Who::SshKey { .. } | Who::WidgetToken { .. } | Who::Billing | Who::System => {
                Err(Refused::NotAllowed("this is for people and API keys of the tenant"))
            }
        }
    }

    /// Gives a member another role.
    ///
    /// # Errors
    /// [`Refused::NotFound`]; [`Refused::NotAllowed`] for a role, before or after, that the caller does not look after;
    /// [`Refused::LastOwner`].
    pub async fn change_member(&self, caller: &Caller, id: MemberId, role: Role) -> Result<Member, Refused> {
        let by = self.role_of(caller).await?;
        let mut tx = self.store.begin().await?;
        let (by, member) = looked_after(&mut tx, caller, by, id).await?;
        looks_after(by, role)?;
        if member.role == role {
            return Ok(member);
        }
        keep_an_owner(&mut tx, &member).await?;
        tx.change_member(caller.tenant, id, role).await?;
        let deed = Deed::new("member.update", id).from(shown(&member)).to(shown(&Member { role, ..member.clone() }));
        self.audit(&mut tx, caller, deed).await?;
        tx.commit().await?;
        self.heed(&Signal::Callers);
        Ok(Member { role, ..member })
    }

    /// Removes a member: whatever they are signed in with ends.
    ///
    /// # Errors
    /// As [`Control::change_member`].
    pub async fn remove_member(&self, caller: &Caller, id: MemberId) -> Result<(), Refused> {
        let by = self.role_of(caller).await?;
        let mut tx = self.store.begin().await?;
        let (_, member) = looked_after(&mut tx, caller, by, id).await?;
        keep_an_owner(&mut tx, &member).await?;
        tx.delete_member(caller.tenant, id).await?;
        self.audit(&mut tx, caller, Deed::new("member.remove", id).from(shown(&member))).await?;
        tx.commit().await?;
        self.heed(&Signal::Callers);
        Ok(())
    }
}

/// The member, while nobody else changes the tenant's members, and as which role the caller decides about them: what they themselves are
/// may have changed while this waited.
async fn looked_after(tx: &mut Tx, caller: &Caller, by: Role, id: MemberId) -> Result<(Role, Member), Refused> {
    let absent = || Refused::NotFound("member");
    tx.lock_members(caller.tenant).await?;
    let by = match caller.who {
        Who::Member { id: own, .. } => tx.member(caller.tenant, own).await?.ok_or_else(absent)?.role,
        _ => by,
    };
    let member = tx.member(caller.tenant, id).await?.ok_or_else(absent)?;
    looks_after(by, member.role)?;
    Ok((by, member))
}

/// Succeeds when somebody of the role `by` decides about members of the role `other`.
pub(super) fn looks_after(by: Role, other: Role) -> Result<(), Refused> {
    match by.looks_after(other) {
        true => Ok(()),
        false => Err(Refused::NotAllowed("the owners alone decide about owners; ask one of them")),
    }
}

/// A tenant with an owner keeps one.
async fn keep_an_owner(tx: &mut Tx, member: &Member) -> Result<(), Refused> {
    match member.role == Role::Owner && tx.owners(member.tenant).await? == [member.id] {
        true => Err(Refused::LastOwner),
        false => Ok(()),
    }
}

/// A member as the audit log has them.
pub(super) fn shown(member: &Member) -> serde_json::Value {
    json!({ "email": member.email, "role": member.role.as_str() })
}
