//! API keys.

use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::signals::Signal;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::{ApiKey, ApiKeyId, ApplicationId, TenantId};
use nameplate_domain::time::Timestamp;

macro_rules! columns {
    () => {
        "id, tenant_id, application_id, name, last4, scopes, created_at_ms, revoked_at_ms"
    };
}

statements! { api_keys by "id";
    BY_HASH = concat!("SELECT ", columns!(), " FROM api_keys WHERE hash = $1");
    BY_ID = concat!("SELECT ", columns!(), " FROM api_keys WHERE tenant_id = $1 AND id = $2");
    BY_ID_OF_ANYBODY = concat!("SELECT ", columns!(), " FROM api_keys WHERE id = $1");
    NEWEST_OF_TENANT = concat!(
        "SELECT ", columns!(), " FROM api_keys WHERE tenant_id = $1 AND (created_at_ms, id) < ($2, $3) \
         ORDER BY created_at_ms DESC, id DESC LIMIT $4"
    );
    NEWEST = concat!(
        "SELECT ", columns!(), " FROM api_keys WHERE tenant_id = $1 AND application_id = $2 \
         AND (created_at_ms, id) < ($3, $4) ORDER BY created_at_ms DESC, id DESC LIMIT $5"
    );
    INSERT = "INSERT INTO api_keys (id, tenant_id, application_id, name, last4, scopes, hash, created_at_ms, revoked_at_ms) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (hash) DO NOTHING";
    REVOKE = "UPDATE api_keys SET revoked_at_ms = $3 WHERE tenant_id = $1 AND id = $2 AND revoked_at_ms IS NULL";
}

impl Reader {
    /// The tenant's key of that identifier, also when it is revoked.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn api_key(&self, tenant: TenantId, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError> {
        self.first(&BY_ID, values![tenant, id], api_key).await
    }

    /// The key of that identifier, whosever it is: for whoever runs the platform, and for whoever has shown a cookie that stands for it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn api_key_of_anybody(&self, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError> {
        self.first(&BY_ID_OF_ANYBODY, values![id], api_key).await
    }

    /// The tenant's keys, those of its applications and revoked ones included, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn api_keys_of_tenant(&self, tenant: TenantId, page: Page) -> Result<Vec<ApiKey>, StoreError> {
        let (at, id) = page.edge();
        self.all(&NEWEST_OF_TENANT, values![tenant, at, id, page.limit], api_key).await
    }

    /// The key whose secret has that SHA-256, also when it is revoked.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn api_key_by_hash(&self, hash: &[u8; 32]) -> Result<Option<ApiKey>, StoreError> {
        self.first(&BY_HASH, values![hash], api_key).await
    }

    /// The application's keys, revoked ones included, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn api_keys(
        &self,
        tenant: TenantId,
        application: ApplicationId,
        page: Page,
    ) -> Result<Vec<ApiKey>, StoreError> {
        let (at, id) = page.edge();
        self.all(&NEWEST, values![tenant, application, at, id, page.limit], api_key).await
    }
}

impl Tx {
    /// Revokes a key of the tenant or of any of its applications, and withdraws its invitations; `false` when there is none, or it was
    /// revoked before.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn revoke_api_key(&mut self, tenant: TenantId, id: ApiKeyId, now: Timestamp) -> Result<bool, StoreError> {
        let is_revoked_now = self.execute(&REVOKE, values![tenant, id, now]).await? > 0;
        if is_revoked_now {
            self.delete_invitations_of(tenant, id.0).await?;
            self.causes(Signal::Key(id));
        }
        Ok(is_revoked_now)
    }

    /// Adds a key by the SHA-256 of its secret; `false` when that secret is a key already, which stays as it is.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn insert_api_key(&mut self, key: &ApiKey, hash: &[u8; 32]) -> Result<bool, StoreError> {
        let scopes = serde_json::json!(key.scopes).to_string();
        let values = values![
            key.id,
            key.tenant,
            key.application,
            &key.name,
            &key.last4,
            &scopes,
            hash,
            key.created_at,
            key.revoked_at,
        ];
        Ok(self.execute(&INSERT, values).await? > 0)
    }
}

fn api_key(row: &Row) -> Result<ApiKey, StoreError> {
    Ok(ApiKey {
        id: row.id("id", ApiKeyId)?,
        tenant: row.id("tenant_id", TenantId)?,
        application: row.get::<Option<uuid::Uuid>>("application_id")?.map(ApplicationId),
        name: row.get("name")?,
        last4: row.get("last4")?,
        scopes: row.json("scopes")?,
        created_at: row.at("created_at_ms")?,
        revoked_at: row.at_if_any("revoked_at_ms")?,
    })
}
