//! Records for mail.

pub(crate) mod records;

use nameplate_domain::email::EmailFields;
use nameplate_domain::records::Record;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is the same whether records are generated or written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Options {
    /// `google_workspace`, `microsoft365` or `zoho`.
    #[schema(example = "google_workspace")]
    pub(crate) provider: String,
    /// The mail domain. Writing: the connection's apex when absent, else that or the connection's own name.
    #[serde(default)]
    #[schema(example = "acme.com")]
    pub(crate) domain: Option<String>,
    /// The DKIM public key that the provider gave. Without it a note says how to get it.
    #[serde(default)]
    dkim_value: Option<String>,
    /// Another DKIM selector than the provider's usual one.
    #[serde(default)]
    dkim_selector: Option<String>,
    /// The tenant, as `acme` or `acme.onmicrosoft.com`; needed for Microsoft 365's DKIM records.
    #[serde(default)]
    m365_tenant: Option<String>,
    /// `none` when absent, `quarantine` or `reject`.
    #[serde(default)]
    dmarc_policy: Option<String>,
    /// Mailbox for aggregate reports.
    #[serde(default)]
    #[schema(example = "dmarc@acme.com")]
    dmarc_rua: Option<String>,
    /// The SPF record that the domain publishes; the provider's is merged into it.
    #[serde(default)]
    #[schema(example = "v=spf1 include:mailgun.org ~all")]
    existing_spf: Option<String>,
    /// When writing: only say what would change.
    #[serde(default)]
    pub(crate) dry_run: bool,
}

/// A record for mail.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EmailRecord)]
pub(crate) struct RecordView {
    host: String,
    #[serde(rename = "type")]
    #[schema(rename = "type", example = "MX")]
    rtype: String,
    value: String,
    /// Seconds.
    ttl: u32,
    /// Preference of an MX.
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<u16>,
}

impl Options {
    pub(crate) fn into_fields(self) -> EmailFields {
        EmailFields {
            domain: self.domain.unwrap_or_default(),
            provider: self.provider,
            dkim_value: self.dkim_value,
            dkim_selector: self.dkim_selector,
            m365_tenant: self.m365_tenant,
            dmarc_policy: self.dmarc_policy,
            dmarc_rua: self.dmarc_rua,
            existing_spf: self.existing_spf,
        }
    }
}

impl From<Record> for RecordView {
    fn from(record: Record) -> Self {
        Self {
            host: record.host,
            rtype: record.rtype.as_str().to_owned(),
            value: record.value,
            ttl: record.ttl,
            priority: record.priority,
        }
    }
}
