//! Linode's records: relative names with nothing for the apex, targets without a final dot, CAA without flags.

use crate::contract::Zone;
use crate::problem::{ErrorKind, ProviderError};
use crate::record_wise::Listed;
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use serde::Deserialize;
use serde_json::{Value, json};

/// What a TTL of 0 stands for, in seconds.
const DEFAULT_TTL_S: u32 = 86_400;

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Record {
    id: u64,
    #[serde(rename = "type")]
    rtype: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    target: String,
    priority: Option<u16>,
    weight: Option<u16>,
    port: Option<u16>,
    service: Option<String>,
    protocol: Option<String>,
    ttl_sec: Option<u32>,
    tag: Option<String>,
}

impl Record {
    pub(super) fn id(&self) -> String {
        self.id.to_string()
    }

    pub(super) fn ttl_s(&self) -> u32 {
        self.ttl_sec.filter(|ttl| *ttl > 0).unwrap_or(DEFAULT_TTL_S)
    }

    fn owner(&self, zone: &str) -> String {
        // Names are relative, and those of addresses may be stored in full.
        let lower = self.name.to_ascii_lowercase();
        let is_full = lower == zone || lower.ends_with(&format!(".{zone}"));
        let given = if is_full { lower } else { absolute_name(&self.name, zone) };
        match (&self.service, &self.protocol) {
            (Some(service), Some(protocol)) if self.rtype == "SRV" && !self.name.starts_with('_') => {
                let label = |text: &str| format!("_{}", text.trim_start_matches('_').to_ascii_lowercase());
                format!("{}.{}.{given}", label(service), label(protocol))
            }
            _ => given,
        }
    }

    pub(super) fn into_listed(self, zone: &Zone) -> Listed {
        let rtype = RrType::from(self.rtype.as_str());
        let name = self.owner(&zone.name);
        let priority = self.priority.unwrap_or_default();
        let text = match rtype {
            RrType::Mx => format!("{priority} {}", self.target),
            RrType::Srv => {
                let (weight, port) = (self.weight.unwrap_or_default(), self.port.unwrap_or_default());
                format!("{priority} {weight} {port} {}", self.target)
            }
            RrType::Caa => format!("0 {} \"{}\"", self.tag.as_deref().unwrap_or_default(), self.target),
            _ => self.target.clone(),
        };
        let is_apex_ns = rtype == RrType::Ns && name == zone.name;
        Listed {
            id: self.id(),
            ttl: self.ttl_s(),
            data: RrData::parse(&rtype, &text).unwrap_or(RrData::Other { rtype: self.rtype, text: self.target }),
            untouchable: is_apex_ns.then(|| "they are the zone's name servers.".to_owned()),
            name,
        }
    }
}

/// Service and protocol of an SRV set, without underscores: names below a subdomain cannot be said.
fn service<'a>(name: &'a str, zone: &str) -> Option<(&'a str, &'a str)> {
    let (service, protocol) = relative_name(name, zone).split_once('.')?;
    let (service, protocol) = (service.strip_prefix('_')?, protocol.strip_prefix('_')?);
    (!protocol.contains('.')).then_some((service, protocol))
}

/// The record as it is created.
pub(super) fn body(zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<Value, ProviderError> {
    let unsupported = |message: String| Err(ProviderError::new(ErrorKind::Unsupported, message));
    let mut body = json!({"type": data.rtype().as_str(), "ttl_sec": ttl});
    let fields = match data {
        RrData::Mx { preference, exchange } => json!({"target": exchange, "priority": preference}),
        RrData::Srv { priority, weight, port, target } => {
            let Some((service, protocol)) = service(name, &zone.name) else {
                return unsupported(format!(
                    "Linode keeps SRV records only directly under {}, such as _service._tcp.{0}, and not at {name}.",
                    zone.name
                ));
            };
            json!({"target": target, "priority": priority, "weight": weight, "port": port,
                   "service": service, "protocol": protocol})
        }
        RrData::Caa { flags: 0, tag, value } => json!({"target": value, "tag": tag}),
        RrData::Caa { flags, .. } => {
            return unsupported(format!(
                "Linode keeps CAA records without flags only, and the one of {name} has {flags}."
            ));
        }
        RrData::A(_) | RrData::Aaaa(_) | RrData::Cname(_) | RrData::Ns(_) | RrData::Txt(_) => {
            json!({"target": data.to_string()})
        }
        RrData::Alias(_) | RrData::Other { .. } => {
            return unsupported(format!("Linode cannot keep {} records.", data.rtype()));
        }
    };
    if let (Value::Object(body), Value::Object(fields)) = (&mut body, fields) {
        body.extend(fields);
        // The name of an SRV record is made by the server.
        if !matches!(data, RrData::Srv { .. }) {
            let relative = relative_name(name, &zone.name);
            body.insert("name".to_owned(), json!(if relative == "@" { "" } else { relative }));
        }
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;

    fn zone() -> Zone {
        Zone { id: "1065421".into(), name: "customer.example".into(), ttl_min: None }
    }

    fn read(json: Value) -> Listed {
        serde_json::from_value::<Record>(json).unwrap().into_listed(&zone())
    }

    #[test]
    fn what_is_written_is_read_back() {
        let long = format!("v=x; a=\\ \"{}\"", "k".repeat(290));
        for (name, rtype, text, relative) in [
            ("customer.example", RrType::A, "192.0.2.1", Some("")),
            ("*.customer.example", RrType::Cname, "edge.example.com", Some("*")),
            ("a.customer.example", RrType::Aaaa, "2001:db8::1", Some("a")),
            ("customer.example", RrType::Mx, "0 .", Some("")),
            ("mail.customer.example", RrType::Mx, "10 xn--bcher-kva.example", Some("mail")),
            ("_sip._tls.customer.example", RrType::Srv, "1 2 443 sip.example.com", None),
            ("customer.example", RrType::Caa, "0 issue \"ca.example; policy=ev\"", Some("")),
            ("customer.example", RrType::Txt, long.as_str(), Some("")),
            ("sub.customer.example", RrType::Ns, "ns1.example.net", Some("sub")),
        ] {
            let data = RrData::parse(&rtype, text).unwrap();
            let mut wire = body(&zone(), name, 300, &data).unwrap();
            assert_eq!(wire.get("name").and_then(Value::as_str), relative, "{wire}");
            wire["id"] = json!(7);
            let listed = read(wire);
            assert_eq!((listed.id.as_str(), listed.name.as_str(), listed.ttl), ("7", name, 300));
            assert_eq!((listed.data, listed.untouchable), (data, None));
        }
    }

    #[test]
    fn the_name_of_an_srv_record_is_said_by_service_and_protocol() {
        let srv = RrData::parse(&RrType::Srv, "1 2 443 sip.example.com").unwrap();
        assert_eq!(
            body(&zone(), "_sip._tls.customer.example", 300, &srv).unwrap(),
            json!({"type": "SRV", "service": "sip", "protocol": "tls", "target": "sip.example.com", "priority": 1,
                   "weight": 2, "port": 443, "ttl_sec": 300})
        );
        for elsewhere in ["_sip._tls.a.customer.example", "sip.customer.example", "customer.example"] {
            assert_eq!(body(&zone(), elsewhere, 300, &srv).unwrap_err().kind, ErrorKind::Unsupported, "{elsewhere}");
        }
    }

    #[test]
    fn what_linode_cannot_keep_is_refused_before_it_is_sent() {
        let critical = RrData::Caa { flags: 128, tag: "issue".into(), value: "ca.example".into() };
        assert_eq!(body(&zone(), "customer.example", 300, &critical).unwrap_err().kind, ErrorKind::Unsupported);
    }

    #[test]
    fn answers_are_read_as_they_come() {
        let named = json!({"id": 1, "type": "SRV", "name": "_sip._tls", "target": "sip.example.com", "priority": 1,
                           "weight": 2, "port": 443, "service": "_sip", "protocol": "_tls", "ttl_sec": 0, "tag": null});
        let named = read(named);
        assert_eq!((named.name.as_str(), named.ttl), ("_sip._tls.customer.example", DEFAULT_TTL_S));
        let upper = json!({"id": 2, "type": "CNAME", "name": "WWW", "target": "Edge.Example.COM", "priority": 0,
                           "weight": 0, "port": 0, "service": null, "protocol": null, "ttl_sec": 300, "tag": null});
        let upper = read(upper);
        assert_eq!(
            (upper.name.as_str(), upper.data),
            ("www.customer.example", RrData::Cname("edge.example.com".into()))
        );
        let full =
            read(json!({"id": 5, "type": "A", "name": "app.customer.example", "target": "192.0.2.1", "ttl_sec": 300}));
        assert_eq!(full.name, "app.customer.example");
        let unknown = read(json!({"id": 3, "type": "PTR", "name": "1", "target": "a.example", "ttl_sec": 300}));
        assert_eq!(unknown.data, RrData::Other { rtype: "PTR".into(), text: "a.example".into() });
        assert!(read(json!({"id": 4, "type": "NS", "name": "", "target": "ns1.linode.com"})).untouchable.is_some());
    }
}
