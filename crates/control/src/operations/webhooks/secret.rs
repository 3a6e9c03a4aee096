//! What requests to an endpoint are signed with.

use crate::audit::Deed;
use crate::{Control, Refused};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nameplate_domain::tenancy::{Caller, WebhookEndpointId};
use nameplate_domain::time::Timestamp;
use nameplate_domain::webhook::{standard_content, timestamped_content};
use nameplate_sealing::{OpenError, SecretKind};
use nameplate_store::SealedSecrets;
use serde_json::json;
use std::fmt;

/// What secrets begin with (Standard Webhooks 1.0.0, "Signature scheme").
const PREFIX: &str = "whsec_";

/// A signing secret: `whsec_` and the base64 of 32 random octets. Shown once, kept sealed, never printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningSecret(String);

/// The secrets of an endpoint, opened.
pub(crate) struct Signing {
    present: SigningSecret,
    former: Option<SigningSecret>,
}

impl SigningSecret {
    pub(crate) fn from_random(bytes: [u8; 32]) -> Self {
        Self(format!("{PREFIX}{}", STANDARD.encode(bytes)))
    }

    /// The secret itself, for the one answer that shows it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The value of `X-CD-Signature`: keyed by the secret as it was shown.
    fn timestamped(&self, timestamp_s: i64, body: &str) -> String {
        let tag = sign(self.0.as_bytes(), &timestamped_content(timestamp_s, body));
        let hex: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("sha256={hex}")
    }

    /// One signature of `webhook-signature`: keyed by what the secret's base64 stands for.
    fn standard(&self, id: &str, timestamp_s: i64, body: &str) -> String {
        let text = self.0.strip_prefix(PREFIX).unwrap_or(&self.0);
        // One of ours always decodes; another is its own key.
        let key = STANDARD.decode(text).unwrap_or_else(|_| text.as_bytes().to_vec());
        format!("v1,{}", STANDARD.encode(sign(&key, &standard_content(id, timestamp_s, body))))
    }
}

impl Signing {
    /// `X-CD-Signature`, with the present secret only: its form has room for one.
    pub(super) fn timestamped(&self, timestamp_s: i64, body: &str) -> String {
        self.present.timestamped(timestamp_s, body)
    }

    /// `webhook-signature`, with each secret: a receiver accepts whichever it knows.
    pub(super) fn standard(&self, id: &str, timestamp_s: i64, body: &str) -> String {
        let each = [Some(&self.present), self.former.as_ref()].into_iter().flatten();
        let signatures: Vec<String> = each.map(|secret| secret.standard(id, timestamp_s, body)).collect();
        signatures.join(" ")
    }
}

fn sign(key: &[u8], content: &str) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), content.as_bytes())
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningSecret(…)")
    }
}

impl Control {
    /// A new secret, and the same as it is kept.
    pub(super) fn new_signing_secret(&self, id: WebhookEndpointId) -> Result<(SigningSecret, Vec<u8>), Refused> {
        if self.fleet.sealer.is_none() && !self.fleet.may_keep_bare {
            return Err(Refused::NoSealingKey);
        }
        let secret = SigningSecret::from_random(self.chance.bytes());
        let (kind, name) = (SecretKind::WebhookSecret, id.to_string());
        let kept = nameplate_sealing::seal(self.fleet.sealer.as_ref(), kind, &name, secret.0.as_bytes());
        Ok((secret, kept.map_err(|_| Refused::NoSealingKey)?))
    }

    /// What an endpoint's requests are signed with at `now`.
    pub(crate) fn signing_of(
        &self,
        id: WebhookEndpointId,
        sealed: &SealedSecrets,
        now: Timestamp,
    ) -> Result<Signing, OpenError> {
        let name = id.to_string();
        let open = |kept: &[u8]| {
            let opened = nameplate_sealing::open(self.fleet.sealer.as_ref(), SecretKind::WebhookSecret, &name, kept)?;
            String::from_utf8(opened).map(SigningSecret).map_err(|_| OpenError::Malformed)
        };
        let former = sealed.former.as_ref().filter(|(_, until)| now < *until);
        Ok(Signing { present: open(&sealed.present)?, former: former.map(|(kept, _)| open(kept)).transpose()? })
    }

    /// How many signing secrets are not sealed under the first key of `CREDENTIAL_ENC_KEY`.
    ///
    /// # Errors
    /// [`Refused::NoSealingKey`] without a key.
    pub async fn webhook_secrets_to_reseal(&self) -> Result<u64, Refused> {
        const AT_ONCE: u32 = 1000;
        let sealer = self.fleet.sealer.as_ref().ok_or(Refused::NoSealingKey)?;
        let (mut count, mut after) = (0, WebhookEndpointId(uuid::Uuid::nil()));
        loop {
            let batch = self.reader().sealed_webhook_secrets_after(after, AT_ONCE).await?;
            let Some((last, _)) = batch.last() else { return Ok(count) };
            after = *last;
            let kept = batch.iter().flat_map(|(_, secrets)| secrets.all());
            count += kept.filter(|kept| nameplate_sealing::key_id_of(kept) != Some(sealer.key_id())).count() as u64;
        }
    }

    /// Seals every signing secret under the first key of `CREDENTIAL_ENC_KEY`; says how many were under another, or none.
    ///
    /// # Errors
    /// [`Refused::NoSealingKey`] without a key, [`Refused::SealedElsewhere`] when a secret is sealed with one that is not given.
    pub async fn reseal_webhook_secrets(&self) -> Result<u64, Refused> {
        const AT_ONCE: u32 = 100;
        let sealer = self.fleet.sealer.as_ref().ok_or(Refused::NoSealingKey)?;
        let (mut resealed, mut after) = (0, WebhookEndpointId(uuid::Uuid::nil()));
        loop {
            let batch = self.reader().sealed_webhook_secrets_after(after, AT_ONCE).await?;
            let Some((last, _)) = batch.last() else { return Ok(resealed) };
            after = *last;
            let mut tx = self.store.begin().await?;
            for (id, secrets) in &batch {
                for old in secrets.all() {
                    if nameplate_sealing::key_id_of(old) == Some(sealer.key_id()) {
                        continue;
                    }
                    let name = id.to_string();
                    let secret = nameplate_sealing::open(Some(sealer), SecretKind::WebhookSecret, &name, old)
                        .map_err(|error| Refused::SealedElsewhere(format!("webhook secret of {id}: {error}")))?;
                    let new = sealer.seal(SecretKind::WebhookSecret, &name, &secret);
                    let new = new.map_err(|_| Refused::NoSealingKey)?;
                    if let Some(tenant) = tx.reseal_webhook_secret(*id, old, &new).await? {
                        let deed = Deed::new("webhook_endpoint.reseal", id)
                            .from(json!({ "key_id": nameplate_sealing::key_id_of(old) }))
                            .to(json!({ "key_id": sealer.key_id() }));
                        self.audit(&mut tx, &Caller::operator(tenant), deed).await?;
                        resealed += 1;
                    }
                }
            }
            tx.commit().await?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `whsec_` and the base64 of the octets 0 to 31.
    fn secret() -> SigningSecret {
        SigningSecret::from_random(std::array::from_fn(|n| n as u8))
    }

    const BODY: &str = r#"{"type":"ssl.issued","data":{"hostname":"münchen.example"}}"#;

    // Computed with Python's hmac (the first) and PyPI's standardwebhooks 1.1.0 (the second).
    #[test]
    fn signatures_are_those_of_independent_implementations() {
        assert_eq!(secret().reveal(), "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        assert_eq!(
            secret().timestamped(1_782_993_600, BODY),
            "sha256=3087816d439ac68db836fd1e55719d99e71a34671fa05299a31474eeb7d6f790"
        );
        assert_eq!(secret().standard("msg_1", 1_782_993_600, BODY), "v1,FwtP83xiwuswXRwPBEU+qmbKwQ6GEnuRlEyYBMC2O6o=");
    }

    #[test]
    fn while_two_secrets_are_known_the_standard_header_has_both_signatures() {
        let (present, former) = (SigningSecret::from_random([9; 32]), secret());
        let signing = Signing { present: present.clone(), former: Some(former.clone()) };
        let both = format!("{} {}", present.standard("m", 1, BODY), former.standard("m", 1, BODY));
        assert_eq!(signing.standard("m", 1, BODY), both);
        assert_eq!(signing.timestamped(1, BODY), present.timestamped(1, BODY));
    }

    #[test]
    fn a_secret_hides_from_logs() {
        assert_eq!(format!("{:?}", secret()), "SigningSecret(…)");
    }
}
