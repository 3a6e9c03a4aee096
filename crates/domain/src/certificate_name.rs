//! The name a certificate is for, and what the control plane is asked about.

use crate::server_name::{InvalidServerName, ServerName};
use std::fmt;

/// One host, or every host exactly one label below a parent (RFC 9525 section 6.3). Visitors and Host headers only ever
/// say a [`ServerName`]; a wildcard is for certificates, and for the control plane to speak of them.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CertificateName {
    /// `shop.example.com`
    Exact(ServerName),
    /// `*.example.com`, as `example.com`
    Wildcard(ServerName),
}

impl CertificateName {
    /// Normalises and checks a name, `*.` first for a wildcard.
    ///
    /// # Errors
    /// [`InvalidServerName`].
    pub fn parse(text: &str) -> Result<Self, InvalidServerName> {
        match text.strip_prefix("*.") {
            Some(_) if text.trim_end_matches('.').len() > 253 => Err(InvalidServerName::TooLong),
            Some(parent) => ServerName::parse(parent).map(Self::Wildcard),
            None => ServerName::parse(text).map(Self::Exact),
        }
    }

    /// The wildcard that covers a host: `*.example.com` for `shop.example.com`. None for a single label.
    #[must_use]
    pub fn covering(host: &ServerName) -> Option<Self> {
        host.parent().map(Self::Wildcard)
    }

    /// The name without `*.`: where challenges for it stand, as `_acme-challenge.<base>`.
    #[must_use]
    pub const fn base(&self) -> &ServerName {
        match self {
            Self::Exact(name) | Self::Wildcard(name) => name,
        }
    }

    /// Whether it is for every host below a name.
    #[must_use]
    pub const fn is_wildcard(&self) -> bool {
        matches!(self, Self::Wildcard(_))
    }
}

impl From<ServerName> for CertificateName {
    fn from(host: ServerName) -> Self {
        Self::Exact(host)
    }
}

impl fmt::Display for CertificateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(host) => write!(f, "{host}"),
            Self::Wildcard(parent) => write!(f, "*.{parent}"),
        }
    }
}

impl fmt::Debug for CertificateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_is_one_star_before_a_name() {
        for text in ["shop.example.com", "*.example.com", "*.localhost"] {
            assert_eq!(CertificateName::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(CertificateName::parse("*.Example.COM.").unwrap().to_string(), "*.example.com");
        let long = format!("*.{}.com", "a.".repeat(124).trim_end_matches('.'));
        assert_eq!(long.len(), 253);
        assert!(CertificateName::parse(&long).is_ok());
        for text in ["*", "*.", "*.*.example.com", "a*.example.com", "a.*.example.com", &long.replace(".com", ".com1")]
        {
            assert!(CertificateName::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_wildcard_covers_one_label() {
        let covering = |host| CertificateName::covering(&ServerName::parse(host).unwrap()).map(|name| name.to_string());
        assert_eq!(covering("a.example.com").as_deref(), Some("*.example.com"));
        assert_eq!(covering("b.a.example.com").as_deref(), Some("*.a.example.com"));
        assert_eq!(covering("localhost"), None);
    }
}
