//! Namecheap's XML and form fields, to and from rrsets.

use crate::http::Answer;
use crate::problem::{ErrorKind, ProviderError};
use nameplate_domain::zone::{RrData, RrSet, RrType, StoredSet, ZoneContents, absolute_name, relative_name};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What the wire says where records of a type have no preference.
const USUAL_PREFERENCE: &str = "10";

#[derive(Debug, Deserialize)]
struct Envelope {
    #[serde(rename = "@Status", default)]
    status: String,
    #[serde(rename = "Errors", default)]
    errors: Errors,
    #[serde(rename = "CommandResponse", default)]
    response: Option<Command>,
}

#[derive(Debug, Default, Deserialize)]
struct Errors {
    #[serde(rename = "Error", default)]
    error: Vec<Complaint>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Complaint {
    #[serde(rename = "@Number", default)]
    pub(super) number: String,
    #[serde(rename = "$text", default)]
    pub(super) message: String,
}

#[derive(Debug, Default, Deserialize)]
struct Command {
    #[serde(rename = "DomainDNSGetHostsResult")]
    hosts: Option<WireHosts>,
    #[serde(rename = "DomainDNSSetHostsResult")]
    set: Option<WireSet>,
    #[serde(rename = "DomainGetListResult")]
    list: Option<WireList>,
    #[serde(rename = "Paging")]
    paging: Option<Paging>,
}

#[derive(Debug, Deserialize)]
struct WireHosts {
    #[serde(rename = "@EmailType", default)]
    email_type: String,
    #[serde(rename = "@IsUsingOurDNS", default)]
    is_using_our_dns: String,
    #[serde(rename = "host", alias = "Host", default)]
    host: Vec<BTreeMap<String, String>>,
}

#[derive(Debug, Deserialize)]
struct WireSet {
    #[serde(rename = "@IsSuccess", default)]
    is_success: String,
}

#[derive(Debug, Deserialize)]
struct WireList {
    #[serde(rename = "Domain", default)]
    domain: Vec<WireDomain>,
}

#[derive(Debug, Deserialize)]
struct WireDomain {
    #[serde(rename = "@Name")]
    name: String,
    #[serde(rename = "@IsOurDNS", default)]
    is_our_dns: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Paging {
    total_items: usize,
    current_page: usize,
    page_size: usize,
}

/// An answer, whatever the command.
#[derive(Debug, Default)]
pub(super) struct Response {
    pub(super) errors: Vec<Complaint>,
    pub(super) hosts: Option<Hosts>,
    pub(super) is_set: bool,
    pub(super) domains: Vec<Domain>,
    pub(super) has_more: bool,
}

#[derive(Debug)]
pub(super) struct Domain {
    pub(super) name: String,
    pub(super) uses_its_dns: bool,
}

/// All records of a zone.
#[derive(Clone, Debug)]
pub(super) struct Hosts {
    /// How mail is handled: `MX` for own records, `NONE`, or one of Namecheap's services.
    pub(super) email_type: String,
    pub(super) is_served: bool,
    pub(super) rows: Vec<Row>,
}

/// One record, with every attribute that came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Row(BTreeMap<String, String>);

pub(super) fn misunderstood() -> ProviderError {
    ProviderError::new(ErrorKind::Misunderstood, "Namecheap's answer has another form than documented.")
}

pub(super) fn response(answer: &Answer) -> Result<Response, ProviderError> {
    let envelope: Envelope = quick_xml::de::from_str(&answer.text()).map_err(|_| misunderstood())?;
    let mut errors = envelope.errors.error;
    if errors.is_empty() && !envelope.status.eq_ignore_ascii_case("OK") {
        errors.push(Complaint { number: String::new(), message: String::new() });
    }
    let command = envelope.response.unwrap_or_default();
    let is_true = |text: &str| text.eq_ignore_ascii_case("true");
    Ok(Response {
        errors,
        hosts: command.hosts.map(|hosts| Hosts {
            is_served: is_true(&hosts.is_using_our_dns),
            email_type: hosts.email_type,
            rows: hosts.host.into_iter().map(Row::from_attributes).collect(),
        }),
        is_set: command.set.is_some_and(|set| is_true(&set.is_success)),
        domains: command
            .list
            .map(|list| list.domain)
            .unwrap_or_default()
            .into_iter()
            .map(|domain| Domain {
                name: domain.name.to_ascii_lowercase(),
                uses_its_dns: domain.is_our_dns.is_none_or(|text| is_true(&text)),
            })
            .collect(),
        has_more: command.paging.is_some_and(|paging| paging.current_page * paging.page_size < paging.total_items),
    })
}

impl Row {
    fn from_attributes(attributes: BTreeMap<String, String>) -> Self {
        let own = |(key, value): (String, String)| Some((key.strip_prefix('@')?.to_owned(), value));
        Self(attributes.into_iter().filter_map(own).collect())
    }

    /// A new record. `name` is absolute.
    pub(super) fn new(zone: &str, name: &str, ttl: u32, data: &RrData) -> Self {
        let dotted = |name: &str| format!("{name}.");
        let address = match data {
            RrData::Alias(target) | RrData::Cname(target) | RrData::Ns(target) => dotted(target),
            RrData::Mx { exchange, .. } => dotted(exchange),
            _ => data.to_string(),
        };
        let preference = match data {
            RrData::Mx { preference, .. } => preference.to_string(),
            _ => USUAL_PREFERENCE.to_owned(),
        };
        let rtype = data.rtype().to_string();
        let fields = [
            ("Name", relative_name(name, zone).to_owned()),
            ("Type", rtype),
            ("Address", address),
            ("MXPref", preference),
            ("TTL", ttl.to_string()),
        ];
        Self(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    fn attribute(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }

    pub(super) fn rtype(&self) -> &str {
        self.attribute("Type")
    }

    /// Absolute, lower case. Mail rows of the domain itself carry its full name.
    pub(super) fn name(&self, zone: &str) -> String {
        let name = self.attribute("Name");
        if name.eq_ignore_ascii_case(zone) { zone.to_owned() } else { absolute_name(name, zone) }
    }

    /// Whether it is served.
    pub(super) fn is_active(&self) -> bool {
        !self.attribute("IsActive").eq_ignore_ascii_case("false")
    }

    /// What it says; `None` when it is not understood.
    pub(super) fn data(&self) -> Option<RrData> {
        let rtype = RrType::from(self.rtype());
        let address = self.attribute("Address");
        match rtype {
            RrType::Mx => RrData::parse(&rtype, &format!("{} {address}", self.attribute("MXPref"))).ok(),
            RrType::Other(_) | RrType::Srv => {
                Some(RrData::Other { rtype: self.rtype().to_ascii_uppercase(), text: address.to_owned() })
            }
            _ => RrData::parse(&rtype, address).ok(),
        }
    }

    /// Whether it is the same record, whatever its identifier and TTL.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        ["Name", "Type", "Address"].iter().all(|key| self.attribute(key) == other.attribute(key))
    }
}

impl Hosts {
    pub(super) fn contents(&self, zone: &str) -> ZoneContents {
        let mut sets: BTreeMap<(String, RrType), StoredSet> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.is_active()) {
            let (name, rtype) = (row.name(zone), RrType::from(row.rtype()));
            let ttl = row.attribute("TTL").parse().unwrap_or_default();
            let data = row.data();
            let untouchable = match (&rtype, &data) {
                (RrType::Ns, _) if name == zone => Some("they are the zone's name servers."),
                (_, None) => Some("it has a value that is not understood."),
                _ => None,
            };
            let stored = sets
                .entry((name.clone(), rtype.clone()))
                .or_insert_with(|| StoredSet::from(RrSet::new(&name, rtype.clone(), ttl, vec![])));
            let text = || row.attribute("Address").to_owned();
            let data = data.unwrap_or_else(|| RrData::Other { rtype: rtype.to_string(), text: text() });
            let all = stored.set.data.drain(..).chain([data]).collect();
            stored.set = RrSet::new(&name, rtype, stored.set.ttl, all);
            if stored.untouchable.is_none() {
                stored.untouchable = untouchable.map(str::to_owned);
            }
        }
        if let Some(service) = self.mail_service() {
            let data = RrData::Other { rtype: "MX".to_owned(), text: service.to_owned() };
            let fresh = || StoredSet::from(RrSet::new(zone, RrType::Mx, 1800, vec![data]));
            let stored = sets.entry((zone.to_owned(), RrType::Mx)).or_insert_with(fresh);
            stored.untouchable = Some(format!("Namecheap's own mail service ({service}) is in use for this domain."));
        }
        ZoneContents { zone: zone.to_owned(), sets: sets.into_values().collect() }
    }

    /// Namecheap's own mail service, which sets MX records of its own that are not listed.
    fn mail_service(&self) -> Option<&str> {
        let is_none = ["", "MX", "NONE"].iter().any(|none| self.email_type.eq_ignore_ascii_case(none));
        (!is_none).then_some(self.email_type.as_str())
    }

    /// How mail is to be handled with these records: as before, unless MX records come where no mail was handled.
    pub(super) fn email_type_for(&self, rows: &[Row]) -> &str {
        match self.mail_service() {
            None if rows.iter().any(|row| row.rtype() == "MX") => "MX",
            _ => &self.email_type,
        }
    }
}

/// The fields of setHosts: every record with everything that came with it, numbered without gaps.
pub(super) fn form(email_type: &str, rows: &[Row]) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (row, number) in rows.iter().zip(1..) {
        for (attribute, value) in &row.0 {
            let field = match attribute.as_str() {
                "Name" => "HostName",
                "Type" => "RecordType",
                other => other,
            };
            fields.push((format!("{field}{number}"), value.clone()));
        }
    }
    if !email_type.is_empty() {
        fields.push(("EmailType".to_owned(), email_type.to_owned()));
    }
    fields
}
