//! API keys: how a secret is made, kept and recognised.

use crate::suspension::SuspensionMemory;
use crate::{Control, Refused};
use aws_lc_rs::digest::{SHA256, digest};
use nameplate_domain::application::Environment;
use nameplate_domain::tenancy::{ApiKey, ApiKeyId, ApplicationId, Caller, Operator, Reach, Whence, Who};
use nameplate_store::TokenHolder;
use std::fmt;
use std::time::Duration;

/// Longest secret that is looked up; anything longer is no key of ours.
const SECRET_LENGTH_MAX: usize = 200;
/// What every platform key begins with, and no API key.
pub const PLATFORM_KEY_PREFIX: &str = "pk_";

/// The secret of an API key. Shown once, kept only as a hash, never printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct KeySecret(String);

impl KeySecret {
    /// `sk_test_` or `sk_live_`, and 256 random bits in hex.
    #[must_use]
    pub(crate) fn from_random(environment: Environment, bytes: [u8; 32]) -> Self {
        Self(format!("sk_{}_{}", environment.as_str(), hex(&bytes)))
    }

    /// `pk_`, and 256 random bits in hex.
    #[must_use]
    pub(crate) fn of_the_platform(bytes: [u8; 32]) -> Self {
        Self(format!("{PLATFORM_KEY_PREFIX}{}", hex(&bytes)))
    }

    /// A secret that the operator chose (the demo keys).
    #[must_use]
    pub fn chosen(secret: String) -> Self {
        Self(secret)
    }

    /// The secret itself, for the one answer that shows it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The last four characters, for telling keys apart.
    #[must_use]
    pub fn last4(&self) -> String {
        let characters: Vec<char> = self.0.chars().collect();
        characters[characters.len().saturating_sub(4)..].iter().collect()
    }

    /// What is kept.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash_of(self.0.as_bytes())
    }
}

impl fmt::Debug for KeySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeySecret(…{})", self.last4())
    }
}

/// Lower-case hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256. Enough for a secret of 256 random bits: there is nothing to guess, so nothing to slow down.
#[must_use]
pub fn hash_of(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, bytes).as_ref());
    hash
}

/// Keys, and applications whose widget tokens were shown, that were looked up lately.
pub(crate) struct KeyMemory {
    by_hash: moka::sync::Cache<[u8; 32], ApiKey>,
    pub(crate) suspensions: SuspensionMemory,
    holders: moka::sync::Cache<ApplicationId, TokenHolder>,
}

impl KeyMemory {
    pub(crate) fn new() -> Self {
        let (most, lifetime) = (10_000, Duration::from_secs(30));
        Self {
            suspensions: SuspensionMemory::new(),
            by_hash: moka::sync::Cache::builder().max_capacity(most).time_to_live(lifetime).build(),
            holders: moka::sync::Cache::builder().max_capacity(most).time_to_live(lifetime).build(),
        }
    }

    /// Forgets one application: it was changed.
    pub(crate) fn forget_application(&self, id: ApplicationId) {
        self.holders.invalidate(&id);
    }

    /// Forgets one key: it was revoked.
    pub(crate) fn forget(&self, id: ApiKeyId) {
        let hashes: Vec<[u8; 32]> =
            self.by_hash.iter().filter(|(_, key)| key.id == id).map(|(hash, _)| *hash).collect();
        for hash in hashes {
            self.by_hash.invalidate(&hash);
        }
    }

    /// Forgets all.
    pub(crate) fn forget_all(&self) {
        self.by_hash.invalidate_all();
        self.suspensions.forget_all();
        self.holders.invalidate_all();
    }
}

/// Whoever has `key`.
pub(crate) fn caller_of(key: ApiKey) -> Caller {
    Caller {
        tenant: key.tenant,
        who: Who::ApiKey { id: key.id, name: key.name, last4: key.last4 },
        scopes: key.scopes,
        reach: Reach::Tenant,
        whence: Whence::default(),
    }
}

impl Control {
    /// Who shows this secret; `None` for an unknown or revoked key.
    ///
    /// # Errors
    /// [`Refused::Store`] when the store cannot be asked: nothing is known about the key then; [`Refused::Suspended`] when its tenant is
    /// out of service.
    pub async fn authenticate(&self, secret: &str) -> Result<Option<Caller>, Refused> {
        if secret.is_empty() || secret.len() > SECRET_LENGTH_MAX {
            return Ok(None);
        }
        let hash = hash_of(secret.as_bytes());
        let key = match self.keys.by_hash.get(&hash) {
            Some(key) => Some(key),
            None => {
                let generation = self.asks.generation();
                let key = self.reader().api_key_by_hash(&hash).await?;
                if let Some(key) = key.as_ref().filter(|key| key.revoked_at.is_none())
                    && self.asks.generation() == generation
                {
                    self.keys.by_hash.insert(hash, key.clone());
                }
                key
            }
        };
        let Some(key) = key.filter(|key| key.revoked_at.is_none()) else { return Ok(None) };
        self.refuse_suspended(key.tenant).await?;
        Ok(Some(caller_of(key)))
    }

    /// Who shows this secret of a platform key; `None` for an unknown or revoked one. Nothing is remembered: few ask, and a revoked key is
    /// refused at once everywhere.
    ///
    /// # Errors
    /// [`Refused::Store`] when the store cannot be asked.
    pub async fn authenticate_operator(&self, secret: &str) -> Result<Option<Operator>, Refused> {
        if !secret.starts_with(PLATFORM_KEY_PREFIX) || secret.len() > SECRET_LENGTH_MAX {
            return Ok(None);
        }
        let key = self.reader().platform_key_by_hash(&hash_of(secret.as_bytes())).await?;
        Ok(key.filter(|key| key.revoked_at.is_none()).map(Operator::of))
    }

    /// The application that a signed token names; `None` when it is gone.
    pub(crate) async fn token_holder(&self, id: ApplicationId) -> Result<Option<TokenHolder>, Refused> {
        if let Some(known) = self.keys.holders.get(&id) {
            return Ok(Some(known));
        }
        let generation = self.asks.generation();
        let holder = self.reader().token_holder(id).await?;
        if let Some(holder) = holder.as_ref().filter(|_| self.asks.generation() == generation) {
            self.keys.holders.insert(id, holder.clone());
        }
        Ok(holder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_its_environment_and_hides_from_logs() {
        let secret = KeySecret::from_random(Environment::Live, [7; 32]);
        assert!(secret.reveal().starts_with("sk_live_0707"));
        assert_eq!(format!("{secret:?}"), "KeySecret(…0707)");
        assert!(KeySecret::of_the_platform([7; 32]).reveal().starts_with("pk_0707"));
    }
}
