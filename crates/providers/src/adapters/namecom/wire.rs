//! Name.com's records: relative hosts that are missing at the apex, answers without a final dot, priority beside the answer.

use crate::contract::Zone;
use crate::problem::{ErrorKind, ProviderError};
use crate::record_wise::Listed;
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Record {
    id: u64,
    /// Absent at the apex.
    #[serde(default)]
    host: String,
    #[serde(rename = "type")]
    rtype: String,
    #[serde(default)]
    answer: String,
    ttl: Option<u32>,
    priority: Option<u16>,
}

impl Record {
    pub(super) fn into_listed(self, zone: &Zone) -> Listed {
        let rtype = RrType::from(self.rtype.as_str());
        let name = absolute_name(&self.host, &zone.name);
        let text = match rtype {
            RrType::Mx | RrType::Srv => format!("{} {}", self.priority.unwrap_or_default(), self.answer),
            _ => self.answer.clone(),
        };
        // Texts come in quotes when they were written so in the panel.
        let is_quoted = rtype == RrType::Txt && text.len() > 1 && text.starts_with('"') && text.ends_with('"');
        let data = if is_quoted { RrData::parse_master(&rtype, &text) } else { RrData::parse(&rtype, &text) };
        let is_apex_ns = rtype == RrType::Ns && name == zone.name;
        Listed {
            id: self.id.to_string(),
            ttl: self.ttl.unwrap_or(300),
            data: data.unwrap_or(RrData::Other { rtype: self.rtype, text: self.answer }),
            untouchable: is_apex_ns.then(|| "they are the zone's name servers.".to_owned()),
            name,
        }
    }
}

/// The record as it is created or updated; updates state it whole.
pub(super) fn body(zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<Value, ProviderError> {
    let unsupported = |message: String| Err(ProviderError::new(ErrorKind::Unsupported, message));
    let (rtype, answer, priority) = match data {
        RrData::Alias(target) => ("ANAME", target.clone(), None),
        RrData::Mx { exchange: target, .. } | RrData::Srv { target, .. } if target.is_empty() => {
            return unsupported(format!(
                "Name.com keeps no record that says \"none here\", as the one of {name} does."
            ));
        }
        RrData::Mx { preference, exchange } => ("MX", exchange.clone(), Some(*preference)),
        RrData::Srv { priority, weight, port, target } => ("SRV", format!("{weight} {port} {target}"), Some(*priority)),
        RrData::Txt(text) if text.is_empty() || text.contains('"') || text.ends_with(' ') => {
            return Err(ProviderError::new(
                ErrorKind::Rejected,
                format!(
                    "Name.com keeps no text that is empty, has double quotes or ends with a blank, as the one of {name}."
                ),
            ));
        }
        RrData::A(_) => ("A", data.to_string(), None),
        RrData::Aaaa(_) => ("AAAA", data.to_string(), None),
        RrData::Cname(_) => ("CNAME", data.to_string(), None),
        RrData::Ns(_) => ("NS", data.to_string(), None),
        RrData::Txt(_) => ("TXT", data.to_string(), None),
        RrData::Caa { .. } | RrData::Other { .. } => {
            return unsupported(format!("Name.com cannot keep {} records.", data.rtype()));
        }
    };
    let relative = match relative_name(name, &zone.name) {
        "@" => "",
        relative => relative,
    };
    let mut body = json!({"type": rtype, "host": relative, "answer": answer, "ttl": ttl});
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
            ("customer.example", RrType::Alias, "edge.example.com", ""),
            ("customer.example", RrType::A, "192.0.2.1", ""),
            ("*.customer.example", RrType::Cname, "edge.example.com", "*"),
            ("a.customer.example", RrType::Aaaa, "2001:db8::1", "a"),
            ("mail.customer.example", RrType::Mx, "10 mx.example.com", "mail"),
            ("_sip._tls.customer.example", RrType::Srv, "1 2 443 xn--bcher-kva.example", "_sip._tls"),
            ("customer.example", RrType::Txt, long.as_str(), ""),
            ("sub.customer.example", RrType::Ns, "ns1.example.net", "sub"),
        ] {
            let data = RrData::parse(&rtype, text).unwrap();
            let mut wire = body(&zone(), name, 300, &data).unwrap();
            assert_eq!(wire["host"].as_str(), Some(relative), "{wire}");
            wire["id"] = json!(178_073_536);
            let listed = read(wire);
            assert_eq!((listed.name.as_str(), listed.ttl, listed.untouchable), (name, 300, None));
            assert_eq!((listed.id.as_str(), listed.data), ("178073536", data));
        }
    }

    #[test]
    fn an_alias_is_an_aname_and_the_priority_stands_apart() {
        let alias = RrData::Alias("edge.example.com".into());
        assert_eq!(
            body(&zone(), "customer.example", 300, &alias).unwrap(),
            json!({"type": "ANAME", "host": "", "answer": "edge.example.com", "ttl": 300})
        );
        let srv = RrData::parse(&RrType::Srv, "1 2 443 sip.example.com").unwrap();
        assert_eq!(
            body(&zone(), "_sip._tls.customer.example", 300, &srv).unwrap(),
            json!({"type": "SRV", "host": "_sip._tls", "answer": "2 443 sip.example.com", "ttl": 300, "priority": 1})
        );
    }

    #[test]
    fn answers_are_read_as_they_come() {
        let apex = json!({"id": 1, "domainName": "customer.example", "fqdn": "customer.example.", "type": "ANAME",
                          "answer": "Edge.Example.com", "ttl": 300});
        let apex = read(apex);
        assert_eq!((apex.name.as_str(), apex.data), ("customer.example", RrData::Alias("edge.example.com".into())));
        let mx = json!({"id": 2, "host": "MX.test2", "fqdn": "mx.test2.customer.example.", "type": "MX", "answer": "customer.example", "ttl": 3600});
        let mx = read(mx);
        assert_eq!(
            (mx.name.as_str(), mx.data.to_string().as_str()),
            ("mx.test2.customer.example", "0 customer.example")
        );
        let quoted = read(json!({"id": 3, "host": "a", "type": "TXT", "answer": "\"one\" \"two\"", "ttl": 300}));
        assert_eq!(quoted.data, RrData::Txt("onetwo".into()));
        assert!(read(json!({"id": 4, "type": "NS", "answer": "ns1abc.name.com", "ttl": 300})).untouchable.is_some());
        let unknown = read(json!({"id": 5, "type": "URL", "answer": "https://a.example", "ttl": 300}));
        assert_eq!(unknown.data, RrData::Other { rtype: "URL".into(), text: "https://a.example".into() });
    }

    #[test]
    fn what_cannot_be_kept_is_refused_before_it_is_sent() {
        for (data, kind) in [
            (RrData::Caa { flags: 0, tag: "issue".into(), value: "ca.example".into() }, ErrorKind::Unsupported),
            (RrData::Mx { preference: 0, exchange: String::new() }, ErrorKind::Unsupported),
            (RrData::Txt("say \"hi\"".into()), ErrorKind::Rejected),
            (RrData::Txt("blank ".into()), ErrorKind::Rejected),
        ] {
            assert_eq!(body(&zone(), "customer.example", 300, &data).unwrap_err().kind, kind, "{data}");
        }
    }
}
