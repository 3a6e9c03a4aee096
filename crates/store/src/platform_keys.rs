//! Keys of whoever runs the platform.

use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::{PlatformKey, PlatformKeyId};
use nameplate_domain::time::Timestamp;

macro_rules! columns {
    () => {
        "id, name, last4, created_at_ms, revoked_at_ms"
    };
}

statements! { platform_keys by "id";
    BY_HASH = concat!("SELECT ", columns!(), " FROM platform_keys WHERE hash = $1");
    BY_ID = concat!("SELECT ", columns!(), " FROM platform_keys WHERE id = $1");
    NEWEST = concat!(
        "SELECT ", columns!(), " FROM platform_keys WHERE (created_at_ms, id) < ($1, $2) \
         ORDER BY created_at_ms DESC, id DESC LIMIT $3"
    );
    INSERT = "INSERT INTO platform_keys (id, name, last4, hash, created_at_ms, revoked_at_ms) VALUES ($1, $2, $3, $4, $5, $6) \
              ON CONFLICT (hash) DO NOTHING";
    REVOKE = "UPDATE platform_keys SET revoked_at_ms = $2 WHERE id = $1 AND revoked_at_ms IS NULL";
}

impl Reader {
    /// The key whose secret has that SHA-256, also when it is revoked.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn platform_key_by_hash(&self, hash: &[u8; 32]) -> Result<Option<PlatformKey>, StoreError> {
        self.first(&BY_HASH, values![hash], platform_key).await
    }

    /// The key of that identifier.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn platform_key(&self, id: PlatformKeyId) -> Result<Option<PlatformKey>, StoreError> {
        self.first(&BY_ID, values![id], platform_key).await
    }

    /// All keys, revoked ones included, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn platform_keys(&self, page: Page) -> Result<Vec<PlatformKey>, StoreError> {
        let (at, id) = page.edge();
        self.all(&NEWEST, values![at, id, page.limit], platform_key).await
    }
}

impl Tx {
    /// Adds a key by the SHA-256 of its secret; `false` when that secret is a key already, which stays as it is.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn insert_platform_key(&mut self, key: &PlatformKey, hash: &[u8; 32]) -> Result<bool, StoreError> {
        let values = values![key.id, &key.name, &key.last4, hash, key.created_at, key.revoked_at];
        Ok(self.execute(&INSERT, values).await? > 0)
    }

    /// Revokes a key; `false` when there is none, or it was revoked before.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn revoke_platform_key(&mut self, id: PlatformKeyId, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.execute(&REVOKE, values![id, now]).await? > 0)
    }
}

fn platform_key(row: &Row) -> Result<PlatformKey, StoreError> {
    Ok(PlatformKey {
        id: row.id("id", PlatformKeyId)?,
        name: row.get("name")?,
        last4: row.get("last4")?,
        created_at: row.at("created_at_ms")?,
        revoked_at: row.at_if_any("revoked_at_ms")?,
    })
}
