//! Whether what is sealed in the store opens with the keys that are given: a database that came from elsewhere may have others.

use crate::Control;
use nameplate_domain::tenancy::{CredentialId, WebhookEndpointId};
use nameplate_sealing::SecretKind;
use nameplate_store::StoreError;
use uuid::Uuid;

/// Of each kind, so many are looked at.
const LOOKED_AT_MAX: u32 = 1000;

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seals {
    /// Secrets that were looked at.
    pub looked_at: usize,
    /// Those that do not open.
    pub closed: usize,
    /// Why one of them does not.
    pub why: Option<String>,
}

impl Seals {
    /// Whether none opens, though there are some.
    #[must_use]
    pub fn are_all_closed(&self) -> bool {
        self.looked_at > 0 && self.closed == self.looked_at
    }
}

impl Control {
    /// Tries `CREDENTIAL_ENC_KEY` on DNS credentials and webhook secrets, up to a thousand of each.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn look_at_seals(&self) -> Result<Seals, StoreError> {
        let nil = Uuid::nil();
        let credentials = self.reader().sealed_credentials_after(CredentialId(nil), LOOKED_AT_MAX).await?;
        let endpoints = self.reader().sealed_webhook_secrets_after(WebhookEndpointId(nil), LOOKED_AT_MAX).await?;
        let credentials = credentials.iter().map(|(id, kept)| (SecretKind::Credential, id.to_string(), kept));
        let endpoints =
            endpoints.iter().map(|(id, secrets)| (SecretKind::WebhookSecret, id.to_string(), &secrets.present));
        let mut seals = Seals { looked_at: 0, closed: 0, why: None };
        for (kind, name, kept) in credentials.chain(endpoints) {
            seals.looked_at += 1;
            if let Err(error) = nameplate_sealing::open(self.fleet.sealer.as_ref(), kind, &name, kept) {
                seals.closed += 1;
                seals.why.get_or_insert_with(|| error.to_string());
            }
        }
        Ok(seals)
    }
}
