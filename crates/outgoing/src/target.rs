//! URLs that may be sent to.

use crate::door::Door;
use crate::reach::Reach;
use reqwest::Url;
use std::fmt;
use std::net::IpAddr;

/// Longest URL, in octets.
pub const URL_LENGTH_MAX: usize = 2048;
/// Names that lead to this machine or into its network wherever they are asked for (RFC 6761, RFC 6762, RFC 8375, and ICANN's
/// reservation of `internal`).
const PRIVATE_SUFFIXES: [&str; 5] = ["localhost", "local", "internal", "home.arpa", "test"];

/// A URL that may be sent to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target(pub(crate) Url);

/// Why a URL may not be sent to. Reads on after the name of the field that it stood in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadTarget {
    /// It is none.
    #[error("is not a URL; give one like https://api.example.com/webhooks")]
    Malformed,
    /// It is longer than [`URL_LENGTH_MAX`].
    #[error("is longer than 2048 characters")]
    TooLong,
    /// It is sent without encryption.
    #[error("must begin with https://")]
    NotHttps,
    /// It has another scheme.
    #[error("must begin with https:// or http://")]
    NotHttp,
    /// It has a user name or a password.
    #[error("must have no user name or password; check the signature instead")]
    Credentials,
    /// It has a fragment, which is never sent.
    #[error("must have no fragment (#…)")]
    Fragment,
    /// Its host is inside a network.
    #[error("must have a host that is reachable from everywhere, not one of a private network")]
    Private,
}

impl Door {
    /// Looks at a URL. A name is not resolved: that happens with each request.
    ///
    /// # Errors
    /// [`BadTarget`].
    pub fn target(&self, text: &str) -> Result<Target, BadTarget> {
        if text.len() > URL_LENGTH_MAX {
            return Err(BadTarget::TooLong);
        }
        let has_odd_characters = text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\');
        let url = Url::parse(text).ok().filter(|_| !has_odd_characters).ok_or(BadTarget::Malformed)?;
        match (url.scheme(), self.reach) {
            ("https", _) | ("http", Reach::Everywhere) => {}
            (_, Reach::Public) => return Err(BadTarget::NotHttps),
            (_, Reach::Everywhere) => return Err(BadTarget::NotHttp),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BadTarget::Credentials);
        }
        if url.fragment().is_some() {
            return Err(BadTarget::Fragment);
        }
        let host = url.host_str().ok_or(BadTarget::Malformed)?;
        match self.may_reach(host) && url.port() != Some(0) {
            true => Ok(Target(url)),
            false => Err(BadTarget::Private),
        }
    }

    /// Whether a URL's host may be reached, as far as it can be told without resolving it.
    pub(crate) fn may_reach(&self, host: &str) -> bool {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        match bare.parse::<IpAddr>() {
            Ok(address) => self.reach.has(address),
            Err(_) => self.reach == Reach::Everywhere || is_public_name(bare),
        }
    }
}

/// A name with a dot in it, none that is known to lead into a private network.
fn is_public_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let is_private =
        |suffix: &&str| name.strip_suffix(*suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    name.contains('.') && !PRIVATE_SUFFIXES.iter().any(is_private)
}

impl Target {
    /// The URL as it is sent to: scheme and host in lower case, addresses in their usual form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(reach: Reach, text: &str) -> Result<Target, BadTarget> {
        Door::new(reach).unwrap().target(text)
    }

    #[test]
    fn public_https_urls_are_taken_as_they_are() {
        for text in [
            "https://api.acme.example/webhooks/cd",
            "https://api.acme.example:8443/hook?token=a%20b",
            "https://8.8.8.8/hook",
            "https://[2a01:4f8::1]/hook",
            "https://xn--mnchen-3ya.example/",
        ] {
            assert_eq!(check(Reach::Public, text).unwrap().as_str(), text);
        }
        assert_eq!(
            check(Reach::Public, "https://Münchén.Example").unwrap().as_str(),
            "https://xn--mnchn-esa3k.example/"
        );
    }

    #[test]
    fn private_addresses_are_refused_in_every_spelling() {
        for host in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "0177.0.0.1",
            "017700000001",
            "１２７.0.0.1",
            "0",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:8.8.8.8]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b::a9fe:a9fe]",
            "[2002:7f00:1::]",
            "[fe80::1]",
            "[fd00::1]",
            "[::127.0.0.1]",
            "localhost",
            "LOCALHOST.",
            "api.localhost",
            "printer.local",
            "metadata.google.internal",
            "router.home.arpa",
            "intranet",
        ] {
            assert_eq!(check(Reach::Public, &format!("https://{host}/hook")), Err(BadTarget::Private), "{host}");
        }
    }

    #[test]
    fn what_is_no_plain_url_is_refused_with_a_reason() {
        let long = format!("https://api.acme.example/{}", "a".repeat(URL_LENGTH_MAX));
        for (text, why) in [
            ("", BadTarget::Malformed),
            ("api.acme.example/hook", BadTarget::Malformed),
            ("https://", BadTarget::Malformed),
            ("https://api.acme.example/a b", BadTarget::Malformed),
            ("https://api.acme.example/\r\nX: y", BadTarget::Malformed),
            ("https:\\\\api.acme.example", BadTarget::Malformed),
            ("http://api.acme.example/hook", BadTarget::NotHttps),
            ("ftp://api.acme.example/hook", BadTarget::NotHttps),
            ("file:///etc/passwd", BadTarget::NotHttps),
            ("https://user@api.acme.example/", BadTarget::Credentials),
            ("https://:secret@api.acme.example/", BadTarget::Credentials),
            ("https://api.acme.example/#part", BadTarget::Fragment),
            (long.as_str(), BadTarget::TooLong),
        ] {
            assert_eq!(check(Reach::Public, text), Err(why), "{text}");
        }
    }

    #[test]
    fn in_development_the_other_side_may_be_on_this_machine() {
        for text in ["http://127.0.0.1:9000/hook", "http://localhost:9000/hook", "https://hooks.test/"] {
            assert!(check(Reach::Everywhere, text).is_ok(), "{text}");
        }
        assert_eq!(check(Reach::Everywhere, "ftp://localhost/"), Err(BadTarget::NotHttp));
    }

    proptest! {
        #[test]
        fn no_private_ipv4_address_is_a_public_target(low in any::<[u8; 3]>(), net in prop::sample::select(vec![10u8, 127, 0])) {
            let [b, c, d] = low;
            let number = u32::from_be_bytes([net, b, c, d]);
            for host in [format!("{net}.{b}.{c}.{d}"), number.to_string(), format!("{number:#x}"), format!("[::ffff:{net}.{b}.{c}.{d}]")] {
                prop_assert_eq!(check(Reach::Public, &format!("https://{host}/")), Err(BadTarget::Private));
            }
        }
    }
}
