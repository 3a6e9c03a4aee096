//! Hetzner: sets with actions, of which some take a while.

use super::json_sets::{after_zone, grouped, listed, many, put, rows_of, with_relative_targets};
use crate::recording::{Asked, Told};
use crate::rows::{Edit, Row, absolute};
use crate::tongue::{Meaning, Tongue, ZoneRow};
use nameplate_domain::zone::{RrType, relative_name};
use serde_json::{Value, json};

pub(crate) struct Hetzner;

impl Hetzner {
    fn set(name: &str, rtype: &str, ttl: &Value, records: &Value, zone: &str) -> Vec<Row> {
        with_relative_targets(rows_of(name, rtype, ttl, records, Some("value"), zone), Some("value"), zone)
    }
}

impl Tongue for Hetzner {
    fn credential(&self, _base: &str, _zone: &ZoneRow) -> String {
        "hetznerrecordedtoken0123456789abcdefghijklmnopqrstuvwxyz0123456789".to_owned()
    }

    fn meaning(&self, asked: &Asked, zone: &str) -> Meaning {
        // The console's API of old has other tokens, paths and records.
        if asked.path.first().is_some_and(|part| part == "api") {
            return Meaning::Beyond;
        }
        let Some(rest) = asked.after("zones") else { return Meaning::Aside };
        let name = |name: &str| absolute(name, zone);
        let set = |of: &str, rtype: &str| Self::set(&name(of), rtype, &asked.body["ttl"], &asked.body["records"], zone);
        match (asked.method.as_str(), rest.as_slice()) {
            (_, ["actions", ..]) => Meaning::Aside,
            ("GET", []) => Meaning::Zones(asked.query("name").map(str::to_owned)),
            ("GET", [zone]) => Meaning::Zone((*zone).to_owned()),
            ("GET", [_, "rrsets"]) => {
                Meaning::List { name: asked.query("name").map(name), rtype: asked.query("type").map(RrType::from) }
            }
            ("GET", [_, "rrsets", of, rtype]) => {
                Meaning::List { name: Some(name(of)), rtype: Some(RrType::from(*rtype)) }
            }
            ("POST", [_, "rrsets"]) => {
                let text = |key: &str| asked.body[key].as_str().unwrap_or_default();
                put(name(text("name")), text("type"), set(text("name"), text("type")))
            }
            ("DELETE", [_, "rrsets", of, rtype]) => put(name(of), rtype, vec![]),
            ("POST", [_, "rrsets", of, rtype, "actions", verb]) => Meaning::Write(match *verb {
                "set_records" => vec![Edit::Put { name: name(of), rtype: RrType::from(*rtype), rows: set(of, rtype) }],
                "add_records" => set(of, rtype).into_iter().map(Edit::Add).collect(),
                "remove_records" => {
                    let data = set(of, rtype).into_iter().map(|row| row.data).collect();
                    vec![Edit::Take { name: name(of), rtype: RrType::from(*rtype), data }]
                }
                "change_ttl" => {
                    let ttl = asked.body["ttl"].as_u64().and_then(|ttl| u32::try_from(ttl).ok()).unwrap_or_default();
                    vec![Edit::Ttl { name: name(of), rtype: RrType::from(*rtype), ttl }]
                }
                _ => return Meaning::Beyond,
            }),
            _ => Meaning::Beyond,
        }
    }

    fn zone_of(&self, asked: &Asked) -> Option<String> {
        after_zone(asked, "zones").filter(|part| part != "actions")
    }

    fn zones(&self, told: &Told) -> Vec<ZoneRow> {
        let raw = match &told.body["zones"] {
            Value::Array(zones) => zones.clone(),
            _ => many(&told.body["zone"]),
        };
        let zone = |raw: &Value| {
            let name = raw["name"].as_str()?.to_lowercase();
            Some(ZoneRow { id: raw["id"].to_string(), name, is_served: raw["mode"] == "primary" })
        };
        raw.iter().filter_map(zone).collect()
    }

    fn rows(&self, told: &Told, zone: &str) -> Vec<Row> {
        let raw = match &told.body["rrsets"] {
            Value::Array(sets) => sets.clone(),
            _ => many(&told.body["rrset"]),
        };
        let set = |raw: &Value| {
            let name = absolute(raw["name"].as_str()?, zone);
            Some(Self::set(&name, raw["type"].as_str()?, &raw["ttl"], &raw["records"], zone))
        };
        raw.iter().filter_map(set).flatten().collect()
    }

    fn row(&self, _raw: &Value, _zone: &str) -> Option<Row> {
        None
    }

    fn list(&self, asked: &Asked, zone: &ZoneRow, rows: &[Row]) -> Told {
        let shown = |(name, rtype, ttl, values): (String, RrType, u32, Vec<Value>)| {
            let name = relative_name(&name, &zone.name).to_owned();
            json!({"id": format!("{name}/{rtype}"), "name": name, "type": rtype.as_str(), "ttl": ttl, "labels": {},
                "protection": {"change": false}, "records": values, "zone": 1})
        };
        let sets: Vec<Value> = grouped(&listed(rows, asked, self, &zone.name)).into_iter().map(shown).collect();
        if asked.after("zones").is_some_and(|rest| rest.len() == 4) {
            return sets.first().map_or_else(
                || Told::new(404, json!({"error": {"code": "not_found", "message": "none"}})),
                |set| Told::new(200, json!({"rrset": set})),
            );
        }
        let pages = json!({"page": 1, "per_page": 100, "previous_page": null, "next_page": null, "last_page": 1,
            "total_entries": sets.len()});
        Told::new(200, json!({"meta": {"pagination": pages}, "rrsets": sets}))
    }

    fn zone_answer(&self, asked: &Asked, zone: &ZoneRow) -> Told {
        let raw = json!({"id": zone.id.parse::<u64>().unwrap_or(1), "name": zone.name, "mode": "primary", "ttl": 3600,
            "status": "ok", "labels": {}, "protection": {"delete": false}, "record_count": 1});
        let pages = json!({"page": 1, "per_page": 100, "previous_page": null, "next_page": null, "last_page": 1, "total_entries": 1});
        Told::new(
            200,
            match asked.after("zones").is_some_and(|rest| rest.is_empty()) {
                true => json!({"zones": [raw], "meta": {"pagination": pages}}),
                false => json!({"zone": raw}),
            },
        )
    }

    fn done(&self, _asked: &Asked, _rows: &[Row]) -> Told {
        let action = json!({"id": 7, "command": "set_rrset_records", "status": "running", "progress": 0, "error": null,
            "started": "2026-01-13T14:16:43Z", "finished": null, "resources": [{"id": 1, "type": "zone"}]});
        Told::new(201, json!({"action": action}))
    }

    fn aside(&self, _asked: &Asked) -> Told {
        let action = json!({"id": 7, "command": "set_rrset_records", "status": "success", "progress": 100, "error": null,
            "started": "2026-01-13T14:16:43Z", "finished": "2026-01-13T14:16:44Z", "resources": []});
        Told::new(200, json!({"action": action}))
    }
}
