//! The name a visitor asks for, normalised.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// A DNS name that may be asked about, stored and served: lower case, no trailing dot, at most 253 octets, labels of
/// letters, digits and hyphens of at most 63 octets. Never an IP address, never a wildcard; so also always safe as a
/// file name.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ServerName(Arc<str>);

/// Why a text is no [`ServerName`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidServerName {
    /// Nothing is left after dropping the trailing dot.
    #[error("the name is empty")]
    Empty,
    /// Above 253 octets (RFC 1035 section 2.3.4, without the root).
    #[error("the name is longer than 253 octets")]
    TooLong,
    /// An empty label, one above 63 octets, or one with other characters than letters, digits and inner hyphens.
    #[error("a label of the name is not made of letters, digits and inner hyphens")]
    Label,
    /// The last label is a number, so that this would be read as an IPv4 address.
    #[error("the name is an IP address")]
    Address,
}

impl ServerName {
    /// Normalises and checks a name from a ClientHello, a Host header or the control plane.
    ///
    /// # Errors
    /// [`InvalidServerName`].
    pub fn parse(text: &str) -> Result<Self, InvalidServerName> {
        let text = text.strip_suffix('.').unwrap_or(text);
        if text.is_empty() {
            return Err(InvalidServerName::Empty);
        }
        if text.len() > 253 {
            return Err(InvalidServerName::TooLong);
        }
        if !text.split('.').all(is_label) {
            return Err(InvalidServerName::Label);
        }
        if text.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit())) {
            return Err(InvalidServerName::Address);
        }
        Ok(Self(text.to_ascii_lowercase().into()))
    }

    /// The normalised text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name without its first label; none for a single label.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.split_once('.').map(|(_, parent)| Self(parent.into()))
    }

    /// Whether a Host header (or `:authority`) means this name. Port, case and a trailing dot do not matter. Costs no
    /// allocation, for it is asked on every request.
    #[must_use]
    pub fn is_host(&self, host: &[u8]) -> bool {
        let name = match host.iter().position(|byte| *byte == b':') {
            Some(colon) if host[colon + 1..].iter().all(u8::is_ascii_digit) => &host[..colon],
            Some(_) => return false,
            None => host,
        };
        name.strip_suffix(b".").unwrap_or(name).eq_ignore_ascii_case(self.0.as_bytes())
    }
}

fn is_label(label: &str) -> bool {
    let bytes = label.as_bytes();
    matches!(bytes.len(), 1..=63)
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        && bytes.first() != Some(&b'-')
        && bytes.last() != Some(&b'-')
}

impl Borrow<str> for ServerName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ServerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ServerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_trailing_dot_do_not_make_another_name() {
        assert_eq!(ServerName::parse("Shop.Example.COM.").unwrap().as_str(), "shop.example.com");
    }

    #[test]
    fn what_is_no_dns_name_is_refused() {
        use InvalidServerName::{Address, Empty, Label, TooLong};
        let long = format!("{}.com", "a.".repeat(126));
        let wide = format!("{}.com", "a".repeat(64));
        for (text, why) in [
            ("", Empty),
            (".", Empty),
            ("a..b", Label),
            ("../etc/passwd", Label),
            ("*.example.com", Label),
            ("a_b.com", Label),
            ("-a.com", Label),
            ("a-.com", Label),
            ("münchen.de", Label),
            ("a.com/..", Label),
            ("192.0.2.1", Address),
            ("[::1]", Label),
            (long.as_str(), TooLong),
            (wide.as_str(), Label),
        ] {
            assert_eq!(ServerName::parse(text), Err(why), "{text}");
        }
    }

    #[test]
    fn a_host_header_means_the_name_whatever_its_port_and_case() {
        let name = ServerName::parse("shop.example.com").unwrap();
        for host in [
            "shop.example.com",
            "SHOP.example.com",
            "shop.example.com:8443",
            "shop.example.com.",
            "shop.example.com.:1",
        ] {
            assert!(name.is_host(host.as_bytes()), "{host}");
        }
        for host in [
            "",
            "example.com",
            "shop.example.com.evil",
            "shop.example.com:x",
            "shop.example.com:80:1",
            "xshop.example.com",
        ] {
            assert!(!name.is_host(host.as_bytes()), "{host}");
        }
    }
}
