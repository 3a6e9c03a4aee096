//! Where a site's requests go.

use http::Uri;
use std::net::IpAddr;

/// Scheme, host and port of an origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    tls: bool,
    host: String,
    address: Option<IpAddr>,
    socket: Uri,
    key: String,
}

/// Why a text names no origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not an origin such as http://10.0.0.5:3000 or https://app.example.com")]
pub(crate) struct InvalidOrigin {
    text: String,
}

impl Origin {
    /// Takes `http://host[:port]` or `https://host[:port]`; `host:port` alone is http. A path is refused, for it would
    /// change every URL of the site.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidOrigin> {
        let invalid = || InvalidOrigin { text: text.to_owned() };
        let url = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let uri: Uri = url.parse().map_err(|_| invalid())?;
        let tls = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err(invalid()),
        };
        let authority = uri.authority().ok_or_else(invalid)?;
        if authority.as_str().contains('@') || !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(invalid());
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        let port: u16 = match authority.as_str()[authority.host().len()..].strip_prefix(':') {
            Some(port) => port.parse().map_err(|_| invalid())?,
            None if tls => 443,
            None => 80,
        };
        if host.is_empty() {
            return Err(invalid());
        }
        let address: Option<IpAddr> = host.parse().ok();
        let bracketed = if matches!(address, Some(IpAddr::V6(_))) { format!("[{host}]") } else { host.clone() };
        let socket = format!("http://{bracketed}:{port}").parse().map_err(|_| invalid())?;
        let key = format!("{}|{host}|{port}", u8::from(tls));
        Ok(Self { tls, host, address, socket, key })
    }

    pub(crate) fn is_tls(&self) -> bool {
        self.tls
    }

    /// A name or an address; IPv6 without brackets.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// The host, where it is an address.
    pub(crate) fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// Host and port, as a connector wants them; its scheme says nothing.
    pub(crate) fn socket(&self) -> &Uri {
        &self.socket
    }

    /// Equal for origins that may share streams.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for (text, tls, host, port) in [
            ("http://127.0.0.1:3000", false, "127.0.0.1", 3000),
            ("http://App.internal/", false, "app.internal", 80),
            ("https://app.example.com", true, "app.example.com", 443),
            ("localhost:3001", false, "localhost", 3001),
            ("http://[::1]:8080", false, "::1", 8080),
        ] {
            let origin = Origin::parse(text).unwrap();
            assert_eq!((origin.is_tls(), origin.host(), origin.socket().port_u16()), (tls, host, Some(port)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "ftp://a", "http://", "http://a/path", "http://a?x", "http://u:p@a", "http://a:99999", "/a"] {
            assert!(Origin::parse(text).is_err(), "{text}");
        }
    }
}
