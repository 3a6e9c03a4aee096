//! The key that a zone's primary server shares with those who may change the zone (RFC 8945).

use crate::name;
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use hickory_proto::rr::Name;
use hickory_proto::rr::rdata::tsig;
use std::fmt;
use std::str::FromStr;

/// With or without `=` at its end: people lose it when they copy.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// How messages are authenticated (RFC 8945, 6).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TsigAlgorithm {
    /// For servers that have nothing better.
    HmacSha1,
    /// `hmac-sha224`.
    HmacSha224,
    /// What is recommended.
    #[default]
    HmacSha256,
    /// `hmac-sha384`.
    HmacSha384,
    /// `hmac-sha512`.
    HmacSha512,
}

impl TsigAlgorithm {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::HmacSha1, Self::HmacSha224, Self::HmacSha256, Self::HmacSha384, Self::HmacSha512];

    /// The name in configurations of name servers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HmacSha1 => "hmac-sha1",
            Self::HmacSha224 => "hmac-sha224",
            Self::HmacSha256 => "hmac-sha256",
            Self::HmacSha384 => "hmac-sha384",
            Self::HmacSha512 => "hmac-sha512",
        }
    }

    pub(super) const fn on_the_wire(self) -> tsig::TsigAlgorithm {
        match self {
            Self::HmacSha1 => tsig::TsigAlgorithm::HmacSha1,
            Self::HmacSha224 => tsig::TsigAlgorithm::HmacSha224,
            Self::HmacSha256 => tsig::TsigAlgorithm::HmacSha256,
            Self::HmacSha384 => tsig::TsigAlgorithm::HmacSha384,
            Self::HmacSha512 => tsig::TsigAlgorithm::HmacSha512,
        }
    }

    fn hmac(self) -> hmac::Algorithm {
        match self {
            Self::HmacSha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Self::HmacSha224 => hmac::HMAC_SHA224,
            Self::HmacSha256 => hmac::HMAC_SHA256,
            Self::HmacSha384 => hmac::HMAC_SHA384,
            Self::HmacSha512 => hmac::HMAC_SHA512,
        }
    }
}

impl fmt::Display for TsigAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for TsigAlgorithm {
    type Err = InvalidKey;

    /// In any case, with or without trailing dot.
    fn from_str(text: &str) -> Result<Self, InvalidKey> {
        let wanted = name::canonical(text.trim());
        let found = Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == wanted);
        found.ok_or_else(|| InvalidKey::Algorithm { found: text.trim().to_owned() })
    }
}

/// A text that is no key. The secret is in none of them.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum InvalidKey {
    /// The name is none.
    #[error(
        "the key name {found:?} is no domain name: take it as it is in the server's configuration, such as \"nameplate\" or \"key.example.com\""
    )]
    Name {
        /// What was given.
        found: String,
    },
    /// Another algorithm.
    #[error(
        "the key algorithm {found:?} is not one of hmac-sha1, hmac-sha224, hmac-sha256, hmac-sha384, hmac-sha512: make a key with hmac-sha256"
    )]
    Algorithm {
        /// What was given.
        found: String,
    },
    /// The secret cannot be read.
    #[error("the key secret {why}: copy what stands in quotes after \"secret\" in the server's key file")]
    Secret {
        /// What is wrong with it.
        why: &'static str,
    },
}

/// A name, an algorithm, and a secret that is never shown.
#[derive(Clone)]
pub struct TsigKey {
    name: String,
    on_the_wire: Name,
    algorithm: TsigAlgorithm,
    secret: hmac::Key,
}

impl TsigKey {
    /// `name` is as in the server's configuration, with or without trailing dot; `secret` is the octets themselves.
    ///
    /// # Errors
    /// [`InvalidKey`] when the name is no domain name or there is no secret.
    pub fn new(name: &str, algorithm: TsigAlgorithm, secret: &[u8]) -> Result<Self, InvalidKey> {
        let canonical = name::canonical(name.trim());
        let on_the_wire = name::parse(&canonical).filter(|_| !canonical.is_empty());
        let on_the_wire = on_the_wire.ok_or_else(|| InvalidKey::Name { found: name.trim().to_owned() })?;
        if secret.is_empty() {
            return Err(InvalidKey::Secret { why: "is empty" });
        }
        let secret = hmac::Key::new(algorithm.hmac(), secret);
        Ok(Self { name: canonical, on_the_wire, algorithm, secret })
    }

    /// From the texts in a server's configuration; `secret` is in base64, and white space in it does not matter.
    ///
    /// # Errors
    /// [`InvalidKey`], which names the field.
    pub fn parse(name: &str, algorithm: &str, secret: &str) -> Result<Self, InvalidKey> {
        let algorithm = algorithm.parse()?;
        let packed: String = secret.chars().filter(|character| !character.is_whitespace()).collect();
        let secret = BASE64.decode(packed).map_err(|_| InvalidKey::Secret { why: "is not base64" })?;
        Self::new(name, algorithm, &secret)
    }

    /// Lower case, no trailing dot.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How messages are authenticated.
    #[must_use]
    pub const fn algorithm(&self) -> TsigAlgorithm {
        self.algorithm
    }

    pub(super) const fn wire_name(&self) -> &Name {
        &self.on_the_wire
    }

    pub(super) fn digest(&self) -> hmac::Context {
        hmac::Context::with_key(&self.secret)
    }
}

impl fmt::Debug for TsigKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TsigKey").field("name", &self.name).field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "c2VjcmV0IG9mIHRoZSB0ZXN0cyBvZiBkbnM=";

    #[test]
    fn a_key_is_read_as_people_copy_it() {
        let key = TsigKey::parse(" Key.Example.COM. ", "HMAC-SHA512.", &format!("\n{} \n", SECRET)).unwrap();
        assert_eq!((key.name(), key.algorithm()), ("key.example.com", TsigAlgorithm::HmacSha512));
        let signed = |key: &TsigKey| key.digest().sign().as_ref().to_vec();
        let without_padding = TsigKey::parse("key.example.com", "hmac-sha512", SECRET.trim_end_matches('=')).unwrap();
        assert_eq!(signed(&key), signed(&without_padding));
        assert_ne!(signed(&key), signed(&TsigKey::parse("key.example.com", "hmac-sha512", "AAAA").unwrap()));
    }

    #[test]
    fn what_is_no_key_is_told_by_field_and_without_the_secret() {
        let why = |name, algorithm, secret| TsigKey::parse(name, algorithm, secret).unwrap_err().to_string();
        assert!(why("", "hmac-sha256", SECRET).starts_with("the key name \"\""));
        assert!(why("a..b", "hmac-sha256", SECRET).starts_with("the key name \"a..b\""));
        assert!(why("key", "hmac-md5.sig-alg.reg.int", SECRET).contains("make a key with hmac-sha256"));
        assert!(why("key", "hmac-sha256", " ").starts_with("the key secret is empty"));
        let broken = why("key", "hmac-sha256", "not*base64");
        assert!(broken.starts_with("the key secret is not base64") && !broken.contains("not*"), "{broken}");
    }

    #[test]
    fn a_key_shows_no_secret() {
        let key = TsigKey::parse("key", "hmac-sha256", SECRET).unwrap();
        assert_eq!(format!("{key:?}"), "TsigKey { name: \"key\", algorithm: HmacSha256, .. }");
    }

    #[test]
    fn algorithms_have_their_names_on_the_wire() {
        for algorithm in TsigAlgorithm::ALL {
            assert_eq!(algorithm.on_the_wire().to_string(), algorithm.as_str());
            assert_eq!(algorithm.as_str().parse(), Ok(algorithm));
        }
    }
}
