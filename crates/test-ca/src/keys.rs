//! Account keys: JWK read, thumbprints made, signatures checked (RFC 7517, RFC 7518, RFC 7638).

use crate::problem::{Kind, Problem};
use aws_lc_rs::digest;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, EcdsaVerificationAlgorithm, ParsedPublicKey,
    RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;

/// A key that signs requests.
pub(crate) struct PublicKey {
    verifier: Verifier,
    /// base64url of SHA-256 over the canonical JWK.
    pub(crate) thumbprint: String,
}

enum Verifier {
    /// An uncompressed point, and the key made of it once.
    Ecdsa {
        algorithm: &'static str,
        point: Vec<u8>,
        key: ParsedPublicKey,
    },
    Rsa(RsaPublicKeyComponents<Vec<u8>>),
}

impl PublicKey {
    /// Reads a JWK: EC on P-256 or P-384, or RSA of 2048 bits and more.
    ///
    /// # Errors
    /// `badPublicKey`.
    pub(crate) fn from_jwk(jwk: &Value) -> Result<Self, Problem> {
        match (jwk["kty"].as_str(), jwk["crv"].as_str()) {
            (Some("EC"), Some("P-256")) => Self::on_curve(jwk, "P-256", "ES256", 32, &ECDSA_P256_SHA256_FIXED),
            (Some("EC"), Some("P-384")) => Self::on_curve(jwk, "P-384", "ES384", 48, &ECDSA_P384_SHA384_FIXED),
            (Some("RSA"), _) => Self::rsa(jwk),
            _ => Err(bad_key("the key must be EC on P-256 or P-384, or RSA")),
        }
    }

    fn on_curve(
        jwk: &Value,
        curve: &str,
        algorithm: &'static str,
        length: usize,
        verification: &'static EcdsaVerificationAlgorithm,
    ) -> Result<Self, Problem> {
        let (x, y) = (member(jwk, "x")?, member(jwk, "y")?);
        if x.len() != length || y.len() != length {
            return Err(bad_key("the coordinates do not have the length of the curve's field"));
        }
        let canonical = format!(r#"{{"crv":"{curve}","kty":"EC","x":"{}","y":"{}"}}"#, to_base64(&x), to_base64(&y));
        let point = [&[4], x.as_slice(), y.as_slice()].concat();
        let key = ParsedPublicKey::new(verification, &point).map_err(|_| bad_key("the point is not on the curve"))?;
        Ok(Self { verifier: Verifier::Ecdsa { algorithm, point, key }, thumbprint: thumbprint(&canonical) })
    }

    fn rsa(jwk: &Value) -> Result<Self, Problem> {
        let (n, e) = (member(jwk, "n")?, member(jwk, "e")?);
        if n.len() < 256 || n[0] == 0 {
            return Err(bad_key("the modulus must have at least 2048 bits and no leading zeros"));
        }
        let canonical = format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, to_base64(&e), to_base64(&n));
        Ok(Self { verifier: Verifier::Rsa(RsaPublicKeyComponents { n, e }), thumbprint: thumbprint(&canonical) })
    }

    /// The JWS algorithm this key signs with.
    pub(crate) const fn algorithm(&self) -> &'static str {
        match &self.verifier {
            Verifier::Ecdsa { algorithm, .. } => algorithm,
            Verifier::Rsa(_) => "RS256",
        }
    }

    /// Whether `signature` over `message` is this key's.
    pub(crate) fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.verifier {
            Verifier::Ecdsa { key, .. } => key.verify_sig(message, signature).is_ok(),
            Verifier::Rsa(key) => key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok(),
        }
    }

    /// Whether a certificate's or request's key material is this key: an uncompressed point, or an RSA modulus
    /// without leading zeros.
    pub(crate) fn is_made_of(&self, material: &[u8]) -> bool {
        match &self.verifier {
            Verifier::Ecdsa { point, .. } => point == material,
            Verifier::Rsa(key) => key.n == material,
        }
    }
}

fn member(jwk: &Value, name: &str) -> Result<Vec<u8>, Problem> {
    let text = jwk[name].as_str().ok_or_else(|| bad_key(format!("the key has no {name:?}")))?;
    BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| bad_key(format!("{name:?} is not base64url without padding")))
}

fn bad_key(detail: impl Into<String>) -> Problem {
    Problem::new(Kind::BadPublicKey, detail)
}

fn to_base64(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn thumbprint(canonical: &str) -> String {
    to_base64(digest::digest(&digest::SHA256, canonical.as_bytes()).as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thumbprint_is_that_of_rfc_7638_section_3_1() {
        let jwk = serde_json::json!({
            "kty": "RSA", "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
            "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
        });
        assert_eq!(PublicKey::from_jwk(&jwk).unwrap().thumbprint, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    #[test]
    fn a_point_off_the_curve_is_refused() {
        let zeros = to_base64(&[1; 32]);
        let jwk = serde_json::json!({ "kty": "EC", "crv": "P-256", "x": zeros, "y": zeros });
        assert!(PublicKey::from_jwk(&jwk).is_err_and(|problem| problem.kind == Kind::BadPublicKey));
    }
}
