//! The key that vouches for requests: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2).

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// Smallest modulus, in bits.
const BITS_MIN: usize = 2048;
/// Part of the key in one TXT record, in characters: with what stands before it, a character-string (RFC 1035, 3.3) holds it.
const PART: usize = 230;

/// An RSA key. `Debug` prints nothing of it.
pub struct SigningKey {
    pair: KeyPair,
}

/// A text that is no key to sign with. Never contains the text.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{variable} {reason}")]
pub struct InvalidKey {
    /// The setting.
    pub variable: String,
    /// What is wrong and what to do.
    pub reason: &'static str,
}

impl SigningKey {
    /// Reads a PKCS #8 key in PEM (RFC 7468, 10). `variable` names the setting that it came from.
    ///
    /// # Errors
    /// [`InvalidKey`] names the setting and how to make a key that will do.
    pub fn from_pem(variable: &str, pem: &str) -> Result<Self, InvalidKey> {
        let invalid = |reason| InvalidKey { variable: variable.to_owned(), reason };
        let body = between(pem, "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----").ok_or_else(|| {
            invalid(match pem {
                _ if pem.contains("BEGIN ENCRYPTED") => "is encrypted; give it without a passphrase",
                _ if pem.contains("BEGIN RSA") => "is in another format; convert it with `openssl pkcs8 -topk8 -nocrypt`",
                _ => "is no PKCS #8 key in PEM; make one with `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048`",
            })
        })?;
        let compact: String = body.split_whitespace().collect();
        let der = STANDARD.decode(compact).map_err(|_| invalid("has a body that is no base64"))?;
        let pair = KeyPair::from_pkcs8(&der).map_err(|_| invalid("is no RSA key of 2048 to 8192 bits"))?;
        match pair.public_modulus_len() * 8 >= BITS_MIN {
            true => Ok(Self { pair }),
            false => Err(invalid("has fewer than 2048 bits")),
        }
    }

    /// A new key of 2048 bits, for development: requests are good as long as this process lives.
    ///
    /// # Errors
    /// [`InvalidKey`] when the system gives no random numbers.
    pub fn generate() -> Result<Self, InvalidKey> {
        let failed = |_| InvalidKey { variable: "a signing key".into(), reason: "cannot be made at the moment" };
        Ok(Self { pair: KeyPair::generate(KeySize::Rsa2048).map_err(failed)? })
    }

    /// The values of the TXT records that publish the public key at `<key label>.<syncPubKeyDomain>`, each at most 255 octets long.
    #[must_use]
    pub fn public_key_records(&self) -> Vec<String> {
        let spki: Result<PublicKeyX509Der<'_>, _> = self.pair.public_key().as_der();
        let text = spki.map(|spki| STANDARD.encode(spki.as_ref())).unwrap_or_default();
        let parts = text.as_bytes().chunks(PART).map(String::from_utf8_lossy);
        parts.enumerate().map(|(at, part)| format!("p={},a=RS256,d={part}", at + 1)).collect()
    }

    /// The signature of a text, in base64; `None` when the system gives no random numbers, which blind the computation.
    pub(super) fn sign(&self, text: &str) -> Option<String> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).ok()?;
        Some(STANDARD.encode(signature))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(body, _)| body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::encoding::Pkcs8V1Der;

    fn pem() -> String {
        let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
        let der: Pkcs8V1Der<'_> = pair.as_der().unwrap();
        let text = STANDARD.encode(der.as_ref());
        let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"))
    }

    #[test]
    fn a_key_is_read_and_its_public_half_fits_into_txt_records() {
        let key = SigningKey::from_pem("KEY", &pem()).unwrap();
        let records = key.public_key_records();
        assert_eq!(records.len(), 2);
        assert!(records.iter().all(|record| record.len() <= 255), "{records:?}");
        assert!(records[0].starts_with("p=1,a=RS256,d=MII"), "{records:?}");
        assert_eq!(key.sign("x"), key.sign("x"), "PKCS #1 v1.5 has no salt");
    }

    #[test]
    fn what_is_no_key_is_told_by_its_setting_and_never_shown() {
        let refused = |pem: &str| {
            let error = SigningKey::from_pem("DOMAIN_CONNECT_KEY", pem).unwrap_err();
            assert!(!error.to_string().contains("c2VjcmV0"));
            error.to_string()
        };
        assert!(refused("").starts_with("DOMAIN_CONNECT_KEY is no PKCS #8 key in PEM; make one with `openssl genpkey"));
        let with = |label: &str| format!("-----BEGIN {label}-----\nc2VjcmV0\n-----END {label}-----");
        assert!(refused(&with("RSA PRIVATE KEY")).contains("openssl pkcs8 -topk8"));
        assert!(refused(&with("ENCRYPTED PRIVATE KEY")).contains("without a passphrase"));
        assert!(refused(&with("PRIVATE KEY")).ends_with("is no RSA key of 2048 to 8192 bits"));
        assert!(refused(&with("PRIVATE KEY").replace("c2VjcmV0", "c2VjcmV0!")).ends_with("no base64"));
    }

    #[test]
    fn nothing_of_a_key_is_printed() {
        assert_eq!(format!("{:?}", SigningKey::generate().unwrap()), "SigningKey(…)");
    }
}
