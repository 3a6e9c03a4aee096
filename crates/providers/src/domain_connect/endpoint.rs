//! Where a zone says that its provider speaks Domain Connect, and which addresses are followed at all.

use crate::access::Access;
use reqwest::Url;
use std::net::IpAddr;

/// Longest value that is read, in octets.
const OCTETS_MAX: usize = 1024;

/// A provider's endpoint: the base of its URLs, without a slash at its end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Endpoint {
    base: String,
}

/// A text that is followed nowhere. Its words are shown to people; the text itself is the zone's business and not repeated.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the address of the Domain Connect endpoint {0}")]
pub struct InvalidEndpoint(&'static str);

impl Endpoint {
    /// Reads the value of a `_domainconnect` TXT: a host with an optional path, without a scheme. Ports, literal addresses and
    /// hosts of this machine are taken only where `access` allows private addresses; this machine is asked over `http` then, and
    /// everybody else over `https`.
    ///
    /// # Errors
    /// [`InvalidEndpoint`] says what is wrong; nothing was asked.
    pub fn parse(txt: &str, access: &Access) -> Result<Self, InvalidEndpoint> {
        let text = txt.trim();
        if text.is_empty() || text.len() > OCTETS_MAX {
            return Err(InvalidEndpoint("is empty or too long"));
        }
        if text.contains("://") {
            return Err(InvalidEndpoint("begins with a scheme, which is not part of it"));
        }
        let (authority, path) = text.split_once('/').unwrap_or((text, ""));
        let is_of_authority = |c: char| c.is_ascii_alphanumeric() || "-._:[]@".contains(c);
        if !authority.chars().all(is_of_authority) {
            return Err(InvalidEndpoint("is no host with a path"));
        }
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
        let segments = path.trim_end_matches('/').split('/');
        let is_path = segments.clone().all(|segment| segment.chars().all(is_plain) && !matches!(segment, "." | ".."));
        let has_gap = !path.is_empty() && segments.clone().any(str::is_empty);
        if !is_path || has_gap {
            return Err(InvalidEndpoint("has characters in its path that are not followed"));
        }
        let scheme = if access.allow_private && is_this_machine(authority) { "http" } else { "https" };
        let url = format!("{scheme}://{}/{path}", authority.strip_suffix('.').unwrap_or(authority));
        let url = Url::parse(&url).map_err(|_| InvalidEndpoint("is no host with a path"))?;
        checked(&url, access).map_err(InvalidEndpoint)?;
        Ok(Self { base: url.as_str().trim_end_matches('/').to_owned() })
    }

    /// The URL without a slash at its end, e.g. `https://domainconnect.provider.example`.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }
}

/// A base URL that an endpoint names, without a slash at its end.
pub(super) fn base_url(text: &str, access: &Access) -> Result<String, &'static str> {
    let url = link(text, access)?;
    match url.query().is_none() {
        true => Ok(url.as_str().trim_end_matches('/').to_owned()),
        false => Err("has a query, to which nothing can be added"),
    }
}

/// An address to which people can be sent.
pub(super) fn link(text: &str, access: &Access) -> Result<Url, &'static str> {
    let url = match text.len() > OCTETS_MAX {
        true => return Err("is too long"),
        false => Url::parse(text.trim()).map_err(|_| "is no URL")?,
    };
    let is_secure = url.scheme() == "https" || (access.allow_private && url.scheme() == "http");
    match is_secure && url.fragment().is_none() {
        true => checked(&url, access).map(|()| url),
        false => Err("is not of the form https://host/path"),
    }
}

/// Host and port, as the URL parser reads them: what looks like a name to us may be an address to it.
fn checked(url: &Url, access: &Access) -> Result<(), &'static str> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err("names a user");
    }
    let host = url.host_str().unwrap_or_default();
    if access.allow_private {
        return if host.is_empty() { Err("names no host") } else { Ok(()) };
    }
    if url.domain().is_none() {
        return Err("is a literal address; a name is needed");
    }
    if url.port().is_some() {
        return Err("names a port");
    }
    let is_name = host.split('.').count() >= 2
        && host.split('.').all(|label| {
            (1..=63).contains(&label.len()) && label.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-')
        });
    match is_name && host.len() <= 253 && !is_this_machine(host) {
        true => Ok(()),
        false => Err("is no public host name"),
    }
}

/// Whether host (with or without port) is this machine whatever DNS says (RFC 6761, 6.3).
fn is_this_machine(authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|octet| octet.is_ascii_digit()) => host,
        _ => authority,
    };
    let host = host.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
    let is_loopback = host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    is_loopback || host == "localhost" || host.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain_connect::discover::tests::access;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static PUBLIC_ONLY: LazyLock<Access> = LazyLock::new(|| access(false));

    fn check(txt: &str, allow_private: bool, expected: Result<&str, &str>) {
        let found = Endpoint::parse(txt, &access(allow_private));
        let found = found.as_ref().map(Endpoint::base).map_err(|refused| refused.0);
        assert_eq!(found, expected, "{txt}");
    }

    #[test]
    fn an_endpoint_is_a_host_and_maybe_a_path() {
        for private in [false, true] {
            check("domainconnect.provider.example", private, Ok("https://domainconnect.provider.example"));
            check(" API.Provider.example./dc/v1/ ", private, Ok("https://api.provider.example/dc/v1"));
        }
    }

    #[test]
    fn what_could_lead_elsewhere_is_refused() {
        for (txt, why) in [
            ("", "is empty or too long"),
            ("https://provider.example", "begins with a scheme, which is not part of it"),
            ("user@provider.example", "names a user"),
            ("provider.example@10.0.0.1", "names a user"),
            ("10.0.0.1", "is a literal address; a name is needed"),
            ("2130706433", "is a literal address; a name is needed"),
            ("0x7f.1", "is a literal address; a name is needed"),
            ("[::1]", "is a literal address; a name is needed"),
            ("provider.example:8443", "names a port"),
            ("localhost", "is no public host name"),
            ("metadata.localhost", "is no public host name"),
            ("internal", "is no public host name"),
            ("pro_vider.example", "is no public host name"),
            ("provider.example/../admin", "has characters in its path that are not followed"),
            ("provider.example/a?b=c", "has characters in its path that are not followed"),
            ("provider.example/a#b", "has characters in its path that are not followed"),
            ("provider.example/%2e%2e/", "has characters in its path that are not followed"),
            ("provider.example//other", "has characters in its path that are not followed"),
            ("provider.example/a\\b", "has characters in its path that are not followed"),
            ("provider.example?x", "is no host with a path"),
            ("provider%2eexample", "is no host with a path"),
            ("provider example", "is no host with a path"),
            ("münchen.example", "is no host with a path"),
            ("provider..example", "is no public host name"),
        ] {
            check(txt, false, Err(why));
        }
    }

    #[test]
    fn where_private_addresses_are_allowed_this_machine_is_asked_in_the_clear() {
        check("127.0.0.1:8053", true, Ok("http://127.0.0.1:8053"));
        check("[::1]:8053/dc", true, Ok("http://[::1]:8053/dc"));
        check("dc.localhost:8053", true, Ok("http://dc.localhost:8053"));
        check("10.0.0.7:8443", true, Ok("https://10.0.0.7:8443"));
        check("user@127.0.0.1", true, Err("names a user"));
    }

    #[test]
    fn urls_of_an_endpoint_are_held_to_the_same_rules() {
        let of = |text: &str, private| base_url(text, &access(private));
        assert_eq!(of("https://dcc.provider.example/manage/", false), Ok("https://dcc.provider.example/manage".into()));
        for bad in [
            "http://dcc.provider.example",
            "javascript:alert(1)",
            "https://10.0.0.1/",
            "https://dcc.provider.example:99/",
            "https://dcc.provider.example/?a=b",
            "https://dcc.provider.example/#a",
            "https://u:p@dcc.provider.example/",
            "/relative",
        ] {
            assert!(of(bad, false).is_err(), "{bad}");
        }
        assert_eq!(of("http://127.0.0.1:8053", true), Ok("http://127.0.0.1:8053".into()));
        assert!(of("ftp://127.0.0.1:8053", true).is_err());
    }

    proptest! {
        #[test]
        fn whatever_a_zone_says_leads_to_a_public_name_over_https_or_nowhere(txt in "[a-zA-Z0-9.:/@?#%\\[\\]\\\\_ -]{0,40}|\\PC{0,40}") {
            if let Ok(endpoint) = Endpoint::parse(&txt, &PUBLIC_ONLY) {
                let url = Url::parse(endpoint.base()).unwrap();
                prop_assert_eq!(url.scheme(), "https");
                prop_assert!(url.domain().is_some_and(|host| host.contains('.')));
                prop_assert!(url.port().is_none() && url.username().is_empty() && url.query().is_none());
            }
        }
    }
}
