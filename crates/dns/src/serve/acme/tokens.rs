//! A set of labels, a million of them in some forty megabytes.

use std::collections::HashSet;

/// Octets of the longest label (RFC 1035, 2.3.4).
pub(super) const LABEL_BYTES_MAX: usize = 63;
/// Where a UUID has its dashes.
const DASHES: [usize; 4] = [8, 13, 18, 23];

/// Labels in lower case. Those of 32 hexadecimal digits, and UUIDs, take 16 octets each.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    hexadecimal: HashSet<u128>,
    uuids: HashSet<u128>,
    others: HashSet<Box<str>>,
}

impl Tokens {
    pub(super) fn insert(&mut self, label: &str) -> bool {
        match packed(label) {
            Some(Packed::Hexadecimal(number)) => self.hexadecimal.insert(number),
            Some(Packed::Uuid(number)) => self.uuids.insert(number),
            None => self.others.insert(Box::from(label)),
        }
    }

    pub(super) fn remove(&mut self, label: &str) -> bool {
        match packed(label) {
            Some(Packed::Hexadecimal(number)) => self.hexadecimal.remove(&number),
            Some(Packed::Uuid(number)) => self.uuids.remove(&number),
            None => self.others.remove(label),
        }
    }

    pub(super) fn contains(&self, label: &str) -> bool {
        match packed(label) {
            Some(Packed::Hexadecimal(number)) => self.hexadecimal.contains(&number),
            Some(Packed::Uuid(number)) => self.uuids.contains(&number),
            None => self.others.contains(label),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.hexadecimal.len() + self.uuids.len() + self.others.len()
    }
}

enum Packed {
    Hexadecimal(u128),
    Uuid(u128),
}

/// The number that a label stands for; `None` when it is no number of 32 lower-case digits.
fn packed(label: &str) -> Option<Packed> {
    let octets = label.as_bytes();
    match octets.len() {
        32 => number(octets.iter()).map(Packed::Hexadecimal),
        36 if DASHES.iter().all(|at| octets[*at] == b'-') => {
            let digits = octets.iter().enumerate().filter(|(at, _)| !DASHES.contains(at)).map(|(_, octet)| octet);
            number(digits).map(Packed::Uuid)
        }
        _ => None,
    }
}

fn number<'a>(digits: impl Iterator<Item = &'a u8>) -> Option<u128> {
    let mut number = 0;
    for digit in digits {
        let value = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            _ => return None,
        };
        number = number << 4 | u128::from(value);
    }
    Some(number)
}

/// `label` in lower case, in a buffer of the caller's; `None` when it holds other than letters, digits, `-` and `_`, or is of no
/// possible length.
pub(super) fn folded<'a>(label: &[u8], buffer: &'a mut [u8; LABEL_BYTES_MAX]) -> Option<&'a str> {
    let buffer = buffer.get_mut(..label.len()).filter(|buffer| !buffer.is_empty())?;
    for (to, from) in buffer.iter_mut().zip(label) {
        *to = match from {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => *from,
            b'A'..=b'Z' => from.to_ascii_lowercase(),
            _ => return None,
        };
    }
    str::from_utf8(buffer).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_in_another_form_is_another_label() {
        let mut tokens = Tokens::default();
        let forms = [
            "00112233445566778899aabbccddeeff",
            "00112233-4455-6677-8899-aabbccddeeff",
            "shop-1",
            "+0112233445566778899aabbccddeeff",
        ];
        for (at, form) in forms.iter().enumerate() {
            assert!(!tokens.contains(form));
            assert!(tokens.insert(form));
            assert!(!tokens.insert(form));
            assert_eq!(tokens.len(), at + 1);
        }
        assert!(!tokens.contains("00112233445566778899aabbccddeef"));
        assert!(!tokens.contains("0011223344-5566-7788-99-aabbccddeeff"));
        for form in forms {
            assert!(tokens.remove(form));
            assert!(!tokens.contains(form));
        }
        assert_eq!(tokens.len(), 0);
    }

    #[test]
    fn labels_are_folded_and_others_refused() {
        let mut buffer = [0; LABEL_BYTES_MAX];
        assert_eq!(folded(b"AbC-1_", &mut buffer), Some("abc-1_"));
        for bad in [&b""[..], b"a.b", b"*", b"\xff", &[b'a'; 64]] {
            assert_eq!(folded(bad, &mut buffer), None);
        }
    }
}
