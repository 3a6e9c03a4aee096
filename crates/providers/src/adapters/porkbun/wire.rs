//! Porkbun's records: names in full when read and relative when written, numbers as strings, priority beside the rest.

use crate::contract::Zone;
use crate::problem::{ErrorKind, ProviderError};
use crate::record_wise::Listed;
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use serde::Deserialize;
use serde_json::{Value, json};

/// A number or a text: ids, TTLs and priorities come as either.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Loose {
    Number(u64),
    Text(String),
}

impl Loose {
    fn to_text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.trim().to_owned(),
        }
    }

    fn to_number<N: std::str::FromStr>(&self) -> Option<N> {
        self.to_text().parse().ok()
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Record {
    id: Loose,
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    content: String,
    ttl: Option<Loose>,
    prio: Option<Loose>,
}

/// Whether the record leads to the servers of the registrar's own URL forwarding and parking pages.
fn is_forward(data: &RrData) -> bool {
    matches!(data, RrData::Alias(target) | RrData::Cname(target) if target.ends_with(".porkbun.com"))
}

impl Record {
    pub(super) fn into_listed(self, zone: &Zone) -> Listed {
        let rtype = RrType::from(self.rtype.as_str());
        let priority: u16 = self.prio.as_ref().and_then(Loose::to_number).unwrap_or_default();
        let text = match rtype {
            RrType::Mx | RrType::Srv => format!("{priority} {}", self.content),
            _ => self.content.clone(),
        };
        let name = self.name.trim_end_matches('.').to_ascii_lowercase();
        // Should a name ever come relative, it is still one of this zone.
        let is_full = name == zone.name || name.ends_with(&format!(".{}", zone.name));
        let name = if is_full { name } else { absolute_name(&name, &zone.name) };
        let data = RrData::parse(&rtype, &text).unwrap_or(RrData::Other { rtype: self.rtype, text: self.content });
        let untouchable = match rtype {
            RrType::Ns if name == zone.name => Some("they are the zone's name servers."),
            _ if is_forward(&data) => {
                Some("Porkbun's URL forwarding or parking page stands there; remove it in Porkbun's panel first.")
            }
            _ => None,
        };
        Listed {
            id: self.id.to_text(),
            ttl: self.ttl.as_ref().and_then(Loose::to_number).unwrap_or(600),
            data,
            untouchable: untouchable.map(str::to_owned),
            name,
        }
    }
}

/// The record as it is created or edited; edits state it whole.
pub(super) fn body(zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<Value, ProviderError> {
    let host = |name: &str| if name.is_empty() { ".".to_owned() } else { name.to_owned() };
    let (content, priority) = match data {
        RrData::Mx { preference, exchange } => (host(exchange), Some(*preference)),
        RrData::Srv { priority, weight, port, target } => {
            (format!("{weight} {port} {}", host(target)), Some(*priority))
        }
        RrData::Txt(text) if text.is_empty() || text.ends_with(' ') => {
            return Err(ProviderError::new(
                ErrorKind::Rejected,
                format!("Porkbun keeps no text that is empty or ends with a blank, as the one of {name} does."),
            ));
        }
        RrData::A(_)
        | RrData::Aaaa(_)
        | RrData::Alias(_)
        | RrData::Caa { .. }
        | RrData::Cname(_)
        | RrData::Ns(_)
        | RrData::Txt(_)
        | RrData::Other { .. } => (data.to_string(), None),
    };
    let relative = match relative_name(name, &zone.name) {
        "@" => "",
        relative => relative,
    };
    let mut body = json!({"name": relative, "type": data.rtype().as_str(), "content": content, "ttl": ttl.to_string()});
    if let (Some(priority), Some(fields)) = (priority, body.as_object_mut()) {
        fields.insert("prio".to_owned(), json!(priority.to_string()));
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
        let long = format!("v=x; a=\\ \"{}\"", "k".repeat(290));
        for (name, rtype, text, relative) in [
            ("customer.example", RrType::Alias, "edge.example.com", ""),
            ("customer.example", RrType::A, "192.0.2.1", ""),
            ("*.customer.example", RrType::Cname, "edge.example.com", "*"),
            ("a.customer.example", RrType::Aaaa, "2001:db8::1", "a"),
            ("mail.customer.example", RrType::Mx, "10 mx.example.com", "mail"),
            ("mail.customer.example", RrType::Mx, "0 .", "mail"),
            ("_sip._tls.customer.example", RrType::Srv, "1 2 443 xn--bcher-kva.example", "_sip._tls"),
            ("customer.example", RrType::Caa, "128 issuewild \"ca.example; policy=ev\"", ""),
            ("customer.example", RrType::Txt, long.as_str(), ""),
            ("sub.customer.example", RrType::Ns, "ns1.example.net", "sub"),
        ] {
            let data = RrData::parse(&rtype, text).unwrap();
            let mut wire = body(&zone(), name, 600, &data).unwrap();
            assert_eq!(wire["name"].as_str(), Some(relative), "{wire}");
            wire["id"] = json!("106926652");
            wire["name"] = json!(name.to_uppercase());
            let listed = read(wire);
            assert_eq!((listed.name.as_str(), listed.ttl, listed.untouchable), (name, 600, None));
            assert_eq!((listed.id.as_str(), listed.data), ("106926652", data));
        }
    }

    #[test]
    fn numbers_are_written_as_texts_and_the_priority_apart() {
        let srv = RrData::parse(&RrType::Srv, "1 2 443 sip.example.com").unwrap();
        assert_eq!(
            body(&zone(), "_sip._tls.customer.example", 900, &srv).unwrap(),
            json!({"name": "_sip._tls", "type": "SRV", "content": "2 443 sip.example.com", "ttl": "900", "prio": "1"})
        );
    }

    #[test]
    fn answers_are_read_as_they_come() {
        let ns = json!({"id": "1", "name": "customer.example", "type": "NS", "content": "maceio.ns.porkbun.com",
                        "ttl": "86400", "prio": null, "notes": null});
        let ns = read(ns);
        assert_eq!((ns.ttl, ns.untouchable.is_some()), (86_400, true));
        let number = json!({"id": 2, "name": "www.customer.example", "type": "A", "content": "192.0.2.1", "ttl": 600, "prio": 0});
        assert_eq!(read(number).id, "2");
        let unknown =
            json!({"id": 3, "name": "www.customer.example", "type": "TLSA", "content": "3 1 1 ab", "ttl": "600"});
        assert_eq!(read(unknown).data, RrData::Other { rtype: "TLSA".into(), text: "3 1 1 ab".into() });
    }

    #[test]
    fn forwards_and_parking_pages_are_left_alone() {
        for (rtype, name) in [("ALIAS", "customer.example"), ("CNAME", "*.customer.example")] {
            let json = json!({"id": "1", "name": name, "type": rtype, "content": "pixie.porkbun.com", "ttl": "600", "prio": "0"});
            assert!(read(json).untouchable.is_some(), "{name}");
        }
    }

    #[test]
    fn texts_that_would_be_cut_are_refused_before_they_are_sent() {
        for text in ["", "ends with a blank "] {
            let error = body(&zone(), "customer.example", 600, &RrData::Txt(text.into())).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Rejected);
        }
    }
}
