//! APIs whose sets have paths of their own: Gandi, deSEC.

use super::json_sets::{after_zone, grouped, listed, many, named, put, rows_of, with_relative_targets};
use crate::recording::{Asked, Told};
use crate::rows::{Edit, Row, absolute};
use crate::tongue::{Meaning, Tongue, ZoneRow};
use nameplate_domain::zone::{RrType, relative_name};
use serde_json::{Value, json};

pub(crate) struct Gandi;
pub(crate) struct Desec;

impl Gandi {
    fn set(raw: &Value, name: &str, rtype: &str, zone: &str) -> Vec<Row> {
        let rows = rows_of(name, rtype, &raw["rrset_ttl"], &raw["rrset_values"], None, zone);
        with_relative_targets(rows, None, zone)
    }
}

impl Tongue for Gandi {
    fn credential(&self, _base: &str, _zone: &ZoneRow) -> String {
        "gandi-recorded-token".to_owned()
    }

    fn meaning(&self, asked: &Asked, zone: &str) -> Meaning {
        let Some(rest) = asked.after("domains") else { return Meaning::Aside };
        let name = |name: &str| absolute(name, zone);
        match (asked.method.as_str(), rest.as_slice()) {
            ("GET", []) => Meaning::Zones(None),
            ("GET", [zone]) => Meaning::Zone((*zone).to_owned()),
            ("GET", [_, "records"]) => Meaning::ALL,
            ("GET", [_, "records", of]) => Meaning::List { name: Some(name(of)), rtype: None },
            ("GET", [_, "records", of, rtype]) => {
                Meaning::List { name: Some(name(of)), rtype: Some(RrType::from(*rtype)) }
            }
            ("PUT" | "POST", [_, "records", of, rtype]) => {
                put(name(of), rtype, Self::set(&asked.body, &name(of), rtype, zone))
            }
            ("DELETE", [_, "records", of, rtype]) => put(name(of), rtype, vec![]),
            ("DELETE", [_, "records", of]) => Meaning::Write(vec![Edit::DropName(name(of))]),
            ("PUT", [_, "records", of]) => {
                let items = asked.body["items"].as_array().cloned().unwrap_or_else(|| many(&asked.body));
                let sets = items.iter().flat_map(|raw| {
                    let rtype = raw["rrset_type"].as_str().unwrap_or_default();
                    Self::set(raw, &name(of), rtype, zone)
                });
                Meaning::Write(vec![Edit::DropName(name(of))].into_iter().chain(sets.map(Edit::Add)).collect())
            }
            _ => Meaning::Beyond,
        }
    }

    fn zone_of(&self, asked: &Asked) -> Option<String> {
        after_zone(asked, "domains")
    }

    fn zones(&self, told: &Told) -> Vec<ZoneRow> {
        named(&many(&told.body), "fqdn")
    }

    fn rows(&self, told: &Told, zone: &str) -> Vec<Row> {
        let set = |raw: Value| {
            let name = absolute(raw["rrset_name"].as_str()?, zone);
            Some(Self::set(&raw, &name, raw["rrset_type"].as_str()?, zone))
        };
        many(&told.body).into_iter().filter_map(set).flatten().collect()
    }

    fn row(&self, _raw: &Value, _zone: &str) -> Option<Row> {
        None
    }

    fn list(&self, asked: &Asked, zone: &ZoneRow, rows: &[Row]) -> Told {
        let shown = |(name, rtype, ttl, values): (String, RrType, u32, Vec<Value>)| {
            let name = relative_name(&name, &zone.name).to_owned();
            json!({"rrset_name": name, "rrset_type": rtype.as_str(), "rrset_ttl": ttl, "rrset_values": values})
        };
        let sets: Vec<Value> = grouped(&listed(rows, asked, self, &zone.name)).into_iter().map(shown).collect();
        match (asked.after("domains").map_or(0, |rest| rest.len()), sets.first()) {
            (4, Some(set)) => Told::new(200, set.clone()),
            (4, None) => {
                Told::new(404, json!({"code": 404, "object": "dns-record", "message": "none", "cause": "Not Found"}))
            }
            _ => Told::new(200, sets.into()),
        }
    }

    fn zone_answer(&self, asked: &Asked, zone: &ZoneRow) -> Told {
        let raw = json!({"fqdn": zone.name, "domain_href": "", "domain_records_href": ""});
        Told::new(200, if asked.after("domains").is_some_and(|rest| rest.is_empty()) { json!([raw]) } else { raw })
    }

    fn done(&self, asked: &Asked, _rows: &[Row]) -> Told {
        match asked.is("DELETE") {
            true => Told::new(204, Value::Null),
            false => Told::new(201, json!({"message": "DNS Record Created"})),
        }
    }

    fn aside(&self, _asked: &Asked) -> Told {
        Told::new(200, json!({}))
    }
}

impl Desec {
    fn set(raw: &Value, name: &str, rtype: &str, zone: &str) -> Vec<Row> {
        rows_of(name, rtype, &raw["ttl"], &raw["records"], None, zone)
    }

    fn edit(raw: &Value, zone: &str) -> Option<Edit> {
        let (name, rtype) = (absolute(raw["subname"].as_str()?, zone), raw["type"].as_str()?);
        let rows = Self::set(raw, &name, rtype, zone);
        Some(Edit::Put { name, rtype: RrType::from(rtype), rows })
    }
}

impl Tongue for Desec {
    fn credential(&self, _base: &str, _zone: &ZoneRow) -> String {
        "desec-recorded-token".to_owned()
    }

    fn meaning(&self, asked: &Asked, zone: &str) -> Meaning {
        let Some(rest) = asked.after("domains") else { return Meaning::Aside };
        let name = |name: &str| absolute(name, zone);
        match (asked.method.as_str(), rest.as_slice()) {
            ("GET", []) => Meaning::Zones(asked.query("owns_qname").map(|_| zone.to_owned())),
            ("GET", [zone]) => Meaning::Zone((*zone).to_owned()),
            ("GET", [_, "rrsets"]) => {
                Meaning::List { name: asked.query("subname").map(name), rtype: asked.query("type").map(RrType::from) }
            }
            ("POST" | "PUT" | "PATCH", [_, "rrsets"]) => {
                Meaning::Write(many(&asked.body).iter().filter_map(|raw| Self::edit(raw, zone)).collect())
            }
            ("GET", [_, "rrsets", of, rtype]) => {
                Meaning::List { name: Some(name(of)), rtype: Some(RrType::from(*rtype)) }
            }
            ("PUT" | "PATCH", [_, "rrsets", of, rtype]) => {
                put(name(of), rtype, Self::set(&asked.body, &name(of), rtype, zone))
            }
            ("DELETE", [_, "rrsets", of, rtype]) => put(name(of), rtype, vec![]),
            _ => Meaning::Beyond,
        }
    }

    fn zone_of(&self, asked: &Asked) -> Option<String> {
        after_zone(asked, "domains")
    }

    fn zones(&self, told: &Told) -> Vec<ZoneRow> {
        named(&many(&told.body), "name")
    }

    fn rows(&self, told: &Told, zone: &str) -> Vec<Row> {
        let set = |raw: Value| {
            let name = absolute(raw["subname"].as_str()?, zone);
            Some(Self::set(&raw, &name, raw["type"].as_str()?, zone))
        };
        many(&told.body).into_iter().filter_map(set).flatten().collect()
    }

    fn row(&self, _raw: &Value, _zone: &str) -> Option<Row> {
        None
    }

    fn list(&self, asked: &Asked, zone: &ZoneRow, rows: &[Row]) -> Told {
        let shown = |(name, rtype, ttl, values): (String, RrType, u32, Vec<Value>)| {
            let sub = if name == zone.name { "" } else { relative_name(&name, &zone.name) };
            json!({"domain": zone.name, "subname": sub, "name": format!("{name}."), "type": rtype.as_str(), "ttl": ttl,
                "records": values, "created": "2025-10-15T23:22:14.754330Z", "touched": "2025-10-15T23:22:14.762918Z"})
        };
        let sets: Vec<Value> = grouped(&listed(rows, asked, self, &zone.name)).into_iter().map(shown).collect();
        match (asked.after("domains").map_or(0, |rest| rest.len()), sets.first()) {
            (4, Some(set)) => Told::new(200, set.clone()),
            (4, None) => Told::new(404, json!({"detail": "Not found."})),
            _ => Told::new(200, sets.into()),
        }
    }

    fn zone_answer(&self, asked: &Asked, zone: &ZoneRow) -> Told {
        // Low, so that what was recorded in other times is not held to a later bound.
        let raw = json!({"name": zone.name, "minimum_ttl": 60, "created": "2022-11-12T18:01:35.454616Z",
            "published": "2022-11-12T18:03:19.516440Z", "touched": "2022-11-12T18:03:19.516440Z", "keys": []});
        Told::new(200, if asked.after("domains").is_some_and(|rest| rest.is_empty()) { json!([raw]) } else { raw })
    }

    fn done(&self, asked: &Asked, _rows: &[Row]) -> Told {
        match asked.method.as_str() {
            "DELETE" => Told::new(204, Value::Null),
            "POST" => Told::new(201, asked.body.clone()),
            _ => Told::new(200, asked.body.clone()),
        }
    }

    fn aside(&self, _asked: &Asked) -> Told {
        Told::new(200, json!({}))
    }
}
