//! Signing secrets, as they are kept.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::{TenantId, WebhookEndpointId};
use nameplate_domain::time::Timestamp;

statements! { webhook_endpoints by "id";
    OF_ENDPOINT = "SELECT id, secret, former_secret, former_until_ms FROM webhook_endpoints WHERE tenant_id = $1 AND id = $2";
    SEALED_AFTER = "SELECT id, secret, former_secret, former_until_ms FROM webhook_endpoints WHERE id > $1 ORDER BY id LIMIT $2";
    ROTATE = "UPDATE webhook_endpoints SET former_secret = secret, former_until_ms = $4, secret = $3, updated_at_ms = $5 \
              WHERE tenant_id = $1 AND id = $2";
    RESEAL = "UPDATE webhook_endpoints SET secret = $3 WHERE id = $1 AND secret = $2 RETURNING tenant_id";
    RESEAL_FORMER = "UPDATE webhook_endpoints SET former_secret = $3 WHERE id = $1 AND former_secret = $2 RETURNING tenant_id";
    FORGET_FORMER = "UPDATE webhook_endpoints SET former_secret = NULL, former_until_ms = NULL WHERE former_until_ms <= $1";
}

/// What an endpoint's requests are signed with: sealed, or bare where the operator has no key.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedSecrets {
    /// The one that its owner has.
    pub present: Vec<u8>,
    /// The one before, and until when it still signs.
    pub former: Option<(Vec<u8>, Timestamp)>,
}

impl SealedSecrets {
    /// The present one, and the former.
    pub fn all(&self) -> impl Iterator<Item = &Vec<u8>> {
        std::iter::once(&self.present).chain(self.former.as_ref().map(|(former, _)| former))
    }
}

impl std::fmt::Debug for SealedSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealedSecrets(…)")
    }
}

impl Reader {
    /// The secrets of the tenant's endpoint.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn webhook_secrets(
        &self,
        tenant: TenantId,
        id: WebhookEndpointId,
    ) -> Result<Option<SealedSecrets>, StoreError> {
        self.first(&OF_ENDPOINT, values![tenant, id], secrets).await
    }

    /// Identifiers and secrets of all tenants' endpoints, by identifier, from after `after` on; at most `limit`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn sealed_webhook_secrets_after(
        &self,
        after: WebhookEndpointId,
        limit: u32,
    ) -> Result<Vec<(WebhookEndpointId, SealedSecrets)>, StoreError> {
        self.all(&SEALED_AFTER, values![after, limit], |row| Ok((row.id("id", WebhookEndpointId)?, secrets(row)?)))
            .await
    }
}

impl Tx {
    /// Replaces the secret; the one before still signs until `former_until`. `false` when the endpoint is gone.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn rotate_webhook_secret(
        &mut self,
        tenant: TenantId,
        id: WebhookEndpointId,
        secret: &[u8],
        former_until: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&ROTATE, values![tenant, id, secret, former_until, now]).await? > 0)
    }

    /// Replaces a sealed secret, present or former, by the same under another key; gives whose it is, `None` when it is no longer what was read.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn reseal_webhook_secret(
        &mut self,
        id: WebhookEndpointId,
        old: &[u8],
        new: &[u8],
    ) -> Result<Option<TenantId>, StoreError> {
        let present = self.rows(&RESEAL, values![id, old, new]).await?;
        let former = self.rows(&RESEAL_FORMER, values![id, old, new]).await?;
        present.first().or(former.first()).map(|row| row.id("tenant_id", TenantId)).transpose()
    }

    /// Forgets former secrets that sign no more.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn forget_former_webhook_secrets(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(&FORGET_FORMER, values![now]).await
    }
}

pub(super) fn secrets(row: &Row) -> Result<SealedSecrets, StoreError> {
    let former: Option<Vec<u8>> = row.get("former_secret")?;
    Ok(SealedSecrets { present: row.get("secret")?, former: former.zip(row.at_if_any("former_until_ms")?) })
}
