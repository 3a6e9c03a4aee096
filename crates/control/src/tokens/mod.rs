//! What platforms sign and later believe: widget tokens and share links. Nothing of either is kept, but that a link was withdrawn.

mod acme_account;
mod journey;
mod share;
mod widget;

pub(crate) use widget::{Claims, Read};
pub use widget::{WidgetTokenError, WidgetTokenText};

use crate::keys::hex;
use aws_lc_rs::hmac;
use std::fmt;

/// The secrets of `TOKEN_HMAC_SECRET`: the first one signs, each one is believed, so that a change of secret logs nobody out.
#[derive(Clone)]
pub struct TokenSecrets {
    first: Secret,
    others: Vec<Secret>,
}

/// One secret, and what it is known by in tokens.
#[derive(Clone)]
struct Secret {
    bytes: Vec<u8>,
    id: String,
}

impl Secret {
    fn new(bytes: &[u8]) -> Self {
        let id = mac(bytes, &[b"nameplate token key id"]);
        Self { bytes: bytes.to_vec(), id: hex(&id[..8]) }
    }
}

impl TokenSecrets {
    /// Reads `new,old`: what is signed with first, then what is still believed. Blanks around a secret are not part of it.
    ///
    /// # Errors
    /// What is wrong, as the end of a sentence that starts with the setting's name; never a part of the value.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let mut secrets = Vec::new();
        for part in text.split(',').map(str::trim) {
            if part.is_empty() {
                return Err("has an empty part; give one secret, or new,old while it is being changed");
            }
            secrets.push(Secret::new(part.as_bytes()));
        }
        let mut secrets = secrets.into_iter();
        let first = secrets.next().ok_or("is empty; give a secret")?;
        Ok(Self { first, others: secrets.collect() })
    }

    /// A secret that ends with this process.
    #[must_use]
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self { first: Secret::new(&bytes), others: vec![] }
    }

    fn all(&self) -> impl Iterator<Item = &Secret> {
        std::iter::once(&self.first).chain(&self.others)
    }

    fn of_id(&self, id: &str) -> Option<&Secret> {
        self.all().find(|secret| secret.id == id)
    }
}

impl fmt::Debug for TokenSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenSecrets({} of them)", self.others.len() + 1)
    }
}

/// HMAC with SHA-256 (RFC 2104) over `parts`, one behind the other.
fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    parts.iter().for_each(|part| context.update(part));
    let mut tag = [0; 32];
    tag.copy_from_slice(context.sign().as_ref());
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_listed_and_never_printed() {
        let secrets = TokenSecrets::parse("correct horse, battery staple").unwrap();
        assert_eq!(secrets.all().count(), 2);
        assert_eq!(format!("{secrets:?}"), "TokenSecrets(2 of them)");
        for wrong in ["", " ", "new,", ",old", "a,,b"] {
            assert!(TokenSecrets::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_id_tells_secrets_apart() {
        let [one, other] = ["one", "other"].map(|text| TokenSecrets::parse(text).unwrap().first.id);
        assert_eq!(one.len(), 16);
        assert_ne!(one, other);
    }
}
