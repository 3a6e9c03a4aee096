//! Signing, rightly and wrongly.

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// By whom an ID token is signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Signing {
    /// By the key that is published.
    Own,
    /// By another, which calls itself the same.
    Stranger,
    /// By nobody: `"alg": "none"`.
    Nobody,
    /// With HMAC, by what everybody can read: the published key.
    PublicKey,
}

/// Two keys of the provider's, and one of somebody else.
pub(super) struct Keys([EcdsaKeyPair; 3]);

impl Keys {
    pub(super) fn made() -> Self {
        Self(std::array::from_fn(|_| EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()))
    }

    /// As JSON Web Key (RFC 7518, 6.2).
    pub(super) fn published(&self, key: usize) -> Value {
        let point = self.0[key].public_key().as_ref();
        let [x, y] = [&point[1..33], &point[33..]].map(|half| URL_SAFE_NO_PAD.encode(half));
        json!({ "kty": "EC", "crv": "P-256", "use": "sig", "kid": format!("key-{key}"), "x": x, "y": y })
    }

    pub(super) fn signed(&self, claims: &Value, key: usize, signing: Signing) -> String {
        let algorithm = match signing {
            Signing::Own | Signing::Stranger => "ES256",
            Signing::Nobody => "none",
            Signing::PublicKey => "HS256",
        };
        let header = json!({ "alg": algorithm, "typ": "JWT", "kid": format!("key-{key}") });
        let [header, claims] = [&header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let text = format!("{header}.{claims}");
        let by = |pair: &EcdsaKeyPair| pair.sign(&SystemRandom::new(), text.as_bytes()).unwrap().as_ref().to_vec();
        let signature = match signing {
            Signing::Own => by(&self.0[key]),
            Signing::Stranger => by(&self.0[2]),
            Signing::Nobody => vec![],
            Signing::PublicKey => {
                let secret = hmac::Key::new(hmac::HMAC_SHA256, self.0[key].public_key().as_ref());
                hmac::sign(&secret, text.as_bytes()).as_ref().to_vec()
            }
        };
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}
