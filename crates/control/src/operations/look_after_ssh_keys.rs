//! Registering SSH keys, and taking them out of use.

use super::create_api_key::NewApiKey;
use super::create_tenant::display_name;
use super::idempotency::Once;
use crate::audit::Deed;
use crate::ssh_keys::fingerprint;
use crate::{Control, Refused};
use nameplate_domain::tenancy::{ApplicationId, Caller, Scope, Scopes, SshKey, SshKeyId, SshPublicKey};
use serde_json::{Value, json};

/// A key that is to be registered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewSshKey {
    /// Display name; `None` for the comment behind the key.
    pub name: Option<String>,
    /// The line of a `.pub` file.
    pub public_key: String,
    /// The application that it is for.
    pub application: Option<ApplicationId>,
    /// What it may do; `None` for what the commands over SSH want.
    pub scopes: Option<Scopes>,
}

impl NewSshKey {
    /// What the commands over SSH want.
    const USUAL: [Scope; 2] = [Scope::ConnectionsRead, Scope::ConnectionsWrite];

    /// The same, as it can be registered.
    fn checked(self) -> Result<(NewApiKey, SshPublicKey, Option<ApplicationId>), Refused> {
        let key = SshPublicKey::parse(&self.public_key);
        let key = key.map_err(|error| Refused::invalid("public_key", error.to_string()))?;
        let name = match self.name {
            Some(name) => name,
            None if key.comment().is_empty() => "unnamed key".to_owned(),
            None => display_name("name", key.comment()).unwrap_or_else(|_| "unnamed key".to_owned()),
        };
        let scopes = self.scopes.unwrap_or_else(|| Self::USUAL.into());
        Ok((NewApiKey { name, scopes }.checked()?, key, self.application))
    }
}

impl Control {
    /// Registers a key of the caller's tenant; of the caller's own application, when the caller is a key of one.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `apps:admin`, or for a scope that the caller does not hold itself; [`Refused::NotFound`] for the
    /// application; [`Refused::Invalid`] naming the field; [`Refused::SshKeyInUse`].
    pub async fn register_ssh_key(
        &self,
        caller: &Caller,
        new: NewSshKey,
        once: Option<Once<'_, SshKey>>,
    ) -> Result<SshKey, Refused> {
        caller.require(Scope::AppsAdmin)?;
        let key = self.look_at_new_ssh_key(caller, new).await?;
        let mut tx = self.store.begin().await?;
        if !tx.insert_ssh_key(&key).await? {
            return Err(Refused::SshKeyInUse);
        }
        self.audit(&mut tx, caller, Deed::new("ssh_key.create", key.id).to(shown(&key))).await?;
        self.finish_once(&mut tx, caller.tenant, once.as_ref(), &key).await?;
        tx.commit().await?;
        Ok(key)
    }

    /// The key that [`Control::register_ssh_key`] would register, unless it is in use.
    ///
    /// # Errors
    /// As there.
    pub async fn look_at_new_ssh_key(&self, caller: &Caller, new: NewSshKey) -> Result<SshKey, Refused> {
        let (NewApiKey { name, scopes }, key, wanted) = new.checked()?;
        let application = wanted.or(self.keys_in_reach(caller).await?);
        if let Some(id) = application {
            self.reader().application(caller.tenant, id).await?.ok_or(Refused::NotFound("application"))?;
            self.check_keys_in_reach(caller, id).await?;
        }
        caller.may_grant(&scopes)?;
        let now = self.now();
        Ok(SshKey {
            id: SshKeyId(self.chance.id(now)),
            tenant: caller.tenant,
            application,
            name,
            public_key: key.to_string(),
            fingerprint: fingerprint(&key),
            scopes,
            created_at: now,
            used_at: None,
            revoked_at: None,
        })
    }

    /// Revokes a key of the caller's tenant: it lets nobody in from now on, and whoever is in does nothing more with it. `false` when it was
    /// revoked before.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `apps:admin`; [`Refused::NotFound`] when there is no such key within the caller's reach.
    pub async fn revoke_ssh_key(&self, caller: &Caller, id: SshKeyId) -> Result<bool, Refused> {
        caller.require(Scope::AppsAdmin)?;
        let key = self.reader().ssh_key(caller.tenant, id).await?;
        let own = self.keys_in_reach(caller).await?;
        let key = key.filter(|key| own.is_none() || key.application == own);
        key.ok_or(Refused::NotFound("SSH key"))?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        if !tx.revoke_ssh_key(caller.tenant, id, now).await? {
            return Ok(false);
        }
        let deed = Deed::new("ssh_key.revoke", id).to(json!({ "revoked_at": now.to_string() }));
        self.audit(&mut tx, caller, deed).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// A key as the audit log has it.
fn shown(key: &SshKey) -> Value {
    json!({ "application_id": key.application, "name": key.name, "fingerprint": key.fingerprint, "scopes": key.scopes })
}
