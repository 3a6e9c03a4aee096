//! Reading CAA records.

use super::Authority;
use crate::issuance::method::Method;

/// Properties that an issuer of TLS certificates knows, if only to ignore them: their critical flag does not stop it.
const KNOWN_TAGS: [&str; 7] = ["issue", "issuewild", "iodef", "contactemail", "contactphone", "issuemail", "issuevmc"];

/// The issuer critical flag (RFC 8659, 4.1), and the bit that many take for it; Let's Encrypt heeds both.
const CRITICAL: u8 = 128 | 1;

/// What one set of CAA records says about one kind of name.
#[derive(Debug)]
pub(crate) struct Ruling {
    /// A record that stops every authority.
    stopped_by: Option<String>,
    /// Whether `issuewild` decides.
    wild: bool,
    /// The values that decide, each of which is enough; `None` for a malformed one, which permits nobody (RFC 8659, 4.2).
    grants: Vec<Option<Grant>>,
}

impl Ruling {
    /// Reads a set, each record as `flags tag "value"`; the quotes may be missing. What cannot be read at all stops everybody.
    pub(crate) fn read<T: AsRef<str>>(records: &[T], wildcard: bool) -> Self {
        let mut stopped_by = None;
        let (mut issue, mut issuewild) = (Vec::new(), Vec::new());
        for record in records.iter().map(AsRef::as_ref) {
            match Property::parse(record) {
                Some(property) if property.tag == "issue" => issue.push(Grant::parse(property.value)),
                Some(property) if property.tag == "issuewild" => issuewild.push(Grant::parse(property.value)),
                Some(property) if !property.critical || KNOWN_TAGS.contains(&property.tag.as_str()) => {}
                _ => stopped_by = stopped_by.or_else(|| Some(record.to_owned())),
            }
        }
        // For a wildcard, `issuewild` takes the place of `issue` where there is one (RFC 8659, 4.3).
        let wild = wildcard && !issuewild.is_empty();
        Self { stopped_by, wild, grants: if wild { issuewild } else { issue } }
    }

    /// Whether the authority may issue after this method.
    pub(crate) fn permits(&self, authority: &Authority, method: Method) -> bool {
        let satisfied = |grant: &Grant| grant.is_for(authority) && grant.admits(authority, method);
        self.stopped_by.is_none() && (self.grants.is_empty() || self.grants.iter().flatten().any(satisfied))
    }

    /// The record that stops every authority, if there is one.
    pub(crate) fn stopped_by(&self) -> Option<&str> {
        self.stopped_by.as_deref()
    }

    /// The property that decides, and so the one to add.
    pub(crate) fn tag(&self) -> &'static str {
        if self.wild { "issuewild" } else { "issue" }
    }

    /// Whether the records say nothing about who may issue.
    pub(crate) fn is_open(&self) -> bool {
        self.grants.is_empty()
    }

    /// Whether some value names the authority, with or without conditions.
    pub(crate) fn names(&self, authority: &Authority) -> bool {
        self.grants.iter().flatten().any(|grant| grant.is_for(authority))
    }

    /// Whether some value names the authority without binding it to an account or to some challenges (RFC 8657).
    pub(crate) fn names_freely(&self, authority: &Authority) -> bool {
        let mut ours = self.grants.iter().flatten().filter(|grant| grant.is_for(authority));
        ours.any(|grant| grant.account_uris.is_empty() && grant.methods.is_empty())
    }
}

/// One CAA record (RFC 8659, 4.1).
struct Property<'a> {
    critical: bool,
    /// Lower case.
    tag: String,
    value: &'a str,
}

impl<'a> Property<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (flags, rest) = text.trim().split_once(char::is_whitespace)?;
        let rest = rest.trim_start();
        let (tag, value) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let value = value.trim();
        let bare = value.strip_prefix('"').and_then(|open| open.strip_suffix('"')).unwrap_or(value);
        let flags: u8 = flags.parse().ok()?;
        Some(Self { critical: flags & CRITICAL != 0, tag: tag.to_ascii_lowercase(), value: bare })
    }
}

/// The value of an `issue` or `issuewild` property.
#[derive(Debug)]
struct Grant {
    /// Lower case; empty for nobody.
    issuer: String,
    /// Every `accounturi`.
    account_uris: Vec<String>,
    /// Every `validationmethods`.
    methods: Vec<String>,
}

impl Grant {
    /// Reads a value by the grammar of RFC 8659, 4.2; `None` when it does not follow it. Parameters that are not known are
    /// nobody's business. Names of parameters and of issuers are compared without regard to case.
    fn parse(value: &str) -> Option<Self> {
        let (issuer, parameters) = match value.split_once(';') {
            Some((issuer, parameters)) => (trim(issuer), trim(parameters)),
            None => (trim(value), ""),
        };
        if !issuer.is_empty() && !issuer.split('.').all(is_label) {
            return None;
        }
        let mut grant = Self { issuer: issuer.to_ascii_lowercase(), account_uris: Vec::new(), methods: Vec::new() };
        for parameter in parameters.split(';').filter(|_| !parameters.is_empty()) {
            let (tag, value) = parameter.split_once('=')?;
            let (tag, value) = (trim(tag), trim(value));
            if !is_label(tag) || !value.bytes().all(|byte| matches!(byte, 0x21..=0x3a | 0x3c..=0x7e)) {
                return None;
            }
            match tag.to_ascii_lowercase().as_str() {
                "accounturi" => grant.account_uris.push(value.to_owned()),
                "validationmethods" => grant.methods.push(value.to_owned()),
                _ => {}
            }
        }
        Some(grant)
    }

    fn is_for(&self, authority: &Authority) -> bool {
        authority.identities.iter().any(|identity| identity.eq_ignore_ascii_case(&self.issuer))
    }

    /// Whether account and method are among those that the parameters name. Several `accounturi` cannot be satisfied (RFC 8657, 3),
    /// nor can several `validationmethods`. URIs and methods are compared exactly.
    fn admits(&self, authority: &Authority, method: Method) -> bool {
        let account = match self.account_uris.as_slice() {
            [] => true,
            [uri] => authority.account_uri.as_deref() == Some(uri),
            _ => false,
        };
        let way = match self.methods.as_slice() {
            [] => true,
            [list] => list.split(',').any(|label| label == method.as_str()),
            _ => false,
        };
        account && way
    }
}

/// Without blanks and tabs at the ends.
fn trim(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// Letters, digits and inner hyphens.
fn is_label(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
