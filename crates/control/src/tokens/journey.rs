//! What a browser takes along to the identity provider and back: sealed, since there are secrets in it, under a key of its own.

use super::{Secret, TokenSecrets, mac};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What its keys are derived with: nothing else that we sign or seal passes here.
const PURPOSE: &[u8] = b"nameplate sign-in journey 1";
/// Longest text that is looked at: a cookie is not longer.
const LENGTH_MAX: usize = 4096;

impl TokenSecrets {
    /// Seals by the first secret.
    pub(crate) fn seal_journey(&self, journey: &[u8], nonce: [u8; NONCE_LEN]) -> Option<String> {
        let mut sealed = journey.to_vec();
        let key = self.first.journey_key()?;
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed).ok()?;
        Some(URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
    }

    /// Opens what was sealed with any of the secrets.
    pub(crate) fn open_journey(&self, text: &str) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(Some(text).filter(|text| text.len() <= LENGTH_MAX)?).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>()?;
        self.all().find_map(|secret| {
            let mut opened = sealed.to_vec();
            let key = secret.journey_key()?;
            let length = key.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::empty(), &mut opened).ok()?.len();
            opened.truncate(length);
            Some(opened)
        })
    }
}

impl Secret {
    fn journey_key(&self) -> Option<LessSafeKey> {
        UnboundKey::new(&AES_256_GCM, &mac(&self.bytes, &[PURPOSE])).ok().map(LessSafeKey::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journey_is_opened_with_each_secret_and_with_no_other() {
        let secrets = |text: &str| TokenSecrets::parse(text).unwrap();
        let sealed = secrets("old").seal_journey(b"{}", [7; NONCE_LEN]).unwrap();
        assert_eq!(secrets("new,old").open_journey(&sealed).as_deref(), Some(&b"{}"[..]));
        assert_eq!(secrets("new").open_journey(&sealed), None);
        assert_eq!(secrets("old").open_journey(""), None);
    }

    #[test]
    fn no_change_of_any_byte_goes_unseen() {
        let secrets = TokenSecrets::parse("a secret").unwrap();
        let sealed = secrets.seal_journey(b"where to", [7; NONCE_LEN]).unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(sealed).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(secrets.open_journey(&URL_SAFE_NO_PAD.encode(&changed)), None, "byte {at}");
        }
    }
}
