//! Vercel's JSON, and what it says.

use crate::contract::Zone;
use crate::problem::{ErrorKind, ProviderError};
use crate::record_wise::Listed;
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use serde::Deserialize;
use serde_json::{Value, json};

/// Seconds, where none are shown.
const TTL_USUAL: u32 = 60;
/// Who makes the records that every domain has and nobody can edit.
const SYSTEM: &str = "system";

#[derive(Debug, Deserialize)]
pub(super) struct Pagination {
    /// Milliseconds since the Unix epoch.
    pub(super) next: Option<i64>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Domains {
    pub(super) domains: Vec<Domain>,
    #[serde(default)]
    pub(super) pagination: Option<Pagination>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DomainAnswer {
    pub(super) domain: Domain,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Domain {
    pub(super) name: String,
    #[serde(default)]
    service_type: Option<String>,
    #[serde(default)]
    zone: Option<bool>,
}

impl Domain {
    /// The zone, if what is written there is served to the world. `na` says that Vercel has not looked yet.
    pub(super) fn checked(self) -> Result<Zone, ProviderError> {
        if self.zone == Some(false) || self.service_type.as_deref() == Some("external") {
            let why =
                "Vercel does not serve this zone: the domain has other name servers, and its records are edited there.";
            return Err(ProviderError::new(ErrorKind::NoSuchZone, why));
        }
        Ok(Zone::named(&self.name.to_ascii_lowercase()))
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Records {
    pub(super) records: Vec<Record>,
    #[serde(default)]
    pub(super) pagination: Option<Pagination>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Complaint {
    #[serde(default)]
    pub(super) error: Problem,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Problem {
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    pub(super) message: String,
    #[serde(default)]
    pub(super) invalid_token: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record {
    pub(super) id: String,
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    ttl: Option<u32>,
    #[serde(default)]
    mx_priority: Option<u16>,
    #[serde(default)]
    priority: Option<u16>,
    #[serde(default)]
    creator: Option<String>,
}

impl Record {
    /// `None` for Vercel's own records: they cannot be removed, and give way to every record that is made.
    pub(super) fn into_listed(self, zone: &Zone) -> Option<Listed> {
        if self.creator.as_deref() == Some(SYSTEM) {
            return None;
        }
        let rtype = RrType::from(self.rtype.as_str());
        let is_apex_ns = rtype == RrType::Ns && self.name.is_empty();
        let value = self.value.clone().unwrap_or_default();
        let data = self.data(&rtype, &value).unwrap_or(RrData::Other { rtype: self.rtype, text: value });
        Some(Listed {
            id: self.id,
            name: absolute_name(&self.name, &zone.name),
            ttl: self.ttl.unwrap_or(TTL_USUAL),
            data,
            untouchable: is_apex_ns.then(|| "they are the zone's name servers.".to_owned()),
        })
    }

    fn data(&self, rtype: &RrType, value: &str) -> Option<RrData> {
        let priority = self.mx_priority.or(self.priority).unwrap_or_default();
        let words = value.split_whitespace().count();
        let line = match (rtype, words) {
            // The priority has a field of its own, or comes first.
            (RrType::Mx, 0 | 1) | (RrType::Srv, 0..=3) => format!("{priority} {value}"),
            _ => value.to_owned(),
        };
        RrData::parse(rtype, &line).ok()
    }
}

/// The name as it is sent: relative, nothing for the apex.
fn relative<'a>(name: &'a str, zone: &Zone) -> &'a str {
    match relative_name(name, &zone.name) {
        "@" => "",
        relative => relative,
    }
}

/// A new record. Fields that its type does not have are refused.
pub(super) fn created(zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Value {
    let mut body = updated(zone, name, ttl, data);
    body["type"] = json!(data.rtype().as_str());
    body
}

/// A record's new contents: its type stays.
pub(super) fn updated(zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Value {
    let host = |name: &str| if name.is_empty() { ".".to_owned() } else { name.to_owned() };
    let mut body = json!({"name": relative(name, zone), "ttl": ttl});
    let fields = match data {
        RrData::Mx { preference, exchange } => json!({"value": host(exchange), "mxPriority": preference}),
        RrData::Srv { priority, weight, port, target } => {
            json!({"srv": {"priority": priority, "weight": weight, "port": port, "target": host(target)}})
        }
        _ => json!({"value": data.to_string()}),
    };
    if let (Value::Object(body), Value::Object(fields)) = (&mut body, fields) {
        body.extend(fields);
    }
    body
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn zone() -> Zone {
        Zone::named("customer.example")
    }

    fn listed(json: Value) -> Option<Listed> {
        let mut record = json!({"id": "rec_1", "slug": "s", "name": "www", "ttl": 60, "creator": "u1", "created": 1});
        record.as_object_mut().unwrap().extend(json.as_object().unwrap().clone());
        serde_json::from_value::<Record>(record).unwrap().into_listed(&zone())
    }

    #[test]
    fn records_are_read_as_vercel_shows_them() {
        let service = RrData::Srv { priority: 10, weight: 5, port: 5061, target: "sip.customer.example".into() };
        let mail = RrData::Mx { preference: 10, exchange: "mail.customer.example".into() };
        for (json, name, data) in [
            (json!({"type": "A", "value": "192.0.2.1"}), "www.customer.example", RrData::A([192, 0, 2, 1].into())),
            (
                json!({"name": "", "type": "ALIAS", "value": "Edge.Nameplate.example."}),
                "customer.example",
                RrData::Alias("edge.nameplate.example".into()),
            ),
            (
                json!({"name": "*", "type": "CNAME", "value": "xn--bcher-kva.example."}),
                "*.customer.example",
                RrData::Cname("xn--bcher-kva.example".into()),
            ),
            (
                json!({"type": "TXT", "value": "\"a\" \\ b; c"}),
                "www.customer.example",
                RrData::Txt("\"a\" \\ b; c".into()),
            ),
            (
                json!({"name": "", "type": "MX", "value": "mail.customer.example.", "mxPriority": 10}),
                "customer.example",
                mail.clone(),
            ),
            (
                json!({"name": "", "type": "MX", "value": "mail.customer.example.", "priority": 10}),
                "customer.example",
                mail.clone(),
            ),
            (json!({"name": "", "type": "MX", "value": "10 mail.customer.example."}), "customer.example", mail),
            (
                json!({"name": "_sip._tcp", "type": "SRV", "value": "5 5061 sip.customer.example.", "priority": 10}),
                "_sip._tcp.customer.example",
                service.clone(),
            ),
            (
                json!({"name": "_sip._tcp", "type": "SRV", "value": "10 5 5061 sip.customer.example."}),
                "_sip._tcp.customer.example",
                service,
            ),
            (
                json!({"name": "", "type": "CAA", "value": "0 issue \"ca.example\""}),
                "customer.example",
                RrData::Caa { flags: 0, tag: "issue".into(), value: "ca.example".into() },
            ),
            (
                json!({"type": "HTTPS", "value": "1 . alpn=h2"}),
                "www.customer.example",
                RrData::Other { rtype: "HTTPS".into(), text: "1 . alpn=h2".into() },
            ),
        ] {
            let listed = listed(json).unwrap();
            assert_eq!((listed.name.as_str(), &listed.data, &listed.untouchable), (name, &data, &None));
        }
    }

    #[test]
    fn what_is_sent_is_read_back_as_the_same() {
        let long = format!("{}\"quoted\" \\ ; {}", "x".repeat(250), "ä".repeat(20));
        for data in [
            RrData::A([192, 0, 2, 7].into()),
            RrData::Aaaa("2001:db8::7".parse().unwrap()),
            RrData::Alias("edge.nameplate.example".into()),
            RrData::Cname("edge.nameplate.example".into()),
            RrData::Mx { preference: 0, exchange: String::new() },
            RrData::Caa { flags: 128, tag: "issue".into(), value: ";".into() },
            RrData::Txt(long),
        ] {
            assert_eq!(listed(created(&zone(), "www.customer.example", 300, &data)).unwrap().data, data);
        }
        let service = RrData::Srv { priority: 1, weight: 2, port: 443, target: "www.customer.example".into() };
        let sent = created(&zone(), "_https._tcp.customer.example", 300, &service);
        let srv = json!({"priority": 1, "weight": 2, "port": 443, "target": "www.customer.example"});
        assert_eq!(sent, json!({"name": "_https._tcp", "type": "SRV", "ttl": 300, "srv": srv}));
        assert_eq!(created(&zone(), "customer.example", 60, &RrData::Txt("a".into()))["name"], "");
    }

    #[test]
    fn what_vercel_adds_is_not_there() {
        let record = json!({"name": "*", "type": "CNAME", "value": "cname.vercel-dns.com.", "creator": "system"});
        assert_eq!(listed(record), None);
    }

    #[test]
    fn only_zones_that_are_served_are_opened() {
        let entry = |json: Value| serde_json::from_value::<Domain>(json).unwrap().checked();
        for served in [
            json!({"name": "Customer.example", "serviceType": "zeit.world"}),
            json!({"name": "customer.example", "serviceType": "na", "zone": true}),
        ] {
            assert_eq!(entry(served).unwrap().name, "customer.example");
        }
        for elsewhere in [
            json!({"name": "customer.example", "serviceType": "external"}),
            json!({"name": "customer.example", "serviceType": "na", "zone": false}),
        ] {
            assert_eq!(entry(elsewhere).unwrap_err().kind, ErrorKind::NoSuchZone);
        }
    }
}
