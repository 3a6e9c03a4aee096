//! GoDaddy: records in lists, addressed by type and name.

use super::json_records::data_of;
use super::json_sets::{after_zone, listed, many, named, put};
use crate::recording::{Asked, Told};
use crate::rows::{Edit, Row, absolute};
use crate::tongue::{Meaning, Tongue, ZoneRow};
use nameplate_domain::zone::{RrData, RrType};
use serde_json::{Value, json};

pub(crate) struct GoDaddy;

impl Tongue for GoDaddy {
    fn credential(&self, _base: &str, _zone: &ZoneRow) -> String {
        "recordedkey:recordedsecret".to_owned()
    }

    fn meaning(&self, asked: &Asked, zone: &str) -> Meaning {
        let Some(rest) = asked.after("domains") else { return Meaning::Aside };
        let name = |name: &str| absolute(name, zone);
        let rows = |of: Option<&str>, rtype: Option<&str>| -> Vec<Row> {
            let full = |raw: &Value| {
                let mut raw = raw.clone();
                for (key, value) in [("name", of), ("type", rtype)] {
                    if let (true, Some(value)) = (raw[key].is_null(), value) {
                        raw[key] = value.into();
                    }
                }
                self.row(&raw, zone)
            };
            many(&asked.body).iter().filter_map(full).collect()
        };
        match (asked.method.as_str(), rest.as_slice()) {
            ("GET", []) => Meaning::Zones(None),
            ("GET", [zone]) => Meaning::Zone((*zone).to_owned()),
            ("GET", [_, "records"]) => Meaning::ALL,
            ("GET", [_, "records", rtype]) => Meaning::List { name: None, rtype: Some(RrType::from(*rtype)) },
            ("GET", [_, "records", rtype, of]) => {
                Meaning::List { name: Some(name(of)), rtype: Some(RrType::from(*rtype)) }
            }
            ("PUT", [_, "records", rtype, of]) => {
                // Records of other names in it are not this set.
                let rows = rows(Some(of), Some(rtype)).into_iter().filter(|row| row.name == name(of)).collect();
                put(name(of), rtype, rows)
            }
            ("DELETE", [_, "records", rtype, of]) => put(name(of), rtype, vec![]),
            ("PUT", [_, "records", rtype]) => {
                Meaning::Write(vec![Edit::PutType { rtype: RrType::from(*rtype), rows: rows(None, Some(rtype)) }])
            }
            ("PUT", [_, "records"]) => Meaning::Write(vec![Edit::Everything(rows(None, None))]),
            ("PATCH", [_, "records"]) => Meaning::Write(rows(None, None).into_iter().map(Edit::Add).collect()),
            _ => Meaning::Beyond,
        }
    }

    fn zone_of(&self, asked: &Asked) -> Option<String> {
        after_zone(asked, "domains")
    }

    fn zones(&self, told: &Told) -> Vec<ZoneRow> {
        let is_served = |raw: &Value| raw["status"].as_str().is_none_or(|status| status == "ACTIVE");
        let mut zones = named(&many(&told.body), "domain");
        for (zone, raw) in zones.iter_mut().zip(many(&told.body)) {
            zone.is_served = is_served(&raw);
        }
        zones
    }

    fn rows(&self, told: &Told, zone: &str) -> Vec<Row> {
        many(&told.body).iter().filter_map(|raw| self.row(raw, zone)).collect()
    }

    fn row(&self, raw: &Value, zone: &str) -> Option<Row> {
        let (rtype, mut name) = (raw["type"].as_str()?, raw["name"].as_str()?.to_owned());
        if let (Some(service), Some(protocol)) = (raw["service"].as_str(), raw["protocol"].as_str()) {
            let under = if name == "@" { String::new() } else { format!(".{name}") };
            name = format!("{service}.{protocol}{under}");
        }
        let value = raw["data"].as_str()?;
        let data = if rtype == "TXT" { RrData::Txt(value.to_owned()) } else { data_of(rtype, value, raw, zone) };
        let ttl = raw["ttl"].as_u64().and_then(|ttl| u32::try_from(ttl).ok());
        Some(Row { id: String::new(), name: absolute(&name, zone), ttl, data, raw: raw.clone() })
    }

    fn list(&self, asked: &Asked, zone: &ZoneRow, rows: &[Row]) -> Told {
        let raw: Vec<Value> = listed(rows, asked, self, &zone.name).into_iter().map(|row| row.raw).collect();
        let is_later = asked.query("offset").is_some_and(|offset| offset != "0" && offset != "1");
        Told::new(200, if is_later { json!([]) } else { raw.into() })
    }

    fn zone_answer(&self, asked: &Asked, zone: &ZoneRow) -> Told {
        let servers = ["ns09.domaincontrol.com", "ns10.domaincontrol.com"];
        let raw = json!({"domain": zone.name, "domainId": 1, "status": "ACTIVE", "nameServers": servers});
        Told::new(200, if asked.after("domains").is_some_and(|rest| rest.is_empty()) { json!([raw]) } else { raw })
    }

    fn done(&self, asked: &Asked, _rows: &[Row]) -> Told {
        Told::new(if asked.is("DELETE") { 204 } else { 200 }, Value::Null)
    }

    fn aside(&self, _asked: &Asked) -> Told {
        Told::new(200, json!({}))
    }
}
