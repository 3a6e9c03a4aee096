//! Names for requests, to find one again in logs on both sides.

use http::HeaderValue;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Hands out ids that are unique among all edges: 64 random bits from the start of the thread, and a count. They are
/// names, not secrets; one may be guessed from another.
#[derive(Debug)]
pub(crate) struct RequestIds {
    prefix: u64,
    count: AtomicU64,
}

impl RequestIds {
    pub(crate) fn new() -> Self {
        let mut prefix = [0; 8];
        // Without randomness ids are merely not unique among edges.
        let _ = aws_lc_rs::rand::fill(&mut prefix);
        Self { prefix: u64::from_ne_bytes(prefix), count: AtomicU64::new(0) }
    }

    /// 32 hex digits.
    pub(crate) fn next(&self) -> HeaderValue {
        let id = (u128::from(self.prefix) << 64) | u128::from(self.count.fetch_add(1, Relaxed));
        let mut text = [0; 32];
        for (index, digit) in text.iter_mut().enumerate() {
            let nibble = (id >> (124 - 4 * index)) as usize & 0xf;
            *digit = b"0123456789abcdef"[nibble];
        }
        HeaderValue::from_bytes(&text).unwrap_or(HeaderValue::from_static("-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_and_are_32_hex_digits() {
        let ids = RequestIds::new();
        let (a, b) = (ids.next(), ids.next());
        assert_ne!(a, b);
        assert!(a.len() == 32 && a.as_bytes().iter().all(u8::is_ascii_hexdigit), "{a:?}");
    }
}
