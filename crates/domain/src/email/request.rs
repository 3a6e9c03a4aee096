//! What records are asked for, checked.

use super::dmarc::DmarcPolicy;
use super::provider::{Dkim, MailboxProvider};
use super::spf::SpfRecord;
use super::{dkim, provider};
use crate::hostname::{Hostname, PlatformNames};
use crate::zone::unquoted;

/// The fields as they come in. An optional one that is blank counts as not given.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct EmailFields {
    /// The part of the mail addresses behind the `@`, e.g. `acme.com`.
    pub domain: String,
    /// A slug of [`MailboxProvider`].
    pub provider: String,
    /// The DKIM public key: base64, or a whole `v=DKIM1; k=rsa; p=…`.
    pub dkim_value: Option<String>,
    /// Another selector than the provider's own.
    pub dkim_selector: Option<String>,
    /// The label in front of `.onmicrosoft.com`, or the whole name.
    pub m365_tenant: Option<String>,
    /// `none` (the default), `quarantine` or `reject`.
    pub dmarc_policy: Option<String>,
    /// The mail address that aggregate reports go to.
    pub dmarc_rua: Option<String>,
    /// The SPF record that the domain has, to merge into.
    pub existing_spf: Option<String>,
}

/// A field that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{field} {reason}")]
pub struct EmailFieldError {
    /// Its name in the API.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub reason: String,
}

/// A valid request for the mail records of one domain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EmailRequest {
    pub(super) domain: Hostname,
    pub(super) provider: MailboxProvider,
    /// A record text in normal form.
    pub(super) dkim_value: Option<String>,
    pub(super) dkim_selector: Option<String>,
    /// The label in front of `.onmicrosoft.com`, lower case.
    pub(super) m365_tenant: Option<String>,
    pub(super) dmarc_policy: DmarcPolicy,
    /// A mail address, its domain in lower case.
    pub(super) dmarc_rua: Option<String>,
    pub(super) existing_spf: Option<SpfRecord>,
}

impl EmailRequest {
    /// Checks every field, in the order of [`EmailFields`].
    ///
    /// # Errors
    /// [`EmailFieldError`] for the first one that cannot be used.
    pub fn new(fields: &EmailFields) -> Result<Self, EmailFieldError> {
        let domain = host("domain", &fields.domain)?;
        let provider = fields.provider.trim();
        let provider = provider
            .parse()
            .map_err(|unknown: provider::UnknownMailboxProvider| wrong("provider", format!("is unknown: {unknown}")))?;
        let dkim_value = given("dkim_value", fields.dkim_value.as_deref())?
            .map(|text| dkim::normalised(text).map_err(|reason| wrong("dkim_value", reason)))
            .transpose()?;
        let dkim_selector = given("dkim_selector", fields.dkim_selector.as_deref())?.map(selector).transpose()?;
        let m365_tenant = given("m365_tenant", fields.m365_tenant.as_deref())?.map(tenant).transpose()?;
        let dmarc_policy = match given("dmarc_policy", fields.dmarc_policy.as_deref())? {
            None => DmarcPolicy::default(),
            Some(text) => text.parse().map_err(|unknown| wrong("dmarc_policy", format!("is unknown: {unknown}")))?,
        };
        let dmarc_rua = given("dmarc_rua", fields.dmarc_rua.as_deref())?.map(mail_address).transpose()?;
        let existing_spf = given("existing_spf", fields.existing_spf.as_deref())?.map(spf).transpose()?;
        let request =
            Self { domain, provider, dkim_value, dkim_selector, m365_tenant, dmarc_policy, dmarc_rua, existing_spf };
        request.refuse_what_does_not_fit()?;
        Ok(request)
    }

    /// The part of the mail addresses behind the `@`; never a wildcard.
    #[must_use]
    pub const fn domain(&self) -> &Hostname {
        &self.domain
    }

    /// Who runs the mailboxes.
    #[must_use]
    pub const fn provider(&self) -> MailboxProvider {
        self.provider
    }

    /// Where the DKIM key is published: the chosen selector, or the provider's own. `None` where keys stay with the
    /// provider.
    #[must_use]
    pub fn key_host(&self) -> Option<String> {
        match self.provider.table().dkim {
            Dkim::Key { selector, .. } => Some(self.key_host_unless_chosen(selector)),
            Dkim::Aliases { .. } => None,
        }
    }

    /// The same, for a provider with this selector.
    pub(super) fn key_host_unless_chosen(&self, selector: &str) -> String {
        format!("{}._domainkey.{}", self.dkim_selector.as_deref().unwrap_or(selector), self.domain)
    }

    /// The domain as one label, as Microsoft names its hosts.
    pub(super) fn dashed(&self) -> String {
        self.domain.as_str().replace('.', "-")
    }

    fn refuse_what_does_not_fit(&self) -> Result<(), EmailFieldError> {
        let key_host = self.key_host().unwrap_or_else(|| format!("selector1._domainkey.{}", self.domain));
        if key_host.len() > 253 {
            let field = if self.dkim_selector.is_some() { "dkim_selector" } else { "domain" };
            return Err(wrong(
                field,
                format!("makes the name {key_host}, which is longer than 253 octets; use a shorter one"),
            ));
        }
        // `selector1-` stands in front of it in the names of keys.
        if self.provider == MailboxProvider::Microsoft365 && self.dashed().len() > 63 - "selector1-".len() {
            let reason = "is too long for the host names that Microsoft makes of it; use the records that the Microsoft 365 admin center shows";
            return Err(wrong("domain", reason.into()));
        }
        Ok(())
    }
}

fn wrong(field: &'static str, reason: String) -> EmailFieldError {
    EmailFieldError { field, reason }
}

fn given<'a>(field: &'static str, value: Option<&'a str>) -> Result<Option<&'a str>, EmailFieldError> {
    let value = value.map(|text| text.trim_matches(' ')).filter(|text| !text.is_empty());
    match value {
        Some(text) if text.contains(char::is_control) => {
            Err(wrong(field, "has a line break, a tab or another control character; leave these out".into()))
        }
        value => Ok(value),
    }
}

fn host(field: &'static str, text: &str) -> Result<Hostname, EmailFieldError> {
    let name = Hostname::parse(text, &PlatformNames::default()).map_err(|why| wrong(field, why.to_string()))?;
    match name.is_wildcard() {
        true => Err(wrong(field, format!("is a wildcard; mail goes to a domain, such as {}", name.base()))),
        false => Ok(name),
    }
}

/// Labels as DKIM has them (RFC 6376, 3.1), lower case.
fn selector(text: &str) -> Result<String, EmailFieldError> {
    let lower = text.to_ascii_lowercase();
    match lower.len() <= 120 && lower.split('.').all(is_label) {
        true => Ok(lower),
        false => Err(wrong(
            "dkim_selector",
            "is no selector: give what stands in front of ._domainkey, such as google (letters, digits and hyphens, at most 63 between dots and 120 in all)"
                .into(),
        )),
    }
}

fn tenant(text: &str) -> Result<String, EmailFieldError> {
    let lower = text.to_ascii_lowercase();
    let label = lower.strip_suffix(".onmicrosoft.com").unwrap_or(&lower);
    match is_label(label) {
        true => Ok(label.to_owned()),
        false => Err(wrong(
            "m365_tenant",
            "is no tenant: give its name, such as acme.onmicrosoft.com, or what stands in front of .onmicrosoft.com (letters, digits and hyphens)"
                .into(),
        )),
    }
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// One address whose characters mean nothing in a URI or a DMARC record (RFC 6068, 2; RFC 7489, 6.2).
fn mail_address(text: &str) -> Result<String, EmailFieldError> {
    let reason = "is no mail address that can stand in a DMARC record; give one, such as dmarc@acme.com";
    let no_address = || wrong("dmarc_rua", reason.into());
    let scheme = text.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
    let address = scheme.map_or(text, |scheme| &text[scheme.len()..]);
    let (local, domain) = address.split_once('@').ok_or_else(no_address)?;
    let is_atom = |atom: &str| {
        !atom.is_empty() && atom.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-+~$'*".contains(&byte))
    };
    if local.len() > 64 || !local.split('.').all(is_atom) {
        return Err(no_address());
    }
    let domain = host("dmarc_rua", domain).map_err(|_| no_address())?;
    Ok(format!("{local}@{domain}"))
}

fn spf(text: &str) -> Result<SpfRecord, EmailFieldError> {
    let unquoted = match text.starts_with('"') {
        true => unquoted(text)
            .map_err(|why| wrong("existing_spf", format!("cannot be read: {why}; give the text without quotes")))?,
        false => text.to_owned(),
    };
    unquoted.parse().map_err(|why: super::spf::SpfError| wrong("existing_spf", why.to_string()))
}

#[cfg(test)]
mod tests;
