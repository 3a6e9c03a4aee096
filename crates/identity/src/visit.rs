//! What binds a browser that leaves for the provider to the one that comes back.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One way to the provider and back. Its texts are secrets of the browser and ours.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Comes back in the URL.
    state: String,
    /// Comes back in the ID token.
    nonce: String,
    /// Proves to the provider that whoever brings the code is who asked for it (RFC 7636).
    verifier: String,
}

impl Visit {
    /// From random bytes: 32 for each of its texts.
    #[must_use]
    pub fn from_random([state, nonce, verifier]: [[u8; 32]; 3]) -> Self {
        let text = |bytes: [u8; 32]| URL_SAFE_NO_PAD.encode(bytes);
        Self { state: text(state), nonce: text(nonce), verifier: text(verifier) }
    }

    /// What the browser has to bring back.
    #[must_use]
    pub fn state(&self) -> &str {
        &self.state
    }

    pub(crate) fn nonce(&self) -> &str {
        &self.nonce
    }

    pub(crate) fn verifier(&self) -> &str {
        &self.verifier
    }

    /// `S256` of the verifier (RFC 7636, 4.2).
    pub(crate) fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest(&SHA256, self.verifier.as_bytes()))
    }
}

impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Visit(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned();
        let visit = Visit { verifier, ..Visit::from_random([[0; 32]; 3]) };
        assert_eq!(visit.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_eq!(format!("{visit:?}"), "Visit(…)");
    }
}
