//! SSH keys.

use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::signals::Signal;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::{ApplicationId, SshKey, SshKeyId, TenantId};
use nameplate_domain::time::Timestamp;

macro_rules! columns {
    () => {
        "id, tenant_id, application_id, name, public_key, fingerprint, scopes, created_at_ms, used_at_ms, revoked_at_ms"
    };
}

statements! { ssh_keys by "id";
    IN_USE = concat!("SELECT ", columns!(), " FROM ssh_keys WHERE fingerprint = $1 AND revoked_at_ms IS NULL");
    BY_ID = concat!("SELECT ", columns!(), " FROM ssh_keys WHERE tenant_id = $1 AND id = $2");
    BY_ID_OF_ANYBODY = concat!("SELECT ", columns!(), " FROM ssh_keys WHERE id = $1");
    NEWEST = concat!(
        "SELECT ", columns!(), " FROM ssh_keys WHERE tenant_id = $1 AND (created_at_ms, id) < ($2, $3) \
         ORDER BY created_at_ms DESC, id DESC LIMIT $4"
    );
    NEWEST_OF_APPLICATION = concat!(
        "SELECT ", columns!(), " FROM ssh_keys WHERE tenant_id = $1 AND application_id = $2 \
         AND (created_at_ms, id) < ($3, $4) ORDER BY created_at_ms DESC, id DESC LIMIT $5"
    );
    INSERT = "INSERT INTO ssh_keys (id, tenant_id, application_id, name, public_key, fingerprint, scopes, created_at_ms, \
              used_at_ms, revoked_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
              ON CONFLICT (fingerprint) WHERE revoked_at_ms IS NULL DO NOTHING";
    NOTE_USED = "UPDATE ssh_keys SET used_at_ms = $2 WHERE id = $1 AND (used_at_ms IS NULL OR used_at_ms < $2)";
    REVOKE = "UPDATE ssh_keys SET revoked_at_ms = $3 WHERE tenant_id = $1 AND id = $2 AND revoked_at_ms IS NULL";
}

impl Reader {
    /// The key of that fingerprint that is in use, whosever it is: for whoever has shown that they have it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn ssh_key_in_use(&self, fingerprint: &str) -> Result<Option<SshKey>, StoreError> {
        self.first(&IN_USE, values![fingerprint], ssh_key).await
    }

    /// The tenant's key of that identifier, also when it is revoked.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn ssh_key(&self, tenant: TenantId, id: SshKeyId) -> Result<Option<SshKey>, StoreError> {
        self.first(&BY_ID, values![tenant, id], ssh_key).await
    }

    /// The key of that identifier, whosever it is: for whoever runs the platform.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn ssh_key_of_anybody(&self, id: SshKeyId) -> Result<Option<SshKey>, StoreError> {
        self.first(&BY_ID_OF_ANYBODY, values![id], ssh_key).await
    }

    /// The tenant's keys, or those of one of its applications, revoked ones included, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn ssh_keys(
        &self,
        tenant: TenantId,
        application: Option<ApplicationId>,
        page: Page,
    ) -> Result<Vec<SshKey>, StoreError> {
        let (at, id) = page.edge();
        match application {
            Some(own) => self.all(&NEWEST_OF_APPLICATION, values![tenant, own, at, id, page.limit], ssh_key).await,
            None => self.all(&NEWEST, values![tenant, at, id, page.limit], ssh_key).await,
        }
    }
}

impl Tx {
    /// Adds a key; `false` when one of that fingerprint is in use already, somewhere on the platform.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn insert_ssh_key(&mut self, key: &SshKey) -> Result<bool, StoreError> {
        let scopes = serde_json::json!(key.scopes).to_string();
        let values = values![
            key.id,
            key.tenant,
            key.application,
            &key.name,
            &key.public_key,
            &key.fingerprint,
            &scopes,
            key.created_at,
            key.used_at,
            key.revoked_at,
        ];
        Ok(self.execute(&INSERT, values).await? > 0)
    }

    /// Writes down that a key is in use.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn note_ssh_key_used(&mut self, id: SshKeyId, now: Timestamp) -> Result<(), StoreError> {
        self.execute(&NOTE_USED, values![id, now]).await.map(drop)
    }

    /// Revokes a key of the tenant; `false` when there is none, or it was revoked before. Whoever is being served has to be looked at
    /// again.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn revoke_ssh_key(&mut self, tenant: TenantId, id: SshKeyId, now: Timestamp) -> Result<bool, StoreError> {
        let is_revoked_now = self.execute(&REVOKE, values![tenant, id, now]).await? > 0;
        if is_revoked_now {
            self.causes(Signal::Callers);
        }
        Ok(is_revoked_now)
    }
}

fn ssh_key(row: &Row) -> Result<SshKey, StoreError> {
    Ok(SshKey {
        id: row.id("id", SshKeyId)?,
        tenant: row.id("tenant_id", TenantId)?,
        application: row.get::<Option<uuid::Uuid>>("application_id")?.map(ApplicationId),
        name: row.get("name")?,
        public_key: row.get("public_key")?,
        fingerprint: row.get("fingerprint")?,
        scopes: row.json("scopes")?,
        created_at: row.at("created_at_ms")?,
        used_at: row.at_if_any("used_at_ms")?,
        revoked_at: row.at_if_any("revoked_at_ms")?,
    })
}
