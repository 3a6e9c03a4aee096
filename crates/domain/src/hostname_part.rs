//! A part of a host name, to look for.

use std::fmt;

/// Most characters of a part: as many as the longest host name has.
const LENGTH_MAX: usize = 253;

/// Some characters of a host name, in the form in which host names are kept: lower case, Unicode labels as A-labels.
///
/// A label that is written in Unicode is looked for as a whole: the A-labels of `büch` and `bücher` have nothing in common.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HostnamePart(String);

/// Why a text is no part of any host name. `Display` is the sentence a person reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum HostnamePartError {
    /// Empty, or too long.
    #[error("must have 1 to 253 characters")]
    Length,
    /// Blanks or control characters in it.
    #[error("must have no blanks and no control characters in it")]
    NotPrintable,
}

impl HostnamePart {
    /// Reads what a person typed: any case, Unicode, blanks around it.
    ///
    /// # Errors
    /// [`HostnamePartError`].
    pub fn parse(input: &str) -> Result<Self, HostnamePartError> {
        let text = input.trim();
        if text.is_empty() || text.chars().count() > LENGTH_MAX {
            return Err(HostnamePartError::Length);
        }
        if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(HostnamePartError::NotPrintable);
        }
        // The dots that UTS 46 (4.5) takes for full stops.
        let dotted = text.replace(['\u{3002}', '\u{ff0e}', '\u{ff61}'], ".");
        let labels: Vec<String> = dotted.split('.').map(label).collect();
        Ok(Self(labels.join(".")))
    }

    /// In the form in which host names are kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// As it is kept; what is no label stays as it is, and is in no host name.
fn label(text: &str) -> String {
    match text.is_ascii() {
        true => text.to_ascii_lowercase(),
        false => idna::domain_to_ascii(text).unwrap_or_else(|_| text.to_lowercase()),
    }
}

impl fmt::Display for HostnamePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hostname::{Hostname, PlatformNames};
    use proptest::prelude::*;

    fn check(input: &str, expected: &str) {
        assert_eq!(HostnamePart::parse(input).unwrap().as_str(), expected, "{input:?}");
    }

    #[test]
    fn what_people_type_is_brought_into_the_form_that_is_kept() {
        check(" Shop.Cust ", "shop.cust");
        check("Bücher", "xn--bcher-kva");
        check("a.BÜCHER.ex", "a.xn--bcher-kva.ex");
        check("例え。テスト", "xn--r8jz45g.xn--zckzah");
        check(".com", ".com");
        check("*.", "*.");
        check("100%_\\", "100%_\\");
    }

    #[test]
    fn what_cannot_be_is_refused_with_the_reason() {
        for (input, error) in [
            ("", HostnamePartError::Length),
            ("  ", HostnamePartError::Length),
            ("a b", HostnamePartError::NotPrintable),
            ("a\u{0}", HostnamePartError::NotPrintable),
        ] {
            assert_eq!(HostnamePart::parse(input), Err(error), "{input:?}");
        }
        assert_eq!(HostnamePart::parse(&"ü".repeat(254)), Err(HostnamePartError::Length));
        assert!(HostnamePart::parse(&"ü".repeat(253)).is_ok());
    }

    proptest! {
        #[test]
        fn labels_of_a_name_are_found_in_it_in_either_form(name in "[a-zA-Zäß例]{1,9}(\\.[a-zä]{1,9}){1,2}\\.com") {
            let Ok(kept) = Hostname::parse(&name, &PlatformNames::default()) else { return Ok(()) };
            let shown = kept.to_unicode();
            for part in name.split('.').chain(shown.split('.')).chain([name.as_str(), shown.as_str()]) {
                let part = HostnamePart::parse(part).unwrap();
                prop_assert!(kept.as_str().contains(part.as_str()), "{} in {}", part, kept);
            }
        }

        #[test]
        fn parsing_never_panics(input in "\\PC{0,300}") {
            let _ = HostnamePart::parse(&input);
        }
    }
}
