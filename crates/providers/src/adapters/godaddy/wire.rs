//! GoDaddy's records: relative names, `@` for the zone itself in names and in data, SRV in parts.

use crate::contract::Zone;
use crate::problem::{ErrorKind, ProviderError};
use crate::record_wise::Listed;
use nameplate_domain::zone::{RrData, RrType, absolute_name, relative_name};
use serde::{Deserialize, Serialize};

/// Where a set is addressed. For SRV the name is what follows service and protocol.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Place {
    pub(super) rtype: RrType,
    /// Relative; `@` for the apex.
    pub(super) name: String,
    /// Service and protocol of an SRV set, each with its underscore.
    service: Option<(String, String)>,
}

impl Place {
    pub(super) fn of(name: &str, rtype: &RrType, zone: &str) -> Result<Self, ProviderError> {
        let relative = relative_name(name, zone);
        if *rtype != RrType::Srv {
            return Ok(Self { rtype: rtype.clone(), name: relative.to_owned(), service: None });
        }
        let mut labels = relative.splitn(3, '.');
        match (labels.next(), labels.next(), labels.next()) {
            (Some(service), Some(protocol), rest) if service.starts_with('_') && protocol.starts_with('_') => {
                Ok(Self {
                    rtype: RrType::Srv,
                    name: rest.unwrap_or("@").to_owned(),
                    service: Some((service.to_owned(), protocol.to_owned())),
                })
            }
            _ => Err(ProviderError::new(
                ErrorKind::Unsupported,
                format!("GoDaddy keeps SRV records only at names such as _service._tcp.{zone}, not at {name}."),
            )),
        }
    }
}

/// As the API shows it and takes it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Record {
    #[serde(rename = "type")]
    rtype: String,
    name: String,
    data: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ttl: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<String>,
}

impl Record {
    /// The owner: absolute, lower case.
    pub(super) fn owner(&self, zone: &str) -> String {
        let parent = absolute_name(&self.name, zone);
        match (&self.service, &self.protocol) {
            (Some(service), Some(protocol)) if self.rtype.eq_ignore_ascii_case("SRV") && !service.is_empty() => {
                let underscored = |label: &str| format!("_{}", label.trim_start_matches('_').to_ascii_lowercase());
                format!("{}.{}.{parent}", underscored(service), underscored(protocol))
            }
            _ => parent,
        }
    }

    pub(super) fn into_listed(self, zone: &Zone) -> Listed {
        let name = self.owner(&zone.name);
        let rtype = RrType::from(self.rtype.as_str());
        let target = if self.data == "@" { &zone.name } else { &self.data };
        let text = match rtype {
            RrType::Mx => format!("{} {target}", self.priority.unwrap_or_default()),
            RrType::Srv => {
                let (priority, weight) = (self.priority.unwrap_or_default(), self.weight.unwrap_or_default());
                format!("{priority} {weight} {} {target}", self.port.unwrap_or_default())
            }
            RrType::Txt => self.data.clone(),
            _ => target.clone(),
        };
        let untouchable = match rtype {
            RrType::Ns if name == zone.name => Some("they are the zone's name servers."),
            RrType::Cname if relative_name(&name, &zone.name) == "_domainconnect" => {
                Some("GoDaddy keeps it for Domain Connect.")
            }
            _ => None,
        };
        Listed {
            id: String::new(),
            ttl: self.ttl.unwrap_or(3600),
            data: RrData::parse(&rtype, &text).unwrap_or(RrData::Other { rtype: self.rtype, text: self.data }),
            untouchable: untouchable.map(str::to_owned),
            name,
        }
    }

    pub(super) fn of(place: &Place, ttl: u32, data: &RrData) -> Result<Self, ProviderError> {
        // A host name that is empty says "none here"; in zone files that is the root.
        let host = |name: &str| if name.is_empty() { ".".to_owned() } else { name.to_owned() };
        let mut record = Self {
            rtype: place.rtype.as_str().to_owned(),
            name: place.name.clone(),
            data: String::new(),
            ttl: Some(ttl),
            priority: None,
            weight: None,
            port: None,
            service: None,
            protocol: None,
        };
        record.data = match data {
            RrData::Mx { preference, exchange } => {
                record.priority = Some(*preference);
                host(exchange)
            }
            RrData::Srv { priority, weight, port, target } => {
                (record.priority, record.weight, record.port) = (Some(*priority), Some(*weight), Some(*port));
                (record.service, record.protocol) = place.service.clone().unzip();
                host(target)
            }
            RrData::A(_) | RrData::Aaaa(_) | RrData::Cname(_) | RrData::Ns(_) | RrData::Txt(_) => data.to_string(),
            RrData::Alias(_) | RrData::Caa { .. } | RrData::Other { .. } => {
                return Err(ProviderError::new(
                    ErrorKind::Unsupported,
                    format!("GoDaddy's API cannot write {} records; use its panel.", data.rtype()),
                ));
            }
        };
        Ok(record)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use serde_json::{Value, json};

    fn zone() -> Zone {
        Zone::named("customer.example")
    }

    fn read(json: Value) -> Listed {
        serde_json::from_value::<Record>(json).unwrap().into_listed(&zone())
    }

    fn written(name: &str, rtype: RrType, text: &str) -> Value {
        let data = RrData::parse(&rtype, text).unwrap();
        let place = Place::of(name, &rtype, "customer.example").unwrap();
        serde_json::to_value(Record::of(&place, 600, &data).unwrap()).unwrap()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let long = format!("v=x; a=\\ \"{}\"", "k".repeat(290));
        for (name, rtype, text, wire_name) in [
            ("customer.example", RrType::A, "192.0.2.1", "@"),
            ("*.customer.example", RrType::Cname, "edge.example.com", "*"),
            ("*.a.customer.example", RrType::Aaaa, "2001:db8::1", "*.a"),
            ("mail.customer.example", RrType::Mx, "10 mx.example.com", "mail"),
            ("mail.customer.example", RrType::Mx, "0 .", "mail"),
            ("_sip._tls.customer.example", RrType::Srv, "1 2 443 sip.example.com", "@"),
            ("_sip._tls.a.b.customer.example", RrType::Srv, "1 2 443 xn--bcher-kva.example", "a.b"),
            ("customer.example", RrType::Txt, long.as_str(), "@"),
            ("sub.customer.example", RrType::Ns, "ns1.example.net", "sub"),
        ] {
            let wire = written(name, rtype.clone(), text);
            assert_eq!((wire["name"].as_str(), wire["ttl"].as_u64()), (Some(wire_name), Some(600)), "{wire}");
            let listed = read(wire);
            assert_eq!((listed.name.as_str(), listed.ttl, listed.untouchable), (name, 600, None));
            assert_eq!(listed.data, RrData::parse(&rtype, text).unwrap());
        }
    }

    #[test]
    fn parts_of_an_srv_record_have_fields_of_their_own() {
        assert_eq!(
            written("_sip._tls.customer.example", RrType::Srv, "1 2 443 sip.example.com"),
            json!({"type": "SRV", "name": "@", "data": "sip.example.com", "ttl": 600, "priority": 1, "weight": 2,
                   "port": 443, "service": "_sip", "protocol": "_tls"})
        );
        let elsewhere = Place::of("sip.customer.example", &RrType::Srv, "customer.example").unwrap_err();
        assert_eq!(elsewhere.kind, ErrorKind::Unsupported);
    }

    #[test]
    fn answers_are_read_as_they_come() {
        let www = read(json!({"data": "@", "name": "WWW", "ttl": 3600, "type": "CNAME"}));
        assert_eq!((www.name.as_str(), www.data), ("www.customer.example", RrData::Cname("customer.example".into())));
        let space = read(json!({"data": " ", "name": "_acme-challenge", "ttl": 600, "type": "TXT"}));
        assert_eq!(space.data, RrData::Txt(" ".into()));
        let parked = read(json!({"data": "Parked", "name": "@", "ttl": 600, "type": "A"}));
        assert_eq!(parked.data, RrData::Other { rtype: "A".into(), text: "Parked".into() });
        let caa = read(json!({"data": "0 issue \"ca.example\"", "name": "@", "ttl": 600, "type": "CAA"}));
        assert_eq!(caa.data, RrData::Caa { flags: 0, tag: "issue".into(), value: "ca.example".into() });
        let unknown = read(json!({"data": "1 . alpn=h2", "name": "@", "ttl": 600, "type": "HTTPS"}));
        assert_eq!(unknown.data.rtype(), RrType::Other("HTTPS".into()));
    }

    #[test]
    fn what_godaddy_keeps_for_itself_is_left_alone() {
        let connect = json!({"data": "_domainconnect.gd.domaincontrol.com", "name": "_domainconnect", "ttl": 3600, "type": "CNAME"});
        assert!(read(connect).untouchable.is_some());
        assert!(
            read(json!({"data": "ns09.domaincontrol.com", "name": "@", "ttl": 3600, "type": "NS"}))
                .untouchable
                .is_some()
        );
    }

    #[test]
    fn what_the_api_does_not_take_is_refused_before_it_is_sent() {
        let caa = RrData::Caa { flags: 0, tag: "issue".into(), value: "ca.example".into() };
        let place = Place::of("customer.example", &RrType::Caa, "customer.example").unwrap();
        assert_eq!(Record::of(&place, 600, &caa).unwrap_err().kind, ErrorKind::Unsupported);
    }
}
