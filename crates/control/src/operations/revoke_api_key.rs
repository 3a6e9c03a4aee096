//! Taking an API key out of use.

use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::tenancy::{ApiKeyId, ApplicationId, Caller, Scope};

impl Control {
    /// Revokes a key: it authenticates nobody from now on. Revoking twice changes nothing.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `apps:admin`; [`Refused::NotFound`] when the application of the caller's tenant has
    /// no such key, or is beyond the caller's reach.
    pub async fn revoke_api_key(
        &self,
        caller: &Caller,
        application: ApplicationId,
        key: ApiKeyId,
    ) -> Result<(), Refused> {
        caller.require(Scope::AppsAdmin)?;
        self.check_keys_in_reach(caller, application).await?;
        let mut tx = self.store.begin().await?;
        if !tx.revoke_api_key(caller.tenant, application, key, self.now()).await? {
            return Err(Refused::NotFound("key"));
        }
        self.audit(&mut tx, caller, Deed::new("key.revoke", key)).await?;
        tx.commit().await?;
        // Signals reach this node too, a moment later; "at once" is before this answer.
        self.asks.bump();
        self.keys.forget(key);
        Ok(())
    }
}
