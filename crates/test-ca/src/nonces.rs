//! Nonces: each is good for one request (RFC 8555, 6.5).

use crate::chance::Chance;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use std::collections::{HashSet, VecDeque};

/// How many are remembered; older ones are refused, and a client takes a fresh one.
const REMEMBERED: usize = 1 << 16;

#[derive(Default)]
pub(crate) struct Nonces {
    unused: HashSet<[u8; 16]>,
    by_age: VecDeque<[u8; 16]>,
}

impl Nonces {
    /// A fresh one, as the text of `Replay-Nonce`.
    pub(crate) fn give(&mut self, chance: &mut Chance) -> String {
        let nonce = chance.draw();
        self.unused.insert(nonce);
        self.by_age.push_back(nonce);
        if self.by_age.len() > REMEMBERED
            && let Some(old) = self.by_age.pop_front()
        {
            self.unused.remove(&old);
        }
        BASE64_URL_SAFE_NO_PAD.encode(nonce)
    }

    /// Whether it was given out and not used yet; it is used now.
    pub(crate) fn take(&mut self, text: &str) -> bool {
        let decoded = BASE64_URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
        <[u8; 16]>::try_from(decoded).is_ok_and(|nonce| self.unused.remove(&nonce))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_good_once_and_memory_stays_bounded() {
        let (mut nonces, mut chance) = (Nonces::default(), Chance::new(1));
        let first = nonces.give(&mut chance);
        assert!(nonces.take(&first));
        assert!(!nonces.take(&first));
        assert!(!nonces.take("never-given"));
        let old = nonces.give(&mut chance);
        for _ in 0..REMEMBERED {
            nonces.give(&mut chance);
        }
        assert!(!nonces.take(&old));
        assert_eq!((nonces.unused.len(), nonces.by_age.len()), (REMEMBERED, REMEMBERED));
    }
}
