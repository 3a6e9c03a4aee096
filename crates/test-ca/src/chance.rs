//! Chance that follows a seed: the same seed and the same questions give the same tokens, nonces and serial numbers.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

/// HMAC-SHA-256 of a counter, keyed by the seed.
pub(crate) struct Chance {
    key: hmac::Key,
    drawn: u64,
}

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, &seed.to_be_bytes()), drawn: 0 }
    }

    /// Sixteen fresh bytes.
    pub(crate) fn draw(&mut self) -> [u8; 16] {
        self.drawn += 1;
        let tag = hmac::sign(&self.key, &self.drawn.to_be_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&tag.as_ref()[..16]);
        bytes
    }

    /// A challenge token: 128 bits in base64url (RFC 8555, 8.1).
    pub(crate) fn token(&mut self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.draw())
    }

    /// Whether something that happens in `percent` of all cases happens now.
    pub(crate) fn happens(&mut self, percent: u8) -> bool {
        percent > 0 && u16::from_be_bytes([self.draw()[0], self.draw()[1]]) % 100 < u16::from(percent)
    }
}
