//! Delegated DNS credentials. What is sealed here is opened by the control plane only.

use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::delegated::{Credential, Verdict};
use nameplate_domain::tenancy::{ApplicationId, CredentialId, TenantId};

macro_rules! columns {
    () => {
        "id, tenant_id, application_id, provider, last4, zone, verdict, created_at_ms"
    };
}

statements! { credentials by "id";
    BY_ID = concat!("SELECT ", columns!(), " FROM credentials WHERE tenant_id = $1 AND application_id = $2 AND id = $3");
    NEWEST = concat!(
        "SELECT ", columns!(), " FROM credentials WHERE tenant_id = $1 AND application_id = $2 \
         AND (created_at_ms, id) < ($3, $4) ORDER BY created_at_ms DESC, id DESC LIMIT $5"
    );
    USABLE = concat!(
        "SELECT ", columns!(), ", secret FROM credentials WHERE tenant_id = $1 AND application_id = $2 \
         ORDER BY created_at_ms DESC, id DESC LIMIT $3"
    );
    SEALED_AFTER = "SELECT id, secret FROM credentials WHERE id > $1 ORDER BY id LIMIT $2";
    INSERT = "INSERT INTO credentials (id, tenant_id, application_id, provider, secret, last4, zone, verdict, created_at_ms) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    JUDGE = "UPDATE credentials SET verdict = $3 WHERE tenant_id = $1 AND id = $2";
    RESEAL = "UPDATE credentials SET secret = $3 WHERE id = $1 AND secret = $2 RETURNING tenant_id";
    DELETE = "DELETE FROM credentials WHERE tenant_id = $1 AND application_id = $2 AND id = $3";
}

/// A credential with its sealed secret.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedCredential {
    /// What may be shown of it.
    pub credential: Credential,
    /// Sealed, or bare where the operator has no key.
    pub secret: Vec<u8>,
}

impl std::fmt::Debug for SealedCredential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealedCredential").field("credential", &self.credential).finish_non_exhaustive()
    }
}

impl Reader {
    /// The application's credential of that identifier.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn credential(
        &self,
        tenant: TenantId,
        application: ApplicationId,
        id: CredentialId,
    ) -> Result<Option<Credential>, StoreError> {
        self.first(&BY_ID, values![tenant, application, id], credential).await
    }

    /// The application's credentials, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn credentials(
        &self,
        tenant: TenantId,
        application: ApplicationId,
        page: Page,
    ) -> Result<Vec<Credential>, StoreError> {
        let (at, id) = page.edge();
        self.all(&NEWEST, values![tenant, application, at, id, page.limit], credential).await
    }

    /// The application's credentials with their secrets, newest first; at most `limit`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn usable_credentials(
        &self,
        tenant: TenantId,
        application: ApplicationId,
        limit: u32,
    ) -> Result<Vec<SealedCredential>, StoreError> {
        self.all(&USABLE, values![tenant, application, limit], |row| {
            Ok(SealedCredential { credential: credential(row)?, secret: row.get("secret")? })
        })
        .await
    }

    /// Identifiers and secrets of all tenants' credentials, by identifier, from after `after` on; at most `limit`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn sealed_credentials_after(
        &self,
        after: CredentialId,
        limit: u32,
    ) -> Result<Vec<(CredentialId, Vec<u8>)>, StoreError> {
        self.all(&SEALED_AFTER, values![after, limit], |row| Ok((row.id("id", CredentialId)?, row.get("secret")?)))
            .await
    }
}

impl Tx {
    /// Adds a credential.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn insert_credential(&mut self, new: &Credential, secret: &[u8]) -> Result<(), StoreError> {
        let verdict = new.verdict.as_ref().map(crate::connections::json);
        let values = values![
            new.id,
            new.tenant,
            new.application,
            &new.provider,
            secret,
            &new.last4,
            new.zone.as_deref(),
            verdict.as_deref(),
            new.created_at,
        ];
        self.execute(&INSERT, values).await.map(|_| ())
    }

    /// Writes what the provider said about it; `false` when it is gone.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn judge_credential(
        &mut self,
        tenant: TenantId,
        id: CredentialId,
        verdict: &Verdict,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&JUDGE, values![tenant, id, crate::connections::json(verdict).as_str()]).await? > 0)
    }

    /// Replaces a sealed secret by the same under another key, and says whose it is; `None` when it is no longer what was read.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn reseal_credential(
        &mut self,
        id: CredentialId,
        old: &[u8],
        new: &[u8],
    ) -> Result<Option<TenantId>, StoreError> {
        let rows = self.rows(&RESEAL, values![id, old, new]).await?;
        rows.first().map(|row| row.id("tenant_id", TenantId)).transpose()
    }

    /// Deletes a credential; `false` when there is none.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn delete_credential(
        &mut self,
        tenant: TenantId,
        application: ApplicationId,
        id: CredentialId,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&DELETE, values![tenant, application, id]).await? > 0)
    }
}

fn credential(row: &Row) -> Result<Credential, StoreError> {
    Ok(Credential {
        id: row.id("id", CredentialId)?,
        tenant: row.id("tenant_id", TenantId)?,
        application: row.id("application_id", ApplicationId)?,
        provider: row.get("provider")?,
        last4: row.get("last4")?,
        zone: row.get("zone")?,
        verdict: row.json_if_any("verdict")?,
        created_at: row.at("created_at_ms")?,
    })
}
