//! Secrets at rest: AES-256-GCM (NIST SP 800-38D) under keys that the operator keeps outside of the store.
//!
//! What is sealed is the text `v1.<key id>.<nonce>.<ciphertext>`, the last two in base64url without padding. It is bound
//! to what it is and to whom it belongs, so that it cannot be moved to another line of the store.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::fmt;
use std::sync::Arc;

const VERSION: &str = "v1";

/// Which kind of secret it is. Part of what the seal is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKind {
    /// A delegated DNS credential, by its identifier.
    Credential,
    /// The private key of a certificate, by the certificate's name.
    PrivateKey,
    /// The key of an account at an authority.
    Account,
    /// A secret that a fleet shares, e.g. for session tickets.
    Shared,
    /// What requests to a webhook endpoint are signed with, by the endpoint's identifier.
    WebhookSecret,
}

impl SecretKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Credential => "credential",
            Self::PrivateKey => "private-key",
            Self::Account => "account",
            Self::Shared => "shared",
            Self::WebhookSecret => "webhook-secret",
        }
    }
}

/// Seals with its first key and opens with each of them.
#[derive(Clone)]
pub struct Sealer {
    keys: Arc<[SealingKey]>,
}

struct SealingKey {
    id: String,
    key: LessSafeKey,
}

/// Why a text is no list of sealing keys. Never contains the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSealingKeys {
    /// There is none.
    #[error("there is no key")]
    Empty,
    /// One is not 32 bytes as base64 or hex.
    #[error("key {position} is not 32 bytes, written as base64 or as hex")]
    Key {
        /// Counted from 1.
        position: usize,
    },
    /// An id has other characters than letters, digits, `-` and `_`, or is longer than 32.
    #[error("the id of key {position} is not made of 1 to 32 letters, digits, hyphens and underscores")]
    Id {
        /// Counted from 1.
        position: usize,
    },
    /// Two keys have one id.
    #[error("two keys have the id {id}")]
    Twice {
        /// The id.
        id: String,
    },
}

/// Why a sealed secret cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// There is no sealer, or it has not this key.
    #[error("it is sealed with the key {id}, which is not among ours")]
    UnknownKey {
        /// The key's id.
        id: String,
    },
    /// It was changed, belongs elsewhere, or was sealed with another key of the same id.
    #[error("it was changed, or does not belong here")]
    Forged,
    /// It is no sealed secret of this version.
    #[error("it cannot be read")]
    Malformed,
}

/// The cipher or the source of randomness failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it could not be sealed")]
pub struct SealError;

impl Sealer {
    /// From `[id:]key[,[id:]key…]`, each key 32 bytes as base64 (either alphabet, padded or not) or hex. The first seals, all
    /// open. A key without an id is called by the first eight hex digits of its SHA-256.
    ///
    /// # Errors
    /// [`InvalidSealingKeys`].
    pub fn parse(text: &str) -> Result<Self, InvalidSealingKeys> {
        let mut keys: Vec<SealingKey> = Vec::new();
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        for (position, part) in parts.enumerate().map(|(index, part)| (index + 1, part)) {
            let key = SealingKey::parse(part, position)?;
            if keys.iter().any(|other| other.id == key.id) {
                return Err(InvalidSealingKeys::Twice { id: key.id });
            }
            keys.push(key);
        }
        if keys.is_empty() { Err(InvalidSealingKeys::Empty) } else { Ok(Self { keys: keys.into() }) }
    }

    /// Seals a secret of this kind and name.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn seal(&self, kind: SecretKind, name: &str, secret: &[u8]) -> Result<Vec<u8>, SealError> {
        let first = self.keys.first().ok_or(SealError)?;
        let mut nonce = [0u8; NONCE_LEN];
        aws_lc_rs::rand::fill(&mut nonce).map_err(|_| SealError)?;
        let mut text = secret.to_vec();
        first
            .key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound_to(kind, name), &mut text)
            .map_err(|_| SealError)?;
        let (nonce, text) = (URL_SAFE_NO_PAD.encode(nonce), URL_SAFE_NO_PAD.encode(text));
        Ok(format!("{VERSION}.{}.{nonce}.{text}", first.id).into_bytes())
    }

    /// The id of the key that seals.
    #[must_use]
    pub fn key_id(&self) -> &str {
        self.keys.first().map_or("", |key| &key.id)
    }

    fn open_sealed(&self, kind: SecretKind, name: &str, sealed: &Sealed<'_>) -> Result<Vec<u8>, OpenError> {
        let unknown = || OpenError::UnknownKey { id: sealed.key_id.to_owned() };
        let key = self.keys.iter().find(|key| key.id == sealed.key_id).ok_or_else(unknown)?;
        let mut text = sealed.text.clone();
        let nonce = Nonce::assume_unique_for_key(sealed.nonce);
        let opened =
            key.key.open_in_place(nonce, bound_to(kind, name), &mut text).map_err(|_| OpenError::Forged)?.len();
        text.truncate(opened);
        Ok(text)
    }
}

/// Seals if there is a sealer.
///
/// # Errors
/// [`SealError`].
pub fn seal(sealer: Option<&Sealer>, kind: SecretKind, name: &str, secret: &[u8]) -> Result<Vec<u8>, SealError> {
    sealer.map_or_else(|| Ok(secret.to_vec()), |sealer| sealer.seal(kind, name, secret))
}

/// Opens what is sealed, and takes what is not as it is: who begins to seal keeps what was there before.
///
/// # Errors
/// [`OpenError`].
pub fn open(sealer: Option<&Sealer>, kind: SecretKind, name: &str, kept: &[u8]) -> Result<Vec<u8>, OpenError> {
    if !kept.starts_with(b"v1.") {
        return Ok(kept.to_vec());
    }
    let sealed = Sealed::parse(kept).ok_or(OpenError::Malformed)?;
    match sealer {
        Some(sealer) => sealer.open_sealed(kind, name, &sealed),
        None => Err(OpenError::UnknownKey { id: sealed.key_id.to_owned() }),
    }
}

/// The id of the key that `kept` is sealed with; `None` when it is not sealed.
#[must_use]
pub fn key_id_of(kept: &[u8]) -> Option<&str> {
    Some(Sealed::parse(kept)?.key_id)
}

struct Sealed<'a> {
    key_id: &'a str,
    nonce: [u8; NONCE_LEN],
    text: Vec<u8>,
}

impl<'a> Sealed<'a> {
    fn parse(kept: &'a [u8]) -> Option<Self> {
        let mut parts = std::str::from_utf8(kept).ok()?.split('.');
        let (version, key_id, nonce, text) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        (version == VERSION && parts.next().is_none()).then_some(())?;
        let nonce = URL_SAFE_NO_PAD.decode(nonce).ok()?.try_into().ok()?;
        Some(Self { key_id, nonce, text: URL_SAFE_NO_PAD.decode(text).ok()? })
    }
}

/// Kind and name, told apart by a byte that is in neither.
fn bound_to(kind: SecretKind, name: &str) -> Aad<Vec<u8>> {
    Aad::from([VERSION.as_bytes(), kind.as_str().as_bytes(), name.as_bytes()].join(&0))
}

impl SealingKey {
    fn parse(part: &str, position: usize) -> Result<Self, InvalidSealingKeys> {
        let (id, key) = match part.split_once(':') {
            Some((id, key)) => (Some(id), key),
            None => (None, part),
        };
        let is_id = |id: &str| {
            matches!(id.len(), 1..=32) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        };
        if id.is_some_and(|id| !is_id(id)) {
            return Err(InvalidSealingKeys::Id { position });
        }
        let invalid = InvalidSealingKeys::Key { position };
        let bytes = key_bytes(key).ok_or_else(|| invalid.clone())?;
        let id = id.map_or_else(|| named_by_itself(&bytes), str::to_owned);
        let key = UnboundKey::new(&AES_256_GCM, &bytes).map_err(|_| invalid)?;
        Ok(Self { id, key: LessSafeKey::new(key) })
    }
}

fn named_by_itself(bytes: &[u8]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    digest.as_ref().iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

fn key_bytes(text: &str) -> Option<[u8; 32]> {
    let padded_or_not = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let base64 = |alphabet| GeneralPurpose::new(alphabet, padded_or_not).decode(text).ok();
    let hexadecimal = || {
        let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
        pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect::<Option<Vec<u8>>>()
    };
    let bytes = if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        hexadecimal()
    } else {
        base64(&STANDARD).or_else(|| base64(&URL_SAFE))
    };
    bytes?.try_into().ok()
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer")
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HEX: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    const BASE64: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const OTHER: &str = "second://///////////////////////////////////////w8=";

    fn sealer(text: &str) -> Sealer {
        Sealer::parse(text).unwrap()
    }

    #[test]
    fn keys_are_read_in_either_writing_and_named_by_themselves_or_as_told() {
        let kept = sealer(HEX).seal(SecretKind::PrivateKey, "a", b"secret").unwrap();
        assert_eq!(open(Some(&sealer(BASE64)), SecretKind::PrivateKey, "a", &kept).unwrap(), b"secret");
        let named = sealer(&format!("first:{HEX}")).seal(SecretKind::Shared, "a", b"secret").unwrap();
        assert!(String::from_utf8(named).unwrap().starts_with("v1.first."));
    }

    #[test]
    fn what_is_no_list_of_keys_is_refused_without_telling_it() {
        for (text, why) in [
            ("", InvalidSealingKeys::Empty),
            (" , ", InvalidSealingKeys::Empty),
            ("short", InvalidSealingKeys::Key { position: 1 }),
            (&format!("{HEX},a:{}", &HEX[2..]), InvalidSealingKeys::Key { position: 2 }),
            (&format!("a b:{HEX}"), InvalidSealingKeys::Id { position: 1 }),
            (&format!(":{HEX}"), InvalidSealingKeys::Id { position: 1 }),
            (&format!("a:{HEX},a:{HEX}"), InvalidSealingKeys::Twice { id: "a".into() }),
        ] {
            assert_eq!(Sealer::parse(text).err(), Some(why), "{text}");
        }
    }

    #[test]
    fn the_first_key_seals_and_older_ones_still_open() {
        let old = sealer(OTHER).seal(SecretKind::Account, "a", b"secret").unwrap();
        let both = sealer(&format!("{HEX},{OTHER}"));
        assert_eq!(open(Some(&both), SecretKind::Account, "a", &old).unwrap(), b"secret");
        let new = both.seal(SecretKind::Account, "a", b"secret").unwrap();
        let missing = open(Some(&sealer(OTHER)), SecretKind::Account, "a", &new);
        assert!(matches!(missing, Err(OpenError::UnknownKey { .. })));
        assert!(matches!(open(None, SecretKind::Account, "a", &new), Err(OpenError::UnknownKey { .. })));
    }

    #[test]
    fn another_key_of_the_same_id_opens_nothing() {
        let kept = sealer(&format!("k:{HEX}")).seal(SecretKind::PrivateKey, "a", b"secret").unwrap();
        let other = sealer(OTHER.replace("second", "k").as_str());
        assert_eq!(open(Some(&other), SecretKind::PrivateKey, "a", &kept), Err(OpenError::Forged));
    }

    #[test]
    fn a_sealed_secret_cannot_be_moved() {
        let sealer = sealer(HEX);
        let kept = sealer.seal(SecretKind::PrivateKey, "shop.example.com", b"secret").unwrap();
        for (kind, name) in [(SecretKind::Account, "shop.example.com"), (SecretKind::PrivateKey, "other.example.com")] {
            assert_eq!(open(Some(&sealer), kind, name, &kept), Err(OpenError::Forged));
        }
    }

    #[test]
    fn nothing_of_a_key_is_printed() {
        assert_eq!(format!("{:?}", sealer(HEX)), "Sealer");
    }

    proptest! {
        #[test]
        fn what_was_sealed_is_opened_and_one_changed_byte_is_seen(
            secret: Vec<u8>, name in "[a-z.]{0,20}", place: prop::sample::Index, flip in 1u8..=255
        ) {
            let sealer = sealer(HEX);
            let kept = sealer.seal(SecretKind::PrivateKey, &name, &secret).unwrap();
            prop_assert_eq!(&open(Some(&sealer), SecretKind::PrivateKey, &name, &kept).unwrap(), &secret);
            let mut changed = kept;
            let place = 3 + place.index(changed.len() - 3);
            changed[place] ^= flip;
            prop_assert!(open(Some(&sealer), SecretKind::PrivateKey, &name, &changed).is_err());
        }
    }
}
