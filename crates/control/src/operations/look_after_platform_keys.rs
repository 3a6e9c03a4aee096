//! Platform keys: made and revoked by whoever runs the platform, on its command line.

use super::create_tenant::display_name;
use crate::audit::Deed;
use crate::keys::KeySecret;
use crate::{Control, PLATFORM_KEY_PREFIX, Refused};
use nameplate_domain::tenancy::{Caller, PlatformKey, PlatformKeyId, TenantId};
use nameplate_store::StoreError;
use serde_json::{Value, json};

/// The name that a platform key called `text` gets.
///
/// # Errors
/// [`Refused::Invalid`].
pub fn platform_key_name(text: &str) -> Result<String, Refused> {
    display_name("name", text)
}

impl Control {
    /// Makes a platform key. The secret is in this answer and nowhere else.
    ///
    /// # Errors
    /// [`Refused::Invalid`] for the name.
    pub async fn create_platform_key(&self, name: &str) -> Result<(PlatformKey, KeySecret), Refused> {
        let secret = KeySecret::of_the_platform(self.chance.bytes());
        let key = self.platform_key(platform_key_name(name)?, &secret);
        self.keep_platform_key(&key, &secret, &Caller::operator(TenantId::PLATFORM)).await?;
        Ok((key, secret))
    }

    /// Makes the platform key of development, unless it is there; a revoked one stays revoked.
    ///
    /// # Errors
    /// [`Refused::Invalid`] for a secret that no platform key has; [`Refused::Store`].
    pub async fn seed_platform_key(&self, secret: &KeySecret) -> Result<(), Refused> {
        if !secret.reveal().starts_with(PLATFORM_KEY_PREFIX) {
            return Err(Refused::invalid("platform key", format!("must begin with {PLATFORM_KEY_PREFIX}")));
        }
        let key = self.platform_key("demo".into(), secret);
        Ok(self.keep_platform_key(&key, secret, &Caller::system(TenantId::PLATFORM)).await?)
    }

    /// Revokes a platform key; `false` when it was revoked before.
    ///
    /// # Errors
    /// [`Refused::NotFound`].
    pub async fn revoke_platform_key(&self, id: PlatformKeyId) -> Result<bool, Refused> {
        self.reader().platform_key(id).await?.ok_or(Refused::NotFound("platform key"))?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        if !tx.revoke_platform_key(id, now).await? {
            return Ok(false);
        }
        let deed = Deed::new("platform_key.revoke", id).to(json!({ "revoked_at": now.to_string() }));
        self.audit(&mut tx, &Caller::operator(TenantId::PLATFORM), deed).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// A key that nobody has yet.
    fn platform_key(&self, name: String, secret: &KeySecret) -> PlatformKey {
        let now = self.now();
        let id = PlatformKeyId(self.chance.id(now));
        PlatformKey { id, name, last4: secret.last4(), created_at: now, revoked_at: None }
    }

    async fn keep_platform_key(&self, key: &PlatformKey, secret: &KeySecret, by: &Caller) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        if tx.insert_platform_key(key, &secret.hash()).await? {
            self.audit(&mut tx, by, Deed::new("platform_key.create", key.id).to(shown(key))).await?;
        }
        tx.commit().await
    }
}

/// A key as the audit log has it.
fn shown(key: &PlatformKey) -> Value {
    json!({ "name": key.name, "last4": key.last4 })
}
