//! Host names: what a customer may connect, and in which form it is kept.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::IpAddr;

/// A name that can be connected: lower-case A-labels without a trailing dot, below a public suffix, at most 253 octets.
/// A wildcard starts with `*.`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hostname(String);

/// Where in its zone a host name stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The registrable domain itself: cannot carry a CNAME (RFC 1034, 3.6.2).
    Apex,
    /// A name below the registrable domain.
    Subdomain,
    /// `*.` and a name: every single label below that name.
    Wildcard,
}

impl Kind {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Apex => "apex",
            Self::Subdomain => "subdomain",
            Self::Wildcard => "wildcard",
        }
    }
}

/// Why a text is no host name that can be connected. `Display` is the sentence a person reads.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum HostnameError {
    /// Nothing was given.
    #[error("is empty; give a name such as shop.example.com")]
    Empty,
    /// A URL, a path, a port, or blanks.
    #[error("is not a host name: leave out the {0}")]
    NotABareName(&'static str),
    /// An IPv4 or IPv6 address.
    #[error("is an IP address; a certificate and a DNS record need a name")]
    IpAddress,
    /// More than 253 octets in A-label form (RFC 1035, 2.3.4).
    #[error("is {0} octets long; a host name has at most 253")]
    TooLong(usize),
    /// A label of more than 63 octets (RFC 1035, 2.3.4).
    #[error("has the label {0:?} of more than 63 octets")]
    LabelTooLong(String),
    /// Two dots in a row, or a dot at the start.
    #[error("has an empty label (two dots in a row, or one at the start)")]
    EmptyLabel,
    /// `_` is for service names such as `_dmarc`, not for hosts (RFC 952, RFC 1123, 2.1).
    #[error("has an underscore in the label {0:?}; host names have letters, digits and hyphens only")]
    Underscore(String),
    /// A character no host name has, or a label that IDNA refuses (UTS 46, RFC 5891).
    #[error("has the label {0:?}, which is not valid in a host name")]
    BadLabel(String),
    /// `*` anywhere but as the whole first label (RFC 4592).
    #[error("has a * that is not the whole first label; write *.example.com")]
    BadWildcard,
    /// One label only, such as `localhost`.
    #[error("is a single label; a name with a dot is needed")]
    SingleLabel,
    /// A suffix under which others register names (publicsuffix.org).
    #[error("is the public suffix {0:?}, under which anybody can register; connect a name below it")]
    PublicSuffix(String),
    /// A name set aside for special use, never in the public DNS (RFC 6761, RFC 6762, RFC 7686).
    #[error("is under {0:?}, which is reserved and never in the public DNS")]
    SpecialUse(String),
    /// A name of the platform itself.
    #[error("belongs to this platform ({0}); connect a name of your own")]
    Platform(String),
}

/// Special-use names that no customer can own. `test` and `example` stay open: the sandbox lives there.
const SPECIAL_USE: [&str; 7] = ["localhost", "local", "invalid", "onion", "arpa", "internal", "alt"];

/// Names of the platform itself, which nobody may connect.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PlatformNames {
    /// The platform domain: it and everything under it is the platform's.
    pub base_domain: String,
    /// The host that record templates point at; it and everything under it is the platform's.
    pub cname_target: String,
}

impl PlatformNames {
    fn owner_of(&self, name: &str) -> Option<&str> {
        [&self.base_domain, &self.cname_target]
            .into_iter()
            .find(|own| !own.is_empty() && is_at_or_under(name, own))
            .map(String::as_str)
    }
}

impl Hostname {
    /// Reads what a person typed: any case, a trailing dot, Unicode (UTS 46, non-transitional), a leading `*.`.
    ///
    /// # Errors
    /// The first reason why the name cannot be connected.
    pub fn parse(input: &str, platform: &PlatformNames) -> Result<Self, HostnameError> {
        let text = input.trim();
        refuse_decorations(text)?;
        let (wildcard, base) = match text.strip_prefix("*.") {
            Some(base) => (true, base),
            None => (false, text),
        };
        if base.contains('*') {
            return Err(HostnameError::BadWildcard);
        }
        let ascii = to_a_labels(base)?;
        let length = ascii.len() + if wildcard { 2 } else { 0 };
        if length > 253 {
            return Err(HostnameError::TooLong(length));
        }
        if let Some(own) = platform.owner_of(&ascii) {
            return Err(HostnameError::Platform(own.to_owned()));
        }
        refuse_unregistrable(&ascii)?;
        Ok(Self(if wildcard { format!("*.{ascii}") } else { ascii }))
    }

    /// A name that [`Hostname::parse`] made earlier, read back from where it was kept.
    #[must_use]
    pub fn trusted(stored: String) -> Self {
        Self(stored)
    }

    /// Lower-case A-labels, no trailing dot; `*.` first for a wildcard.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name for people: U-labels where it has any.
    #[must_use]
    pub fn to_unicode(&self) -> String {
        let (shown, _) = idna::domain_to_unicode(self.base());
        if self.is_wildcard() { format!("*.{shown}") } else { shown }
    }

    /// The name without a leading `*.`: where challenges of a wildcard live.
    #[must_use]
    pub fn base(&self) -> &str {
        self.0.strip_prefix("*.").unwrap_or(&self.0)
    }

    /// The registrable domain, e.g. `example.co.uk` for `a.b.example.co.uk`.
    #[must_use]
    pub fn apex(&self) -> &str {
        registered_domain(self.base()).unwrap_or(self.base())
    }

    /// Whether it starts with `*.`.
    #[must_use]
    pub fn is_wildcard(&self) -> bool {
        self.0.starts_with("*.")
    }

    /// Where in its zone it stands.
    #[must_use]
    pub fn kind(&self) -> Kind {
        if self.is_wildcard() {
            Kind::Wildcard
        } else if self.apex() == self.0 {
            Kind::Apex
        } else {
            Kind::Subdomain
        }
    }

    /// The wildcard that would cover this name: `*.b.c` for `a.b.c`. `None` for a wildcard.
    #[must_use]
    pub fn covering_wildcard(&self) -> Option<String> {
        covering_wildcard(&self.0)
    }
}

impl fmt::Display for Hostname {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Hostname {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// The wildcard that would cover `name`: `*.b.c` for `a.b.c`, `None` for a wildcard or a single label.
#[must_use]
pub fn covering_wildcard(name: &str) -> Option<String> {
    match name.split_once('.') {
        Some(("*", _)) | None => None,
        Some((_, parent)) => Some(format!("*.{parent}")),
    }
}

/// The name that was registered below a public suffix (publicsuffix.org): `example.co.uk` for `a.b.example.co.uk` and for
/// `*.example.co.uk`. `None` for a public suffix itself. Lower case, without trailing dot.
#[must_use]
pub fn registered_domain(name: &str) -> Option<&str> {
    psl::domain_str(name.strip_prefix("*.").unwrap_or(name))
}

/// Whether `name` is `ancestor` or a name below it. Both lower case, without trailing dot.
#[must_use]
pub fn is_at_or_under(name: &str, ancestor: &str) -> bool {
    name == ancestor || name.strip_suffix(ancestor).is_some_and(|rest| rest.ends_with('.'))
}

fn refuse_decorations(text: &str) -> Result<(), HostnameError> {
    let not_bare = |part| Err(HostnameError::NotABareName(part));
    if text.is_empty() || text == "." {
        return Err(HostnameError::Empty);
    }
    let unbracketed = text.trim_start_matches('[').trim_end_matches(']');
    if unbracketed.parse::<IpAddr>().is_ok() {
        return Err(HostnameError::IpAddress);
    }
    if text.contains("://") {
        return not_bare("scheme (https://)");
    }
    if text.contains(['/', '\\', '?', '#']) {
        return not_bare("path");
    }
    if text.contains('@') {
        return not_bare("part before the @");
    }
    if text.contains(':') {
        return not_bare("port");
    }
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return not_bare("blanks");
    }
    Ok(())
}

/// Lower-case A-labels without trailing dot, each label checked against the rules for hosts.
fn to_a_labels(base: &str) -> Result<String, HostnameError> {
    // The dots that UTS 46 (4.5) takes for full stops; a single trailing one names the root and is dropped.
    let dotted = base.replace(['\u{3002}', '\u{ff0e}', '\u{ff61}'], ".");
    let name = dotted.strip_suffix('.').unwrap_or(&dotted);
    if name.is_empty() {
        return Err(HostnameError::Empty);
    }
    // Long input is measured before it is processed: IDNA costs more than linear time on it.
    if name.len() > 4 * 253 {
        return Err(HostnameError::TooLong(name.len()));
    }
    for label in name.split('.') {
        if label.is_empty() {
            return Err(HostnameError::EmptyLabel);
        }
        if label.contains('_') {
            return Err(HostnameError::Underscore(label.to_owned()));
        }
        if label.is_ascii() && label.len() > 63 {
            return Err(HostnameError::LabelTooLong(label.to_owned()));
        }
        if idna::domain_to_ascii_strict(label).is_err() {
            let relaxed = idna::domain_to_ascii(label);
            return Err(match relaxed {
                Ok(ascii) if ascii.len() > 63 => HostnameError::LabelTooLong(label.to_owned()),
                _ => HostnameError::BadLabel(label.to_owned()),
            });
        }
    }
    if name.len() > 253 && name.is_ascii() {
        return Err(HostnameError::TooLong(name.len()));
    }
    let relaxed = idna::domain_to_ascii(name).map_err(|_| HostnameError::BadLabel(name.to_owned()))?;
    if relaxed.len() > 253 {
        return Err(HostnameError::TooLong(relaxed.len()));
    }
    let ascii = idna::domain_to_ascii_strict(name).map_err(|_| HostnameError::BadLabel(name.to_owned()))?;
    // Compatibility forms (e.g. full-width digits) may only now have turned into an address.
    if ascii.parse::<IpAddr>().is_ok() || ends_in_a_number(&ascii) {
        return Err(HostnameError::IpAddress);
    }
    Ok(ascii)
}

/// No top-level domain is a number, and URL parsers read such names as IPv4 addresses (WHATWG URL, "ends in a number").
fn ends_in_a_number(ascii: &str) -> bool {
    let last = ascii.rsplit('.').next().unwrap_or("");
    last.chars().all(|c| c.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|hex| hex.chars().all(|c| c.is_ascii_hexdigit()))
}

fn refuse_unregistrable(ascii: &str) -> Result<(), HostnameError> {
    let top = ascii.rsplit('.').next().unwrap_or(ascii);
    if SPECIAL_USE.contains(&top) {
        return Err(HostnameError::SpecialUse(top.to_owned()));
    }
    if psl::suffix_str(ascii) == Some(ascii) {
        // A lone label is "a suffix" by the list's default rule; say what is really wrong with it.
        let listed = psl::suffix(ascii.as_bytes()).is_some_and(|suffix| suffix.is_known());
        return Err(match ascii.contains('.') || listed {
            true => HostnameError::PublicSuffix(ascii.to_owned()),
            false => HostnameError::SingleLabel,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn platform() -> PlatformNames {
        PlatformNames { base_domain: "nameplate.localhost".into(), cname_target: "edge.saas.example".into() }
    }

    fn parse(input: &str) -> Result<Hostname, HostnameError> {
        Hostname::parse(input, &platform())
    }

    fn check(input: &str, expected: &str, kind: Kind, apex: &str) {
        let name = parse(input).unwrap_or_else(|error| panic!("{input:?} {error}"));
        assert_eq!((name.as_str(), name.kind(), name.apex()), (expected, kind, apex), "{input:?}");
    }

    #[test]
    fn names_are_kept_in_one_form() {
        check("app.customer.com", "app.customer.com", Kind::Subdomain, "customer.com");
        check("  App.Customer.COM. ", "app.customer.com", Kind::Subdomain, "customer.com");
        check("customer.com", "customer.com", Kind::Apex, "customer.com");
        check("customer.co.uk", "customer.co.uk", Kind::Apex, "customer.co.uk");
        check("shop.customer.co.uk", "shop.customer.co.uk", Kind::Subdomain, "customer.co.uk");
        check("*.customer.com", "*.customer.com", Kind::Wildcard, "customer.com");
        check("*.a.customer.com.", "*.a.customer.com", Kind::Wildcard, "customer.com");
        check("customer.test", "customer.test", Kind::Apex, "customer.test");
        check("me.github.io", "me.github.io", Kind::Apex, "me.github.io");
        check("a--b.customer.com", "a--b.customer.com", Kind::Subdomain, "customer.com");
    }

    #[test]
    fn unicode_becomes_a_labels_and_is_shown_again() {
        check("Bücher.example", "xn--bcher-kva.example", Kind::Apex, "xn--bcher-kva.example");
        check("faß.de", "xn--fa-hia.de", Kind::Apex, "xn--fa-hia.de");
        check("例え。テスト.com", "xn--r8jz45g.xn--zckzah.com", Kind::Subdomain, "xn--zckzah.com");
        assert_eq!(parse("*.BÜCHER.example").unwrap().to_unicode(), "*.bücher.example");
    }

    fn refused(input: &str, expected: HostnameError) {
        assert_eq!(parse(input), Err(expected), "{input:?}");
    }

    #[test]
    fn each_refusal_has_its_own_reason() {
        refused("", HostnameError::Empty);
        refused(" . ", HostnameError::Empty);
        refused("https://a.customer.com", HostnameError::NotABareName("scheme (https://)"));
        refused("a.customer.com/x", HostnameError::NotABareName("path"));
        refused("a.customer.com:443", HostnameError::NotABareName("port"));
        refused("me@customer.com", HostnameError::NotABareName("part before the @"));
        refused("a b.customer.com", HostnameError::NotABareName("blanks"));
        refused("192.0.2.1", HostnameError::IpAddress);
        refused("2001:db8::1", HostnameError::IpAddress);
        refused("[2001:db8::1]", HostnameError::IpAddress);
        refused("1.2.3", HostnameError::IpAddress);
        refused("１９２.0.2.1", HostnameError::IpAddress);
        refused("0x7f.1", HostnameError::IpAddress);
        refused("a..customer.com", HostnameError::EmptyLabel);
        refused(".customer.com", HostnameError::EmptyLabel);
        refused("a_b.customer.com", HostnameError::Underscore("a_b".into()));
        refused("_dmarc.customer.com", HostnameError::Underscore("_dmarc".into()));
        refused("-a.customer.com", HostnameError::BadLabel("-a".into()));
        refused("a-.customer.com", HostnameError::BadLabel("a-".into()));
        refused("xn--a.customer.com", HostnameError::BadLabel("xn--a".into()));
        refused("a!.customer.com", HostnameError::BadLabel("a!".into()));
        refused("*", HostnameError::BadWildcard);
        refused("a.*.customer.com", HostnameError::BadWildcard);
        refused("*.*.customer.com", HostnameError::BadWildcard);
        refused("a*.customer.com", HostnameError::BadWildcard);
        refused("intranet", HostnameError::SingleLabel);
        refused("com", HostnameError::PublicSuffix("com".into()));
        refused("co.uk", HostnameError::PublicSuffix("co.uk".into()));
        refused("*.co.uk", HostnameError::PublicSuffix("co.uk".into()));
        refused("github.io", HostnameError::PublicSuffix("github.io".into()));
        refused("localhost", HostnameError::SpecialUse("localhost".into()));
        refused("printer.local", HostnameError::SpecialUse("local".into()));
        refused("nameplate.localhost", HostnameError::Platform("nameplate.localhost".into()));
        refused("app-1.nameplate.localhost", HostnameError::Platform("nameplate.localhost".into()));
        refused("*.nameplate.localhost", HostnameError::Platform("nameplate.localhost".into()));
        refused("edge.saas.example", HostnameError::Platform("edge.saas.example".into()));
        assert!(parse("notedge.saas.example").is_ok());
        let label = "a".repeat(64);
        refused(&format!("{label}.customer.com"), HostnameError::LabelTooLong(label.clone()));
        let long = format!("{}customer.com", "a2345678.".repeat(30));
        refused(&long, HostnameError::TooLong(long.len()));
    }

    #[test]
    fn a_wildcard_covers_one_label() {
        assert_eq!(parse("a.customer.com").unwrap().covering_wildcard().as_deref(), Some("*.customer.com"));
        assert_eq!(parse("*.customer.com").unwrap().covering_wildcard(), None);
    }

    #[test]
    fn a_registered_domain_is_one_label_below_a_public_suffix() {
        assert_eq!(registered_domain("a.b.customer.co.uk"), Some("customer.co.uk"));
        assert_eq!(registered_domain("*.customer.co.uk"), Some("customer.co.uk"));
        assert_eq!(registered_domain("me.github.io"), Some("me.github.io"));
        assert_eq!(registered_domain("shop.customer.test"), Some("customer.test"));
        assert_eq!(registered_domain("co.uk"), None);
        assert_eq!(registered_domain("localhost"), None);
    }

    proptest! {
        #[test]
        fn parsing_never_panics(input in "\\PC{0,300}") {
            let _ = parse(&input);
        }

        #[test]
        fn parsing_again_changes_nothing(input in "(\\*\\.)?([a-z0-9ü-]{1,12}\\.){1,4}(com|de|test|co\\.uk)\\.?") {
            if let Ok(name) = parse(&input) {
                prop_assert_eq!(parse(name.as_str()), Ok(name.clone()));
                prop_assert_eq!(parse(&name.to_unicode()), Ok(name.clone()));
                prop_assert!(name.as_str().len() <= 253);
                prop_assert!(name.as_str().is_ascii());
                prop_assert!(is_at_or_under(name.base(), name.apex()));
            }
        }
    }
}
