//! Bytes that must not be seen.

use std::fmt;
use std::hint::black_box;

/// Secret bytes: a private key, an account, a MAC key. Cannot be printed, is overwritten when dropped.
///
/// The overwriting is a best effort: it covers this copy, not those that a library made on the way.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// Takes the bytes over.
    #[must_use]
    pub const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes, for whoever seals or uses them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.fill(0);
        // Keeps the compiler from leaving the writes out, for nobody reads them.
        black_box(&mut self.0);
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_neither_its_bytes_nor_their_number() {
        assert_eq!(format!("{:?}", Secret::new(b"key".to_vec())), "Secret(…)");
        assert_eq!(format!("{:#?}", Some(Secret::new(vec![7; 99]))), "Some(\n    Secret(…),\n)");
    }
}
