//! Route 53's escapes: `\ooo` counts in eights, not in tens as zone files do (RFC 1035, 5.1).

/// Longest character-string, in octets (RFC 1035, 3.3).
const PIECE_MAX: usize = 255;

/// A name as it is listed, in canonical form: `\052` is an asterisk.
pub(super) fn unescaped_name(name: &str) -> String {
    let mut octets = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        match octal(rest) {
            Some(octet) => {
                octets.push(octet);
                rest = &rest[4..];
            }
            None => {
                octets.push(*first);
                rest = after;
            }
        }
    }
    let text = String::from_utf8_lossy(&octets).to_ascii_lowercase();
    text.strip_suffix('.').unwrap_or(&text).to_owned()
}

/// The octet that `\ooo` at the start stands for.
fn octal(text: &[u8]) -> Option<u8> {
    let [b'\\', digits @ ..] = text.get(..4)? else { return None };
    let digits = std::str::from_utf8(digits).ok()?;
    u8::from_str_radix(digits, 8).ok().filter(|_| digits.bytes().all(|digit| digit.is_ascii_digit()))
}

/// In quotes, in pieces of at most 255 octets; `"` and `\` escaped, what is not printable ASCII as `\ooo`.
pub(super) fn quoted(text: &str) -> String {
    let pieces: Vec<String> = text
        .as_bytes()
        .chunks(PIECE_MAX)
        .map(|piece| {
            let escaped: String = piece
                .iter()
                .map(|octet| match octet {
                    b'"' | b'\\' => format!("\\{}", char::from(*octet)),
                    b' '..=b'~' => char::from(*octet).to_string(),
                    _ => format!("\\{octet:03o}"),
                })
                .collect();
            format!("\"{escaped}\"")
        })
        .collect();
    if pieces.is_empty() { "\"\"".to_owned() } else { pieces.join(" ") }
}

/// The joined pieces; `None` when quotes do not end or it is no UTF-8.
pub(super) fn unquoted(value: &str) -> Option<String> {
    let mut octets = Vec::with_capacity(value.len());
    let mut rest = value.trim().as_bytes();
    let mut is_inside = false;
    let is_quoted = rest.first() == Some(&b'"');
    while let Some((first, after)) = rest.split_first() {
        let taken = match (first, octal(rest)) {
            (b'"', _) => {
                is_inside = !is_inside;
                1
            }
            (b' ' | b'\t', _) if is_quoted && !is_inside => 1,
            (_, Some(octet)) => {
                octets.push(octet);
                4
            }
            (b'\\', None) => {
                octets.push(*after.first()?);
                2
            }
            (octet, None) => {
                octets.push(*octet);
                1
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    if is_inside { None } else { String::from_utf8(octets).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_and_texts_are_unescaped_by_eights() {
        for (listed, name) in [
            ("\\052.Customer.example.", "*.customer.example"),
            ("a\\137b.example.", "a_b.example"),
            ("plain.example", "plain.example"),
            ("\\999.example.", "\\999.example"),
        ] {
            assert_eq!(unescaped_name(listed), name);
        }
        assert_eq!(unquoted("\"\\303\\244\"").as_deref(), Some("ä"));
        assert_eq!(unquoted("\"a\" \"b\"").as_deref(), Some("ab"));
        assert_eq!(unquoted("plain text").as_deref(), Some("plain text"));
        assert_eq!(unquoted("\"open"), None);
    }

    proptest! {
        #[test]
        fn every_text_is_read_back(text in "\\PC{0,600}") {
            let master = quoted(&text);
            prop_assert!(master.is_ascii());
            prop_assert_eq!(unquoted(&master), Some(text));
        }
    }
}
