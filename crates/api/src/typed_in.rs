//! A record as it is typed in at a provider.

use nameplate_domain::records::{Record, RecordType};
use nameplate_providers::ProviderSpec;

/// What goes into the fields of the provider's panel.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct TypedIn {
    /// As the provider calls it.
    pub(crate) rtype: &'static str,
    /// As the field for the name wants it, relative to the zone or in full.
    pub(crate) host: String,
    pub(crate) value: String,
    /// Seconds.
    pub(crate) ttl: u32,
}

/// `zone` is the apex of the record's zone.
pub(crate) fn typed_in(record: &Record, spec: &ProviderSpec, zone: &str) -> TypedIn {
    let is_name = matches!(record.rtype, RecordType::Alias | RecordType::Cname | RecordType::Mx | RecordType::Ns);
    TypedIn {
        rtype: match record.rtype {
            RecordType::Alias => spec.apex.record_name().unwrap_or(record.rtype.as_str()),
            other => other.as_str(),
        },
        host: spec.fields.host(&record.host, zone),
        value: spec.fields.value(&record.value, is_name),
        ttl: spec.ttl.clamp(record.ttl),
    }
}
