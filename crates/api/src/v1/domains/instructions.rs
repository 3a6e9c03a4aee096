//! How to type the records in at the provider.

use super::check::adapter;
use crate::typed_in::{TypedIn, typed_in};
use nameplate_control::DomainReport;
use nameplate_domain::records::Record;
use serde::Serialize;
use utoipa::ToSchema;

/// The wished records in the provider's own notation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DnsInstructions)]
pub(super) struct Instructions {
    /// The page on which the zone's records are edited.
    #[schema(required = true)]
    records_url: Option<String>,
    /// Label of the field for the name.
    host_label: &'static str,
    /// Label of the field for the value.
    value_label: &'static str,
    /// Lowest TTL that is kept, in seconds.
    ttl_min: u32,
    records: Vec<TypedRecord>,
}

/// A record as it is typed in at the provider.
#[derive(Debug, Serialize, ToSchema)]
struct TypedRecord {
    /// As the provider calls it.
    #[serde(rename = "type")]
    #[schema(rename = "type", example = "ALIAS")]
    rtype: &'static str,
    /// As the field for the name wants it, relative to the zone or in full.
    host: String,
    /// The full name, for comparing.
    name: String,
    value: String,
    /// Seconds.
    ttl: u32,
    #[schema(required = true)]
    priority: Option<u16>,
}

impl Instructions {
    pub(super) fn of(report: &DomainReport) -> Option<Self> {
        let spec = adapter(&report.provider)?;
        let zone = report.zone.as_deref().unwrap_or_else(|| report.hostname.apex());
        let typed = |record: &Record| {
            let TypedIn { rtype, host, value, ttl } = typed_in(record, spec, zone);
            TypedRecord { rtype, host, name: record.host.clone(), value, ttl, priority: record.priority }
        };
        Some(Self {
            records_url: spec.records_url.map(|url| url.replace("{zone}", zone)),
            host_label: spec.fields.host,
            value_label: spec.fields.value,
            ttl_min: spec.ttl.min,
            records: report.desired.iter().map(typed).collect(),
        })
    }
}
