//! Applications: the products that customers connect their names to.

use crate::records::Template;
use crate::tenancy::{ApplicationId, TenantId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether an application is for trying things or for customers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// Keys start with `sk_test_`.
    #[default]
    Test,
    /// Keys start with `sk_live_`.
    Live,
}

impl Environment {
    /// The name in the API, and in the prefix of keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Live => "live",
        }
    }
}

/// A product surface of a tenant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Application {
    /// Identifier.
    pub id: ApplicationId,
    /// Owner.
    pub tenant: TenantId,
    /// Display name, 1 to 200 characters.
    pub name: String,
    /// Test or live.
    pub environment: Environment,
    /// Origins (`https://host[:port]`) that may embed the widget.
    pub allowed_origins: Vec<String>,
    /// What new connections have to publish; `None` for the default of [`crate::records::default_template`].
    pub record_template: Option<Template>,
    /// Where requests go (`http[s]://host[:port]`); `None` for the platform's default.
    pub default_origin: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Application {
    /// The application's own host name on the platform: `app-{id}.<BASE_DOMAIN>`.
    #[must_use]
    pub fn target(id: ApplicationId, base_domain: &str) -> String {
        format!("app-{id}.{base_domain}")
    }

    /// The application whose own host name `name` is, if it is one under `base_domain`.
    #[must_use]
    pub fn of_target(name: &str, base_domain: &str) -> Option<ApplicationId> {
        let id = name.strip_suffix(base_domain)?.strip_suffix('.')?.strip_prefix("app-")?;
        uuid::Uuid::try_parse(id).ok().map(ApplicationId)
    }

    /// Whether a page of this origin (the `Origin` header: RFC 6454, 7) may act for the application by a widget token. No
    /// `allowed_origins` admit every page; `null`, which a browser sends for a page without an origin, is never one of them.
    #[must_use]
    pub fn admits_origin(&self, origin: &str) -> bool {
        let shown = parse_origin(origin).map(with_port);
        self.allowed_origins.is_empty()
            || shown.is_ok_and(|shown| {
                let known = |allowed: &String| parse_origin(allowed).is_ok_and(|allowed| with_port(allowed) == shown);
                self.allowed_origins.iter().any(known)
            })
    }
}

/// An origin with its port in words: browsers leave the scheme's own port out, people may not (RFC 6454, 4).
fn with_port(origin: String) -> String {
    let authority = origin.split_once("://").map_or("", |(_, authority)| authority);
    let has_port = authority.rsplit_once(':').is_some_and(|(_, port)| !port.contains(']'));
    match (has_port, origin.starts_with("https:")) {
        (true, _) => origin,
        (false, true) => origin + ":443",
        (false, false) => origin + ":80",
    }
}

/// Reads an origin as people write it: `http://` or `https://`, a host, perhaps a port, nothing else.
///
/// # Errors
/// What is wrong with it, as the end of a sentence that starts with the field's name.
pub fn parse_origin(text: &str) -> Result<String, &'static str> {
    let trimmed = text.trim().trim_end_matches('/');
    let (scheme, authority) = trimmed.split_once("://").ok_or("must start with http:// or https://")?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return Err("must start with http:// or https://");
    }
    if authority.is_empty() || authority.len() > 260 {
        return Err("must name a host");
    }
    if authority.contains(['/', '?', '#']) {
        return Err("must not have a path, a query or a fragment");
    }
    if authority.contains('@') {
        return Err("must not carry a user name or password");
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    if port.is_some_and(|port| port.parse::<u16>().map_or(true, |port| port == 0)) {
        return Err("has a port that is not between 1 and 65535");
    }
    let is_v6 = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|v6| v6.parse::<std::net::Ipv6Addr>().is_ok());
    let is_name =
        !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'));
    if !is_v6 && !is_name {
        return Err("must name a host by letters, digits, hyphens and dots, or by an address");
    }
    Ok(trimmed.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_application_is_found_by_its_own_host_name() {
        let id = ApplicationId(uuid::Uuid::from_u128(7));
        let target = Application::target(id, "saas.example");
        assert_eq!(Application::of_target(&target, "saas.example"), Some(id));
        assert_eq!(Application::of_target(&target, "other.example"), None);
        assert_eq!(Application::of_target("app-7.saas.example", "saas.example"), None);
    }

    fn allowing(origins: &[&str]) -> Application {
        let at = Timestamp::from_ms(0);
        Application {
            id: ApplicationId(uuid::Uuid::nil()),
            tenant: TenantId(uuid::Uuid::nil()),
            name: "Shop".into(),
            environment: Environment::Test,
            allowed_origins: origins.iter().map(|origin| (*origin).to_owned()).collect(),
            record_template: None,
            default_origin: None,
            created_at: at,
            updated_at: at,
        }
    }

    #[test]
    fn a_page_is_admitted_by_scheme_host_and_port() {
        let shop = allowing(&["https://shop.example", "http://localhost:3000", "https://[2001:db8::1]"]);
        for known in [
            "https://shop.example",
            "HTTPS://Shop.Example",
            "https://shop.example:443",
            "http://localhost:3000",
            "https://[2001:db8::1]",
            "https://[2001:db8::1]:443",
        ] {
            assert!(shop.admits_origin(known), "{known}");
        }
        for stranger in [
            "http://shop.example",
            "https://shop.example:8443",
            "https://shop.example.evil.test",
            "https://evil-shop.example",
            "https://a.shop.example",
            "http://localhost",
            "https://shop.example@evil.test",
            "https://shop.example, https://evil.test",
            "null",
            "",
        ] {
            assert!(!shop.admits_origin(stranger), "{stranger}");
        }
    }

    #[test]
    fn no_allowed_origins_admit_every_page() {
        let open = allowing(&[]);
        assert!(
            ["https://any.example", "null", "capacitor://localhost"].iter().all(|origin| open.admits_origin(origin))
        );
    }

    #[test]
    fn origins_are_scheme_host_and_port() {
        assert_eq!(parse_origin("HTTP://Localhost:3001/").as_deref(), Ok("http://localhost:3001"));
        assert_eq!(parse_origin("https://[2001:db8::1]:8443").as_deref(), Ok("https://[2001:db8::1]:8443"));
        for wrong in
            ["localhost:3001", "ftp://a.example", "http://", "http://a/b", "http://u@a", "http://a:0", "http://a b"]
        {
            assert!(parse_origin(wrong).is_err(), "{wrong}");
        }
    }
}
