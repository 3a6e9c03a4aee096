//! Names as text: lower case, absolute, no trailing dot; the root is the empty text.

use hickory_proto::rr::Name;
use std::fmt::Write as _;

/// The text of a name from the wire. Octets that no host name has are written as `\ooo` (octal), a dot inside a label among them,
/// so that every dot in the text stands between labels and such a name equals nothing of ours.
pub(crate) fn text(name: &Name) -> String {
    let mut text = String::with_capacity(name.len());
    for label in name {
        if !text.is_empty() {
            text.push('.');
        }
        for octet in label {
            match octet {
                b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'*' | b'/' => text.push(char::from(*octet)),
                b'A'..=b'Z' => text.push(char::from(octet.to_ascii_lowercase())),
                // Writing to a String cannot fail.
                other => drop(write!(text, "\\{other:03o}")),
            }
        }
    }
    text
}

/// The name that a text stands for; `None` when it breaks the limits of RFC 1035, 2.3.4 or holds other than ASCII.
pub(crate) fn parse(text: &str) -> Option<Name> {
    if text.is_empty() || text == "." {
        return Some(Name::root());
    }
    let mut name = Name::from_ascii(text).ok()?;
    name.set_fqdn(true);
    Some(name)
}

/// Lower case, without trailing dot.
pub(crate) fn canonical(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    lower.strip_suffix('.').map_or(lower.clone(), str::to_owned)
}

/// The name without its first label; `None` for the root.
pub(crate) fn parent(name: &str) -> Option<&str> {
    if name.is_empty() {
        return None;
    }
    Some(name.split_once('.').map_or("", |(_, rest)| rest))
}

/// Whether `name` is `zone` or below it.
pub(crate) fn is_within(name: &str, zone: &str) -> bool {
    zone.is_empty() || name.strip_suffix(zone).is_some_and(|front| front.is_empty() || front.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_within_itself_its_ancestors_and_the_root() {
        assert!(is_within("app.customer.test", "app.customer.test"));
        assert!(is_within("app.customer.test", "customer.test"));
        assert!(is_within("app.customer.test", ""));
        assert!(!is_within("evilcustomer.test", "customer.test"));
        assert!(!is_within("test", "customer.test"));
    }

    #[test]
    fn parents_end_at_the_root() {
        assert_eq!(parent("app.customer.test"), Some("customer.test"));
        assert_eq!(parent("test"), Some(""));
        assert_eq!(parent(""), None);
    }

    #[test]
    fn text_and_wire_agree() {
        assert_eq!(text(&parse("_Challenge.*.Customer.test.").unwrap()), "_challenge.*.customer.test");
        assert_eq!(parse(&"a".repeat(64)), None);
        assert_eq!(parse("münchen.test"), None);
    }

    #[test]
    fn a_dot_inside_a_label_is_no_border() {
        let name = Name::from_labels([&b"front.acme"[..], b"platform", b"test"]).unwrap();
        let text = text(&name);
        assert_eq!(text, "front\\056acme.platform.test");
        assert!(!is_within(&text, "acme.platform.test"));
        assert_eq!(parse(&text).unwrap(), name);
    }
}
