//! Taking any of a tenant's API keys out of use, by somebody who may see it.

use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::tenancy::{ApiKeyId, ApplicationId, Caller, Scope, Who};
use serde_json::json;

impl Control {
    /// Whose keys a caller sees and revokes: those of one application, when the caller is one of them; `None` is the whole tenant's.
    ///
    /// # Errors
    /// [`Refused::Store`]; [`Refused::NotFound`] when the caller's own key is gone.
    pub async fn keys_in_reach(&self, caller: &Caller) -> Result<Option<ApplicationId>, Refused> {
        match caller.who {
            Who::ApiKey { id, .. } => {
                let own = self.reader().api_key(caller.tenant, id).await?;
                Ok(own.ok_or(Refused::NotFound("key"))?.application)
            }
            Who::SshKey { id, .. } => {
                let own = self.reader().ssh_key(caller.tenant, id).await?;
                Ok(own.ok_or(Refused::NotFound("SSH key"))?.application)
            }
            _ => Ok(caller.reach.application()),
        }
    }

    /// Succeeds when the keys of that application are within the caller's reach.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for the application otherwise; [`Refused::Store`].
    pub async fn check_keys_in_reach(&self, caller: &Caller, application: ApplicationId) -> Result<(), Refused> {
        match self.keys_in_reach(caller).await?.is_none_or(|own| own == application) {
            true => Ok(()),
            false => Err(Refused::NotFound("application")),
        }
    }

    /// Revokes a key of the caller's tenant or of any of its applications: it authenticates nobody from now on. Revoking twice changes
    /// nothing.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `apps:admin`; [`Refused::NotFound`] when there is no such key within the caller's reach.
    pub async fn revoke_key(&self, caller: &Caller, id: ApiKeyId) -> Result<(), Refused> {
        caller.require(Scope::AppsAdmin)?;
        let own = self.keys_in_reach(caller).await?;
        self.revoke_key_of(caller, own, id).await
    }

    /// As [`Control::revoke_key`], for a key of that application.
    ///
    /// # Errors
    /// As there.
    pub async fn revoke_application_key(
        &self,
        caller: &Caller,
        application: ApplicationId,
        id: ApiKeyId,
    ) -> Result<(), Refused> {
        caller.require(Scope::AppsAdmin)?;
        self.check_keys_in_reach(caller, application).await?;
        self.revoke_key_of(caller, Some(application), id).await
    }

    /// `application` is whose the key has to be, unless it may be any of the tenant's.
    async fn revoke_key_of(
        &self,
        caller: &Caller,
        application: Option<ApplicationId>,
        id: ApiKeyId,
    ) -> Result<(), Refused> {
        let key = self.reader().api_key(caller.tenant, id).await?.ok_or(Refused::NotFound("key"))?;
        if application.is_some() && key.application != application {
            return Err(Refused::NotFound("key"));
        }
        self.take_out_of_use(caller, id).await.map(drop)
    }

    /// Revokes a key of the caller's tenant; `false` when it was revoked before, or is none.
    pub(super) async fn take_out_of_use(&self, caller: &Caller, id: ApiKeyId) -> Result<bool, Refused> {
        let now = self.now();
        let mut tx = self.store.begin().await?;
        if !tx.revoke_api_key(caller.tenant, id, now).await? {
            return Ok(false);
        }
        let deed = Deed::new("key.revoke", id).to(json!({ "revoked_at": now.to_string() }));
        self.audit(&mut tx, caller, deed).await?;
        tx.commit().await?;
        // Signals reach this node too, a moment later; "at once" is before this answer.
        self.asks.bump();
        self.keys.forget(id);
        Ok(true)
    }
}
