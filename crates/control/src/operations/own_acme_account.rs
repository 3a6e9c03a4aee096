//! Accounts of the acme-dns service that the platform gives to certificate controllers of its own: derived, so that what stands in a
//! cluster can be made again, and is the same in every process.

use super::acme_dns::{AcmeRegistration, KEY_LENGTH, key_from};
use crate::Control;
use crate::audit::Deed;
use crate::keys::hash_of;
use nameplate_domain::tenancy::{ConnectionId, TenantId};
use nameplate_store::{AcmeAccount, Conflict, StoreError};
use serde_json::json;
use uuid::Uuid;

impl Control {
    /// The platform's own account for a connection's token; it is in the store from now on, where `is_known` does not say so already.
    pub(crate) async fn own_acme_account(
        &self,
        tenant: TenantId,
        connection: ConnectionId,
        token: &str,
        is_known: bool,
    ) -> Result<AcmeRegistration, StoreError> {
        let derived = self.secrets.acme_account(connection, token);
        let (name, key) = derived.split_at(16);
        let mut bytes = [0; KEY_LENGTH];
        bytes.copy_from_slice(&key[..KEY_LENGTH]);
        let registration = AcmeRegistration {
            username: Uuid::from_slice(name)
                .map(|name| uuid::Builder::from_random_bytes(name.into_bytes()).into_uuid())
                .unwrap_or_default(),
            key: key_from(bytes),
            subdomain: token.to_owned(),
            fulldomain: format!("{token}.{}", self.platform.acme_zone()),
            allowfrom: vec![],
        };
        if is_known || self.reader().acme_account(registration.username).await?.is_some() {
            return Ok(registration);
        }
        let account = AcmeAccount {
            username: registration.username,
            token: token.to_owned(),
            connection,
            password_hash: hash_of(registration.key.as_bytes()).to_vec(),
            allow_from: vec![],
            created_at: self.now(),
        };
        let mut tx = self.store.begin().await?;
        match tx.insert_acme_account(&account).await {
            // Another process was quicker, with the same.
            Err(StoreError::Conflict(Conflict::Identifier)) => return Ok(registration),
            inserted => inserted?,
        }
        let shown = json!({ "username": account.username, "allowfrom": [] });
        self.audit_own(&mut tx, tenant, Deed::new("connection.register_acme_account", connection).to(shown)).await?;
        tx.commit().await?;
        Ok(registration)
    }
}
