//! Vultr's records: relative names with nothing for the apex, texts in quotes and without any inside, targets shown in Unicode.

use crate::contract::Zone;
use crate::problem::{ErrorKind, ProviderError};
use crate::record_wise::Listed;
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Record {
    id: String,
    #[serde(rename = "type")]
    rtype: String,
    #[serde(default)]
    name: String,
    data: String,
    /// −1 where the type has none.
    priority: Option<i64>,
    ttl: Option<u32>,
}

/// A host name in A-labels. One that has no such form stays as it is.
fn ascii(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    // Hosts of URLs are read by the same rules (RFC 5891).
    let url = reqwest::Url::parse(&format!("http://{name}/")).ok();
    url.as_ref().and_then(reqwest::Url::host_str).unwrap_or(name).to_owned()
}

/// The text between the quotes. Quotes inside of texts are not kept, so that what looks like pieces is pieces.
fn plain(data: &str) -> String {
    let inner = data.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.map_or_else(|| data.to_owned(), |inner| inner.replace("\" \"", "").replace("\"\"", ""))
}

impl Record {
    pub(super) fn into_listed(self, zone: &Zone) -> Listed {
        let rtype = RrType::from(self.rtype.as_str());
        let name = absolute_name(&ascii(&self.name), &zone.name);
        let priority = self.priority.and_then(|priority| u16::try_from(priority).ok()).unwrap_or_default();
        let text = match rtype {
            RrType::Mx => format!("{priority} {}", ascii(&self.data)),
            RrType::Srv => {
                let words: Vec<String> = self.data.split_whitespace().map(ascii).collect();
                format!("{priority} {}", words.join(" "))
            }
            RrType::Txt => plain(&self.data),
            RrType::Cname | RrType::Ns => ascii(&self.data),
            _ => self.data.clone(),
        };
        let is_apex_ns = rtype == RrType::Ns && name == zone.name;
        Listed {
            id: self.id,
            ttl: self.ttl.unwrap_or(300),
            data: RrData::parse(&rtype, &text).unwrap_or(RrData::Other { rtype: self.rtype, text: self.data }),
            untouchable: is_apex_ns.then(|| "they are the zone's name servers.".to_owned()),
            name,
        }
    }
}

/// The record as it is created.
pub(super) fn created(zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<Value, ProviderError> {
    let mut body = changed(zone, name, ttl, data)?;
    if let Some(fields) = body.as_object_mut() {
        fields.insert("type".to_owned(), json!(data.rtype().as_str()));
    }
    Ok(body)
}

/// What of a record can change: all but its type.
pub(super) fn changed(zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<Value, ProviderError> {
    let host = |name: &str| if name.is_empty() { ".".to_owned() } else { name.to_owned() };
    let relative = match relative_name(name, &zone.name) {
        "@" => "",
        relative => relative,
    };
    let (data, priority) = match data {
        RrData::Mx { preference, exchange } => (host(exchange), Some(*preference)),
        RrData::Srv { priority, weight, port, target } => {
            (format!("{weight} {port} {}", host(target)), Some(*priority))
        }
        RrData::Txt(text) if text.contains('"') => {
            return Err(ProviderError::new(
                ErrorKind::Rejected,
                format!("Vultr keeps no texts with double quotes, and the one of {name} has some."),
            ));
        }
        RrData::Txt(text) => (format!("\"{text}\""), None),
        RrData::A(_) | RrData::Aaaa(_) | RrData::Caa { .. } | RrData::Cname(_) | RrData::Ns(_) => {
            (data.to_string(), None)
        }
        RrData::Alias(_) | RrData::Other { .. } => {
            return Err(ProviderError::new(
                ErrorKind::Unsupported,
                format!("Vultr cannot keep {} records.", data.rtype()),
            ));
        }
    };
    let mut body = json!({"name": relative, "data": data, "ttl": ttl});
    if let (Some(priority), Some(fields)) = (priority, body.as_object_mut()) {
        fields.insert("priority".to_owned(), json!(priority));
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn zone() -> Zone {
        Zone::named("customer.example")
    }

    fn read(json: Value) -> Listed {
        serde_json::from_value::<Record>(json).unwrap().into_listed(&zone())
    }

    #[test]
    fn what_is_written_is_read_back() {
        let long = format!("v=x; a=\\ '{}'", "k".repeat(290));
        for (name, rtype, text, relative) in [
            ("customer.example", RrType::A, "192.0.2.1", ""),
            ("*.customer.example", RrType::Cname, "edge.example.com", "*"),
            ("a.customer.example", RrType::Aaaa, "2001:db8::1", "a"),
            ("customer.example", RrType::Mx, "10 mx.example.com", ""),
            ("_sip._tls.customer.example", RrType::Srv, "1 2 443 xn--bcher-kva.example", "_sip._tls"),
            ("customer.example", RrType::Caa, "128 issuewild \"ca.example\"", ""),
            ("customer.example", RrType::Txt, long.as_str(), ""),
            ("sub.customer.example", RrType::Ns, "ns1.example.net", "sub"),
        ] {
            let data = RrData::parse(&rtype, text).unwrap();
            let mut wire = created(&zone(), name, 300, &data).unwrap();
            assert_eq!(wire["name"].as_str(), Some(relative), "{wire}");
            wire["id"] = json!("cb676a46-66fd-4dfb-b839-443f2e6c0b60");
            let listed = read(wire);
            assert_eq!((listed.name.as_str(), listed.ttl, listed.untouchable), (name, 300, None));
            assert_eq!(listed.data, data);
        }
    }

    #[test]
    fn texts_stand_in_quotes_and_have_none_inside() {
        let body = |text: &str| changed(&zone(), "customer.example", 300, &RrData::Txt(text.into()));
        assert_eq!(body("v=spf1 -all").unwrap(), json!({"name": "", "data": "\"v=spf1 -all\"", "ttl": 300}));
        assert_eq!(body("say \"hi\"").unwrap_err().kind, ErrorKind::Rejected);
        assert_eq!(plain("\"one\" \"two\""), "onetwo");
        assert_eq!(plain("bare"), "bare");
    }

    #[test]
    fn names_in_unicode_are_read_as_a_labels() {
        for (rtype, data, priority, text) in [
            ("CNAME", "Bücher.example", -1, "xn--bcher-kva.example"),
            ("MX", "bücher.example", 10, "10 xn--bcher-kva.example"),
            ("SRV", "2 443 bücher.example", 1, "1 2 443 xn--bcher-kva.example"),
        ] {
            let listed = read(
                json!({"id": "1", "type": rtype, "name": "bücher", "data": data, "priority": priority, "ttl": 300}),
            );
            assert_eq!(listed.name, "xn--bcher-kva.customer.example");
            assert_eq!(listed.data.to_string(), text);
        }
    }

    #[test]
    fn answers_are_read_as_they_come() {
        let ns = json!({"id": "1", "type": "NS", "name": "", "data": "ns1.vultr.com", "priority": -1, "ttl": 300});
        assert!(read(ns).untouchable.is_some());
        let unknown = json!({"id": "2", "type": "SSHFP", "name": "a", "data": "1 1 ab", "priority": 0, "ttl": 300});
        assert_eq!(read(unknown).data, RrData::Other { rtype: "SSHFP".into(), text: "1 1 ab".into() });
    }
}
