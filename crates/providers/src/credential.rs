//! What a customer pasted: never printed.

use std::fmt;

/// A credential as it was pasted. `Debug` prints `…`.
#[derive(Clone, PartialEq, Eq)]
pub struct CredentialText(String);

impl CredentialText {
    /// Blanks around it are dropped: they come from pasting.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The last four characters, to tell one credential from another; dots where it is too short to show any of it.
    #[must_use]
    pub fn last4(&self) -> String {
        let characters: Vec<char> = self.0.chars().filter(|c| !c.is_whitespace() && !"}\"'".contains(*c)).collect();
        match characters.len() {
            0..8 => "····".to_owned(),
            length => characters.iter().skip(length - 4).collect(),
        }
    }

    /// A token without blanks or control characters, as HTTP headers can carry it.
    ///
    /// # Errors
    /// [`InvalidCredential`] of the field `token`.
    pub fn token(&self) -> Result<&str, InvalidCredential> {
        match !self.0.is_empty() && self.0.bytes().all(|octet| octet.is_ascii_graphic()) {
            true => Ok(&self.0),
            false => Err(InvalidCredential::new("token", "must be printable ASCII without blanks")),
        }
    }

    /// The parts of `a:b[:c]`: at least `least`, at most `most`, none of them empty.
    ///
    /// # Errors
    /// [`InvalidCredential`] that shows `format`.
    pub fn parts(&self, least: usize, most: usize, format: &'static str) -> Result<Vec<&str>, InvalidCredential> {
        let parts: Vec<&str> = self.token()?.splitn(most, ':').collect();
        match parts.len() >= least && parts.iter().all(|part| !part.is_empty()) {
            true => Ok(parts),
            false => Err(InvalidCredential::new("token", format!("must have the form {format}"))),
        }
    }

    /// A JSON object.
    ///
    /// # Errors
    /// [`InvalidCredential`] that names the field at fault and never its value.
    pub fn json<T: serde::de::DeserializeOwned>(&self, format: &'static str) -> Result<T, InvalidCredential> {
        serde_json::from_str(&self.0).map_err(|error| {
            let missing = error.to_string();
            // serde quotes values of the wrong type; only its words about missing fields are safe to show.
            let why = match missing.strip_prefix("missing field `").and_then(|rest| rest.split_once('`')) {
                Some((field, _)) => format!("lacks the field {field}; its form is {format}"),
                None => format!("must be JSON of the form {format}"),
            };
            InvalidCredential::new("token", why)
        })
    }
}

impl fmt::Debug for CredentialText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// A text that cannot be a credential of this provider. Never contains the text.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{field} {reason}")]
pub struct InvalidCredential {
    /// The field of the request.
    pub field: String,
    /// What is wrong and what to do.
    pub reason: String,
}

impl InvalidCredential {
    /// Of `field`, for this reason.
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { field: field.into(), reason: reason.into() }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    #[test]
    fn nothing_of_a_credential_is_printed() {
        let credential = CredentialText::new(" secret-secret-1234\n");
        assert_eq!((format!("{credential:?}").as_str(), credential.last4().as_str()), ("…", "1234"));
        assert_eq!(CredentialText::new("short").last4(), "····");
    }

    #[test]
    fn what_has_not_the_right_form_is_explained_without_showing_it() {
        #[derive(Debug, serde::Deserialize)]
        struct Shape {
            #[expect(dead_code, reason = "only reading it matters")]
            tenant_id: String,
        }
        let refused = |text: &str| CredentialText::new(text).json::<Shape>("{tenant_id}").unwrap_err().reason;
        assert_eq!(refused("{}"), "lacks the field tenant_id; its form is {tenant_id}");
        assert!(!refused(r#"{"tenant_id": 12345}"#).contains("12345"));
        assert!(CredentialText::new("a:b").parts(3, 3, "user:key:ip").unwrap_err().reason.contains("user:key:ip"));
        assert!(CredentialText::new("a b").token().is_err());
    }
}
