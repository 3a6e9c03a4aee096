//! What is there, and what is to be said about it.

use crate::evidence::{QueryType, Sighting};
use serde::Serialize;

/// A record that some server of the zone has now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ExistingRecord {
    /// Owner: absolute, lower case, no trailing dot.
    pub host: String,
    /// Type.
    #[serde(rename = "type")]
    pub rtype: QueryType,
    /// Value, canonical; an MX value is `preference exchange`.
    pub value: String,
    /// Seconds; the longest that any server gave.
    pub ttl: Option<u32>,
}

/// How much a finding matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The host name cannot go live while this stands.
    Blocking,
    /// It can go live, but not for everybody, not reliably, or not at once; or it is not known.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Blocking => "blocking",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// What kind of finding it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// A CNAME is wanted where something else is, or something else where a CNAME is.
    CnameConflict,
    /// Addresses other than the wanted ones.
    AddressConflict,
    /// Mail is delivered to a name that would become a CNAME.
    MxUnderCname,
    /// A CAA record permits none of our certificate authorities.
    CaaForbids,
    /// A CAA record permits our authority, but only for some accounts or challenges (RFC 8657).
    CaaRestricts,
    /// A wildcard record answers for this name.
    WildcardShadow,
    /// The name leads to a content delivery network's proxy, which hides the record behind it.
    Proxied,
    /// The wanted record is there.
    AlreadyCorrect,
    /// What has to change may be remembered by resolvers for long.
    LongTtl,
    /// No server of the zone gave a usable answer.
    DnsUnreachable,
    /// Some servers of the zone gave no usable answer.
    LameDelegation,
    /// The DNS provider cannot point an apex at a host name.
    ApexNeedsAlias,
    /// The domain is not registered, has expired or is on hold: nothing leads to a zone of its own.
    NotDelegated,
    /// Resolvers that check signatures refuse the zone.
    DnssecBogus,
}

impl FindingCode {
    /// Every code.
    pub const ALL: [Self; 14] = [
        Self::CnameConflict,
        Self::AddressConflict,
        Self::MxUnderCname,
        Self::CaaForbids,
        Self::CaaRestricts,
        Self::WildcardShadow,
        Self::Proxied,
        Self::AlreadyCorrect,
        Self::LongTtl,
        Self::DnsUnreachable,
        Self::LameDelegation,
        Self::ApexNeedsAlias,
        Self::NotDelegated,
        Self::DnssecBogus,
    ];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CnameConflict => "cname_conflict",
            Self::AddressConflict => "address_conflict",
            Self::MxUnderCname => "mx_under_cname",
            Self::CaaForbids => "caa_forbids",
            Self::CaaRestricts => "caa_restricts",
            Self::WildcardShadow => "wildcard_shadow",
            Self::Proxied => "proxied",
            Self::AlreadyCorrect => "already_correct",
            Self::LongTtl => "long_ttl",
            Self::DnsUnreachable => "dns_unreachable",
            Self::LameDelegation => "lame_delegation",
            Self::ApexNeedsAlias => "apex_needs_alias",
            Self::NotDelegated => "not_delegated",
            Self::DnssecBogus => "dnssec_bogus",
        }
    }
}

/// One thing to know or to do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Finding {
    /// What kind it is.
    pub code: FindingCode,
    /// How much it matters.
    pub severity: Severity,
    /// The record it is about, if it is about one that exists.
    pub record: Option<ExistingRecord>,
    /// What is the case, in a sentence for the person at the DNS panel.
    pub message: String,
    /// What to do about it.
    pub fix: String,
}

/// What the answers say is at each name itself. Values found at the end of an alias belong to another name: the alias is what
/// is here.
pub(super) fn existing_records<'a>(sightings: impl IntoIterator<Item = &'a Sighting>) -> Vec<ExistingRecord> {
    let mut existing: Vec<ExistingRecord> = Vec::new();
    for sighting in sightings {
        for (_, answer) in sighting.answers() {
            let (rtype, values) = match answer.aliases.first() {
                Some(target) => (QueryType::Cname, std::slice::from_ref(target)),
                None => (sighting.qtype, answer.values.as_slice()),
            };
            for value in values {
                let known = existing
                    .iter_mut()
                    .find(|found| found.host == sighting.name && found.rtype == rtype && found.value == *value);
                match known {
                    Some(found) => found.ttl = found.ttl.max(answer.ttl),
                    None => existing.push(ExistingRecord {
                        host: sighting.name.clone(),
                        rtype,
                        value: value.clone(),
                        ttl: answer.ttl,
                    }),
                }
            }
        }
    }
    existing
}
