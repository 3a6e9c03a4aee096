//! SSH keys: who it is that has shown one.

use crate::{Control, Refused, hash_of};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use nameplate_domain::tenancy::{Caller, SshKey, SshPublicKey};

/// `SHA256:…`, as OpenSSH shows it.
pub(crate) fn fingerprint(key: &SshPublicKey) -> String {
    format!("SHA256:{}", STANDARD_NO_PAD.encode(hash_of(key.blob())))
}

impl Control {
    /// The key of that fingerprint, if one is in use. Nothing is remembered: a revoked key is refused at once, everywhere.
    ///
    /// # Errors
    /// [`Refused::Store`] when the store cannot be asked.
    pub async fn ssh_key_in_use(&self, fingerprint: &str) -> Result<Option<SshKey>, Refused> {
        Ok(self.reader().ssh_key_in_use(fingerprint).await?)
    }

    /// Who has shown that they have the key of this fingerprint; `None` for an unknown or revoked one.
    ///
    /// # Errors
    /// As [`Control::ssh_key_in_use`]; [`Refused::Suspended`] when its tenant is out of service.
    pub async fn authenticate_ssh_key(&self, fingerprint: &str) -> Result<Option<Caller>, Refused> {
        let Some(key) = self.ssh_key_in_use(fingerprint).await? else { return Ok(None) };
        self.refuse_suspended(key.tenant).await?;
        Ok(Some(key.caller()))
    }

    /// Writes down that somebody has signed in with a key, once a minute at most.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn note_ssh_key_used(&self, key: &SshKey) -> Result<(), Refused> {
        let now = self.now();
        if key.used_at.is_some_and(|used_at| now.since(used_at) < SshKey::USE_NOTED_EVERY) {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        tx.note_ssh_key_used(key.id, now).await?;
        Ok(tx.commit().await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_what_ssh_keygen_shows() {
        let line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN5VnMKPjXOMvm7bhS0IisDBfjmXGK/8IWwuTNbYQyrD ada@laptop";
        let key = SshPublicKey::parse(line).unwrap();
        assert_eq!(fingerprint(&key), "SHA256:Hm5Hf1xKA1Kw14InUwij3LOHgwka5TxCV4YdWRT0NCE");
    }
}
