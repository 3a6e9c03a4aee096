//! Keys that everybody knows, where they must open nothing.

use crate::audit::Deed;
use crate::{Control, Refused, hash_of};
use nameplate_domain::tenancy::TenantId;
use serde_json::json;

impl Control {
    /// Revokes the API keys and platform keys that have one of these secrets; says how many there were. For a database of development
    /// that has become one of production.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn revoke_known_keys(&self, secrets: &[&str]) -> Result<usize, Refused> {
        let mut revoked = 0;
        for secret in secrets {
            let (hash, now) = (hash_of(secret.as_bytes()), self.now());
            let api_key = self.reader().api_key_by_hash(&hash).await?;
            let platform_key = self.reader().platform_key_by_hash(&hash).await?;
            let told = json!({ "revoked_at": now.to_string() });
            let mut tx = self.store.begin().await?;
            if let Some(key) = api_key
                && tx.revoke_api_key(key.tenant, key.id, now).await?
            {
                self.audit_own(&mut tx, key.tenant, Deed::new("key.revoke", key.id).to(told.clone())).await?;
                revoked += 1;
            }
            if let Some(key) = platform_key
                && tx.revoke_platform_key(key.id, now).await?
            {
                let deed = Deed::new("platform_key.revoke", key.id).to(told);
                self.audit_own(&mut tx, TenantId::PLATFORM, deed).await?;
                revoked += 1;
            }
            tx.commit().await?;
        }
        // What was remembered before counts no longer.
        self.asks.bump();
        self.keys.forget_all();
        Ok(revoked)
    }
}
