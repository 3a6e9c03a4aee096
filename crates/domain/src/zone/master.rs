//! Texts in zone files (RFC 1035, 5.1): quotes, escapes, and pieces of at most 255 octets.

/// Longest character-string, in octets (RFC 1035, 3.3).
const PIECE_MAX: usize = 255;

/// A text whose quotes or escapes do not end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("its quotes or escapes do not end, or it is no UTF-8")]
pub struct InvalidText;

/// The text in quotes, in pieces of at most 255 octets, `"` and `\` escaped, and what is not printable ASCII as `\DDD`.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut master = String::with_capacity(text.len() + 2);
    for (at, octet) in text.bytes().enumerate() {
        match at % PIECE_MAX {
            0 if at > 0 => master.push_str("\" \""),
            _ => {}
        }
        match octet {
            b'"' | b'\\' => {
                master.push('\\');
                master.push(char::from(octet));
            }
            b' '..=b'~' => master.push(char::from(octet)),
            _ => master.push_str(&format!("\\{octet:03}")),
        }
    }
    format!("\"{master}\"")
}

/// The joined pieces of a text in quotes, or of one that has none. A text without quotes around it is taken as it is, but for escapes.
///
/// # Errors
/// [`InvalidText`].
pub fn unquoted(master: &str) -> Result<String, InvalidText> {
    let trimmed = master.trim();
    let mut octets = Vec::with_capacity(trimmed.len());
    let mut rest = trimmed.bytes().peekable();
    let is_quoted = trimmed.starts_with('"');
    let mut is_inside = !is_quoted;
    while let Some(octet) = rest.next() {
        match octet {
            b'"' if is_quoted => is_inside = !is_inside,
            b'\\' => octets.push(escaped(&mut rest)?),
            // Between pieces only blanks.
            b' ' | b'\t' if !is_inside => {}
            _ if !is_inside => return Err(InvalidText),
            _ => octets.push(octet),
        }
    }
    match is_quoted && is_inside {
        true => Err(InvalidText),
        false => String::from_utf8(octets).map_err(|_| InvalidText),
    }
}

/// What stands after a backslash: three digits, or the character itself.
fn escaped(rest: &mut std::iter::Peekable<std::str::Bytes<'_>>) -> Result<u8, InvalidText> {
    let first = rest.next().ok_or(InvalidText)?;
    if !first.is_ascii_digit() {
        return Ok(first);
    }
    let mut value = u16::from(first - b'0');
    for _ in 0..2 {
        let digit = rest.next().filter(u8::is_ascii_digit).ok_or(InvalidText)?;
        value = value * 10 + u16::from(digit - b'0');
    }
    u8::try_from(value).map_err(|_| InvalidText)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_are_read_as_providers_write_them() {
        for (master, text) in [
            ("\"v=spf1 -all\"", "v=spf1 -all"),
            ("v=spf1 -all", "v=spf1 -all"),
            ("\"a\" \"b\"", "ab"),
            ("\"a\"\"b\"", "ab"),
            (r#""say \"hi\" \\ \195\164""#, "say \"hi\" \\ ä"),
            (r"plain\;semicolon", "plain;semicolon"),
            ("\"\"", ""),
        ] {
            assert_eq!(unquoted(master).as_deref(), Ok(text), "{master}");
        }
        for broken in ["\"open", "\"a\" b", r#""\30""#, r#""\999""#, r#""\255""#] {
            assert_eq!(unquoted(broken), Err(InvalidText), "{broken}");
        }
    }

    proptest! {
        #[test]
        fn what_was_quoted_is_read_back(text in "\\PC{0,700}") {
            let master = quoted(&text);
            prop_assert!(master.is_ascii());
            prop_assert_eq!(unquoted(&master).unwrap(), text);
        }
    }
}
