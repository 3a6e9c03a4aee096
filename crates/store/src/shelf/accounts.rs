//! Accounts with authorities, and secrets that the fleet shares.

use super::ShelfStore;
use crate::error::StoreError;
use crate::signals::Signal;
use crate::sql::statements;
use crate::value::values;

statements! { edge_secrets by "key";
    ACCOUNT = "SELECT key, account FROM edge_accounts WHERE key = $1";
    KEEP_ACCOUNT = "INSERT INTO edge_accounts (key, account) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
    SECRET = "SELECT key, version, secret FROM edge_secrets WHERE key = $1";
    FIRST_SECRET = "INSERT INTO edge_secrets (key, version, secret) VALUES ($1, 1, $2) ON CONFLICT (key) DO NOTHING";
    NEXT_SECRET = "UPDATE edge_secrets SET version = version + 1, secret = $3 WHERE key = $1 AND version = $2";
}

impl ShelfStore {
    /// An authority's account, as it was kept.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn account(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.store.reader().first(&ACCOUNT, values![key], |row| row.get("account")).await
    }

    /// Keeps an account unless there is one; what is kept afterwards.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn keep_account(&self, key: &str, account: &[u8]) -> Result<Vec<u8>, StoreError> {
        let mut tx = self.store.begin().await?;
        tx.execute(&KEEP_ACCOUNT, values![key, account]).await?;
        let rows = tx.rows(&ACCOUNT, values![key]).await?;
        let kept = rows.first().ok_or(StoreError::LostRace)?.get("account")?;
        tx.commit().await?;
        Ok(kept)
    }

    /// A secret that the fleet shares, with its version.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn secret(&self, key: &str) -> Result<Option<(i64, Vec<u8>)>, StoreError> {
        let secret = |row: &crate::row::Row| Ok((row.get("version")?, row.get("secret")?));
        self.store.reader().first(&SECRET, values![key], secret).await
    }

    /// Replaces a shared secret if its version is still `version` (0: there is none yet); the new version is one more. Sends
    /// [`Signal::EdgeSecret`]. `false` when another one was there, and nothing is written.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn swap_secret(&self, key: &str, version: i64, secret: &[u8]) -> Result<bool, StoreError> {
        let mut tx = self.store.begin().await?;
        let swapped = match version {
            0 => tx.execute(&FIRST_SECRET, values![key, secret]).await?,
            _ => tx.execute(&NEXT_SECRET, values![key, version, secret]).await?,
        };
        if swapped == 0 {
            return Ok(false);
        }
        tx.causes(Signal::EdgeSecret(key.to_owned()));
        tx.commit().await.map(|()| true)
    }
}
