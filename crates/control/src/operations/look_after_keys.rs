//! Keys as whoever runs the platform makes and revokes them: of any tenant, for all of it or for one application.

use super::create_api_key::shown;
use crate::audit::Deed;
use crate::keys::KeySecret;
use crate::{Control, NewApiKey, Refused};
use nameplate_domain::application::Environment;
use nameplate_domain::tenancy::{ApiKey, ApiKeyId, Caller, TenantId};

impl Control {
    /// Makes a key of the whole tenant. The secret is in this answer and nowhere else.
    ///
    /// # Errors
    /// [`Refused::NotFound`] for the tenant; [`Refused::Invalid`] naming the field.
    pub async fn create_tenant_key(&self, tenant: TenantId, new: NewApiKey) -> Result<(ApiKey, KeySecret), Refused> {
        self.reader().tenant(tenant).await?.ok_or(Refused::NotFound("tenant"))?;
        let (key, secret) = self.make_key(tenant, None, Environment::Live, new)?;
        let mut tx = self.store.begin().await?;
        tx.insert_api_key(&key, &secret.hash()).await?;
        self.audit(&mut tx, &Caller::operator(tenant), Deed::new("key.create", key.id).to(shown(&key))).await?;
        tx.commit().await?;
        Ok((key, secret))
    }

    /// Revokes any key; `false` when it was revoked before.
    ///
    /// # Errors
    /// [`Refused::NotFound`].
    pub async fn revoke_any_api_key(&self, id: ApiKeyId) -> Result<bool, Refused> {
        let key = self.reader().api_key_of_anybody(id).await?.ok_or(Refused::NotFound("key"))?;
        self.take_out_of_use(&Caller::operator(key.tenant), id).await
    }
}
