//! Names that are labels of host names: those of routes, and those of tenants.

use std::fmt;

/// Most characters of a label: two of them and the platform's domain fit a host name.
const LENGTH_MAX: usize = 40;
/// Labels of the platform's own names, now or by habit: a tenant's would shadow them in the operator's zone.
const RESERVED: [&str; 16] = [
    "acme", "admin", "api", "app", "apps", "console", "dns", "docs", "edge", "mail", "ns1", "ns2", "sdk", "static",
    "status", "www",
];

/// Why a text is no name of this kind. `Display` is the end of a sentence that begins with the field.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LabelError {
    /// None, or too many.
    #[error("must have 1 to {LENGTH_MAX} characters")]
    Length,
    /// Another character, or a hyphen at an end.
    #[error("must have lower-case letters, digits and hyphens only, and no hyphen at either end")]
    Characters,
    /// What IDNA keeps to itself (RFC 5890, 2.3.1).
    #[error("must not have hyphens in its third and fourth place: names of that form stand for other characters")]
    Encoded,
    /// It would be taken for an identifier.
    #[error("has the form of an identifier; give a name that people recognise")]
    Identifier,
}

fn checked(text: &str) -> Result<&str, LabelError> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    match text {
        _ if text.is_empty() || text.chars().count() > LENGTH_MAX => Err(LabelError::Length),
        _ if !text.bytes().all(is_plain) || text.starts_with('-') || text.ends_with('-') => Err(LabelError::Characters),
        _ if text.get(2..4) == Some("--") => Err(LabelError::Encoded),
        _ if uuid::Uuid::try_parse(text).is_ok() => Err(LabelError::Identifier),
        _ => Ok(text),
    }
}

/// A label that resembles `text`; `otherwise` where nothing of it can be in one.
fn made_of(text: &str, otherwise: &str) -> String {
    let mut label = String::with_capacity(LENGTH_MAX);
    for character in text.chars().map(|character| character.to_ascii_lowercase()) {
        match character.is_ascii_alphanumeric() {
            true => label.push(character),
            false if label.is_empty() || label.ends_with('-') => {}
            false => label.push('-'),
        }
        if label.len() == LENGTH_MAX {
            break;
        }
    }
    let label = label.trim_end_matches('-');
    match checked(label) {
        Ok(label) => label.to_owned(),
        Err(LabelError::Identifier) => format!("id-{}", &label[..8]),
        Err(_) => otherwise.to_owned(),
    }
}

/// `label` with a number behind it.
fn numbered(label: &str, number: u32) -> String {
    let number = format!("-{number}");
    let kept = label[..label.len().min(LENGTH_MAX - number.len())].trim_end_matches('-');
    format!("{kept}{number}")
}

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident $otherwise:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(String);

        impl $name {
            /// Reads what somebody chose.
            ///
            /// # Errors
            /// [`LabelError`].
            pub fn parse(text: &str) -> Result<Self, LabelError> {
                checked(text).map(|text| Self(text.to_owned()))
            }

            /// One that resembles a text of any kind.
            #[must_use]
            pub fn made_of(text: &str) -> Self {
                Self(made_of(text, $otherwise))
            }

            /// Another one, with a number behind it: for when this one is taken.
            #[must_use]
            pub fn numbered(&self, number: u32) -> Self {
                Self(numbered(&self.0, number))
            }

            /// One that was checked earlier, read back from where it was kept.
            #[must_use]
            pub fn trusted(stored: String) -> Self {
                Self(stored)
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

labels! {
    /// The name of a route: the first label of its default host name.
    RouteName "route";
    /// A tenant's label: the second one of its routes' default host names. Unique on the platform, and kept once it is given.
    TenantLabel "tenant";
}

impl TenantLabel {
    /// Whether the platform keeps it to itself.
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        RESERVED.contains(&self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server_name::ServerName;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_a_label_that_is_no_identifier() {
        for good in ["a", "shop", "shop-2", "0", "a--b", &"a".repeat(40)] {
            assert_eq!(RouteName::parse(good).unwrap().as_str(), good);
        }
        let identifier = "0190f0f0-0000-7000-8000-000000000000";
        for (bad, why) in [
            ("", LabelError::Length),
            (&"a".repeat(41), LabelError::Length),
            ("Shop", LabelError::Characters),
            ("-a", LabelError::Characters),
            ("a-", LabelError::Characters),
            ("a.b", LabelError::Characters),
            ("ä", LabelError::Characters),
            ("xn--a", LabelError::Encoded),
            (identifier, LabelError::Identifier),
        ] {
            assert_eq!(RouteName::parse(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn names_are_made_of_what_people_write() {
        for (text, made) in [
            ("Acme, Inc.", "acme-inc"),
            ("www", "www"),
            ("xn--bcher-kva", "xn-bcher-kva"),
            ("  Müller & Söhne 🐝", "m-ller-s-hne"),
            ("🐝", "route"),
            ("", "route"),
            ("0190f0f0-0000-7000-8000-000000000000", "id-0190f0f0"),
        ] {
            assert_eq!(RouteName::made_of(text).as_str(), made, "{text}");
        }
        assert_eq!(TenantLabel::made_of("…").as_str(), "tenant");
        assert!(TenantLabel::made_of("Acme").is_reserved());
    }

    proptest! {
        #[test]
        fn whatever_is_made_is_a_name_and_so_is_every_numbered_one(text in "\\PC{0,80}", number in 2_u32..99_999) {
            let made = RouteName::made_of(&text);
            prop_assert_eq!(RouteName::parse(made.as_str()), Ok(made.clone()));
            let numbered = made.numbered(number);
            prop_assert_ne!(&numbered, &made);
            prop_assert!(ServerName::parse(&format!("{numbered}.x")).is_ok(), "{}", numbered);
            prop_assert!(numbered.as_str().len() <= LENGTH_MAX);
        }

        #[test]
        fn a_name_makes_itself(text in "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?") {
            if let Ok(name) = RouteName::parse(&text)
                && !text.contains("--")
            {
                prop_assert_eq!(RouteName::made_of(&text), name);
            }
        }
    }
}
