//! DNSimple's JSON, and what it says.

use crate::contract::Zone;
use crate::problem::{ErrorKind, ProviderError};
use crate::record_wise::Listed;
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use serde::Deserialize;
use serde_json::{Value, json};

/// Longest text that is sent as it is, in octets: one character-string (RFC 1035, 3.3).
const PIECE_MAX: usize = 255;
/// A record without a region list, or with this one, is answered everywhere.
const EVERYWHERE: &str = "global";

#[derive(Debug, Deserialize)]
pub(super) struct Envelope<T> {
    pub(super) data: T,
    #[serde(default)]
    pub(super) pagination: Option<Pagination>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Pagination {
    #[serde(default)]
    pub(super) total_pages: u32,
}

#[derive(Debug, Deserialize)]
pub(super) struct Account {
    pub(super) id: u64,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Complaint {
    #[serde(default)]
    message: String,
    #[serde(default)]
    errors: Value,
}

impl Complaint {
    /// The message, and what it says of single fields, however deep a batch nests it.
    pub(super) fn words(&self) -> String {
        let mut words = vec![self.message.clone()];
        collect("", &self.errors, &mut words);
        words.retain(|word| !word.is_empty());
        words.join("; ")
    }
}

fn collect(field: &str, value: &Value, words: &mut Vec<String>) {
    match value {
        Value::String(text) if matches!(field, "" | "base" | "message") => words.push(text.clone()),
        Value::String(text) => words.push(format!("{field} {text}")),
        Value::Array(values) => values.iter().for_each(|value| collect(field, value, words)),
        Value::Object(fields) => fields.iter().for_each(|(field, value)| collect(field, value, words)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct ZoneEntry {
    account_id: u64,
    name: String,
    #[serde(default)]
    secondary: bool,
    #[serde(default)]
    active: Option<bool>,
}

impl ZoneEntry {
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    pub(super) fn into_zone(self) -> Zone {
        let name = self.name.to_ascii_lowercase();
        Zone { id: format!("{}/{name}", self.account_id), name, ttl_min: None }
    }

    /// The zone, if what is written there is served to the world.
    pub(super) fn checked(self) -> Result<Zone, ProviderError> {
        let refused = |why: &str| Err(ProviderError::new(ErrorKind::NoSuchZone, why));
        if self.secondary {
            return refused(
                "DNSimple only copies this zone from another server (secondary DNS); its records are edited there.",
            );
        }
        if self.active == Some(false) {
            return refused("DNSimple does not serve this zone: its resolution is switched off there.");
        }
        Ok(self.into_zone())
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Record {
    id: u64,
    #[serde(default)]
    parent_id: Option<u64>,
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    content: String,
    ttl: u32,
    #[serde(default)]
    priority: Option<u16>,
    #[serde(default)]
    regions: Option<Vec<String>>,
    #[serde(default)]
    system_record: bool,
}

impl Record {
    /// `None` for the text that DNSimple puts beside an ALIAS: it comes and goes with it, and stands in nobody's way.
    pub(super) fn into_listed(self, zone: &Zone) -> Option<Listed> {
        let rtype = RrType::from(self.rtype.as_str());
        let is_helper = rtype == RrType::Txt
            && (self.parent_id.is_some()
                || self.system_record && self.content.trim_matches('"').starts_with("ALIAS for "));
        if is_helper {
            return None;
        }
        let untouchable = self.untouchable(&rtype);
        let data = self.data(&rtype).unwrap_or(RrData::Other { rtype: self.rtype, text: self.content });
        let name = absolute_name(&self.name, &zone.name);
        Some(Listed { id: self.id.to_string(), name, ttl: self.ttl, data, untouchable })
    }

    fn untouchable(&self, rtype: &RrType) -> Option<String> {
        if *rtype == RrType::Ns && self.name.is_empty() {
            return Some("they are the zone's name servers.".to_owned());
        }
        if self.system_record || self.parent_id.is_some() {
            return Some("DNSimple manages it.".to_owned());
        }
        let is_regional = self.regions.iter().flatten().any(|region| region != EVERYWHERE);
        is_regional.then(|| "it is answered in some regions only.".to_owned())
    }

    fn data(&self, rtype: &RrType) -> Option<RrData> {
        let content = self.content.as_str();
        let line = match rtype {
            RrType::Txt => return Some(RrData::Txt(txt(content))),
            RrType::Mx | RrType::Srv => format!("{} {content}", self.priority.unwrap_or_default()),
            _ => content.to_owned(),
        };
        RrData::parse(rtype, &line).ok()
    }
}

/// Texts are shown as they were stored: in quotes and pieces, or as they are.
fn txt(content: &str) -> String {
    let in_quotes = |text: &str| RrData::parse_master(&RrType::Txt, text).ok().map(|data| data.to_string());
    let text = content.starts_with('"').then(|| in_quotes(content)).flatten();
    text.unwrap_or_else(|| content.to_owned())
}

/// The name as it is sent and asked for: relative, nothing for the apex.
pub(super) fn relative<'a>(name: &'a str, zone: &Zone) -> &'a str {
    match relative_name(name, &zone.name) {
        "@" => "",
        relative => relative,
    }
}

/// A new record.
pub(super) fn created(zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Value {
    let mut body = updated(zone, name, ttl, data);
    body["type"] = json!(data.rtype().as_str());
    body
}

/// A record's new contents: its type stays.
pub(super) fn updated(zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Value {
    let host = |name: &str| if name.is_empty() { ".".to_owned() } else { name.to_owned() };
    let (content, priority) = match data {
        RrData::Mx { preference, exchange } => (host(exchange), Some(preference)),
        RrData::Srv { priority, weight, port, target } => (format!("{weight} {port} {}", host(target)), Some(priority)),
        RrData::Txt(text) if is_plain(text) => (text.clone(), None),
        RrData::Txt(_) => (data.to_master(), None),
        _ => (data.to_string(), None),
    };
    let mut body = json!({"name": relative(name, zone), "content": content, "ttl": ttl});
    if let Some(priority) = priority {
        body["priority"] = json!(priority);
    }
    body
}

/// Whether quotes add nothing: printable ASCII without quotes and escapes, short, no blanks at its ends.
fn is_plain(text: &str) -> bool {
    let is_simple = |octet: u8| matches!(octet, b' '..=b'~') && octet != b'"' && octet != b'\\';
    !text.is_empty() && text.len() <= PIECE_MAX && text.trim() == text && text.bytes().all(is_simple)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn zone() -> Zone {
        Zone { id: "1010/customer.example".into(), name: "customer.example".into(), ttl_min: None }
    }

    fn listed(json: Value) -> Option<Listed> {
        let mut record = json!({"id": 7, "zone_id": "customer.example", "parent_id": null, "name": "www", "ttl": 3600,
            "priority": null, "regions": ["global"], "system_record": false});
        record.as_object_mut().unwrap().extend(json.as_object().unwrap().clone());
        serde_json::from_value::<Record>(record).unwrap().into_listed(&zone())
    }

    #[test]
    fn records_are_read_as_dnsimple_shows_them() {
        for (json, name, data) in [
            (json!({"type": "A", "content": "192.0.2.1"}), "www.customer.example", RrData::A([192, 0, 2, 1].into())),
            (
                json!({"name": "", "type": "ALIAS", "content": "Edge.Nameplate.example"}),
                "customer.example",
                RrData::Alias("edge.nameplate.example".into()),
            ),
            (
                json!({"name": "*", "type": "CNAME", "content": "xn--bcher-kva.example."}),
                "*.customer.example",
                RrData::Cname("xn--bcher-kva.example".into()),
            ),
            (json!({"type": "TXT", "content": "a \\ b; c"}), "www.customer.example", RrData::Txt("a \\ b; c".into())),
            (
                json!({"type": "TXT", "content": "\"say \\\"hi\\\"\" \" twice\""}),
                "www.customer.example",
                RrData::Txt("say \"hi\" twice".into()),
            ),
            (
                json!({"name": "", "type": "MX", "content": "mail.customer.example", "priority": 10}),
                "customer.example",
                RrData::Mx { preference: 10, exchange: "mail.customer.example".into() },
            ),
            (
                json!({"name": "_sip._tcp", "type": "SRV", "content": "5 5061 sip.customer.example", "priority": 10}),
                "_sip._tcp.customer.example",
                RrData::Srv { priority: 10, weight: 5, port: 5061, target: "sip.customer.example".into() },
            ),
            (
                json!({"name": "", "type": "CAA", "content": "0 issue \"ca.example\""}),
                "customer.example",
                RrData::Caa { flags: 0, tag: "issue".into(), value: "ca.example".into() },
            ),
            (
                json!({"type": "URL", "content": "https://other.example"}),
                "www.customer.example",
                RrData::Other { rtype: "URL".into(), text: "https://other.example".into() },
            ),
        ] {
            let listed = listed(json).unwrap();
            assert_eq!((listed.name.as_str(), &listed.data, &listed.untouchable), (name, &data, &None));
        }
    }

    #[test]
    fn what_is_sent_is_read_back_as_the_same() {
        let long = format!("{}\"quoted\" \\ ; {}", "x".repeat(250), "y".repeat(40));
        for data in [
            RrData::A([192, 0, 2, 7].into()),
            RrData::Aaaa("2001:db8::7".parse().unwrap()),
            RrData::Alias("edge.nameplate.example".into()),
            RrData::Cname("edge.nameplate.example".into()),
            RrData::Mx { preference: 0, exchange: String::new() },
            RrData::Srv { priority: 1, weight: 2, port: 443, target: "www.customer.example".into() },
            RrData::Caa { flags: 128, tag: "issuewild".into(), value: ";".into() },
            RrData::Txt("v=spf1 -all".into()),
            RrData::Txt(long),
        ] {
            let sent = created(&zone(), "www.customer.example", 300, &data);
            assert_eq!(listed(sent).unwrap().data, data);
        }
        assert_eq!(created(&zone(), "customer.example", 60, &RrData::Txt("a".into()))["name"], "");
        assert_eq!(updated(&zone(), "a.customer.example", 60, &RrData::Txt("a".into())).get("priority"), None);
    }

    #[test]
    fn what_dnsimple_manages_is_left_alone() {
        for json in [
            json!({"name": "", "type": "NS", "content": "ns1.dnsimple.com", "system_record": true}),
            json!({"type": "A", "content": "192.0.2.1", "system_record": true}),
            json!({"type": "A", "content": "192.0.2.1", "regions": ["SV1", "IAD"]}),
        ] {
            assert!(listed(json.clone()).unwrap().untouchable.is_some(), "{json}");
        }
        let helper =
            json!({"name": "", "type": "TXT", "content": "ALIAS for edge.nameplate.example", "system_record": true});
        assert_eq!(listed(helper), None);
    }

    #[test]
    fn only_zones_that_are_served_are_opened() {
        let entry = |json: Value| serde_json::from_value::<ZoneEntry>(json).unwrap().checked();
        let found = entry(json!({"id": 1, "account_id": 1010, "name": "Customer.example", "active": true})).unwrap();
        assert_eq!((found.id.as_str(), found.name.as_str()), ("1010/customer.example", "customer.example"));
        for json in [
            json!({"account_id": 1, "name": "a.example", "secondary": true, "active": true}),
            json!({"account_id": 1, "name": "a.example", "secondary": false, "active": false}),
        ] {
            assert_eq!(entry(json).unwrap_err().kind, ErrorKind::NoSuchZone);
        }
    }

    #[test]
    fn complaints_are_told_however_deep_they_are() {
        let complaint: Complaint = serde_json::from_value(json!({"message": "Validation failed", "errors": {"creates": [
            {"index": 0, "message": "Validation failed", "errors": {"record_type": ["unsupported"], "base": ["Zone record already exists"]}}
        ]}}))
        .unwrap();
        let words = complaint.words();
        assert!(words.contains("record_type unsupported") && words.contains("Zone record already exists"), "{words}");
    }
}
