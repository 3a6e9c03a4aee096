//! APIs of single records whose paths are made otherwise: Porkbun, IONOS.

use super::table::{IONOS, PORKBUN};
use crate::recording::{Asked, Told};
use crate::rows::{Edit, Row, absolute};
use crate::tongue::{Meaning, Tongue, ZoneRow};
use nameplate_domain::zone::RrType;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// `/dns/<command>/<zone>/<id>`, all of them POST.
pub(crate) struct Porkbun;

/// Zones that are shown with their records, and records that come in lists.
pub(crate) struct Ionos;

macro_rules! as_words {
    ($words:expr) => {
        fn credential(&self, base: &str, zone: &ZoneRow) -> String {
            $words.credential(base, zone)
        }

        fn new_id(&self, number: usize) -> Value {
            $words.new_id(number)
        }

        fn zone_of(&self, asked: &Asked) -> Option<String> {
            $words.zone_of(asked)
        }

        fn zones(&self, told: &Told) -> Vec<ZoneRow> {
            $words.zones(told)
        }

        fn rows(&self, told: &Told, zone: &str) -> Vec<Row> {
            $words.rows(told, zone)
        }

        fn row(&self, raw: &Value, zone: &str) -> Option<Row> {
            $words.row(raw, zone)
        }

        fn list(&self, asked: &Asked, zone: &ZoneRow, rows: &[Row]) -> Told {
            $words.list(asked, zone, rows)
        }

        fn aside(&self, asked: &Asked) -> Told {
            $words.aside(asked)
        }
    };
}

impl Tongue for Porkbun {
    as_words!(PORKBUN);

    fn meaning(&self, asked: &Asked, zone: &str) -> Meaning {
        let path: Vec<&str> = asked.path.iter().map(String::as_str).collect();
        let at = path.iter().position(|part| *part == "dns" || *part == "domain").unwrap_or(path.len());
        let set = |name: &[&str], rtype: &str| (absolute(name.first().unwrap_or(&""), zone), RrType::from(rtype));
        match path.get(at..).unwrap_or_default() {
            ["domain", ..] => Meaning::Zones(None),
            ["dns", "retrieve", _] => Meaning::ALL,
            ["dns", "retrieveByNameType", _, rtype, name @ ..] => {
                let (name, rtype) = set(name, rtype);
                Meaning::List { name: Some(name), rtype: Some(rtype) }
            }
            ["dns", "create", _] => Meaning::Write(self.row(&asked.body, zone).map(Edit::Add).into_iter().collect()),
            ["dns", "edit", _, id] => {
                Meaning::Write(vec![Edit::Merge { id: (*id).to_owned(), fields: asked.body.clone() }])
            }
            ["dns", "delete", _, id] => Meaning::Write(vec![Edit::Remove { id: (*id).to_owned() }]),
            ["dns", "deleteByNameType", _, rtype, name @ ..] => {
                let (name, rtype) = set(name, rtype);
                Meaning::Write(vec![Edit::Put { name, rtype, rows: vec![] }])
            }
            _ => Meaning::Aside,
        }
    }

    fn zone_answer(&self, _asked: &Asked, zone: &ZoneRow) -> Told {
        Told::new(200, (PORKBUN.zones)(vec![(PORKBUN.zone)(zone)]))
    }

    fn done(&self, asked: &Asked, _rows: &[Row]) -> Told {
        match asked.path.iter().any(|part| part == "create") {
            true => Told::new(200, (PORKBUN.one)(Value::Null)),
            false => Told::new(200, json!({"status": "SUCCESS"})),
        }
    }

    fn refusal(&self, told: &Told) -> Option<&'static str> {
        let words = format!("{} {}", told.body["code"], told.body["message"]).to_lowercase();
        match (told.body["status"].as_str(), told.status) {
            (Some("SUCCESS"), 200) => None,
            (_, 429 | 503) => Some("rate_limited"),
            _ if words.contains("api key") => Some("bad_credential"),
            _ if words.contains("domain") => Some("no_such_zone"),
            _ => Some("rejected"),
        }
    }
}

impl Tongue for Ionos {
    as_words!(IONOS);

    fn meaning(&self, asked: &Asked, zone: &str) -> Meaning {
        let Some(rest) = asked.after("zones") else { return Meaning::Aside };
        let rows = |body: &Value| -> Vec<Row> {
            body.as_array().into_iter().flatten().filter_map(|raw| self.row(raw, zone)).collect()
        };
        match (asked.method.as_str(), rest.as_slice()) {
            ("GET", [_]) => {
                let name = asked.query("recordName").map(|name| absolute(name, zone));
                let rtype = asked.query("recordType").filter(|types| !types.contains(',')).map(RrType::from);
                Meaning::List { name, rtype }
            }
            ("POST", [_, "records"]) => Meaning::Write(rows(&asked.body).into_iter().map(Edit::Add).collect()),
            ("PATCH", [_]) => {
                let mut sets: BTreeMap<(String, RrType), Vec<Row>> = BTreeMap::new();
                for row in rows(&asked.body) {
                    sets.entry((row.name.clone(), row.data.rtype())).or_default().push(row);
                }
                Meaning::Write(sets.into_iter().map(|((name, rtype), rows)| Edit::Put { name, rtype, rows }).collect())
            }
            ("PUT", [_]) => Meaning::Write(vec![Edit::Everything(rows(&asked.body))]),
            _ => IONOS.meaning(asked, zone),
        }
    }

    fn zone_answer(&self, _asked: &Asked, zone: &ZoneRow) -> Told {
        Told::new(200, (IONOS.zones)(vec![(IONOS.zone)(zone)]))
    }

    fn done(&self, asked: &Asked, rows: &[Row]) -> Told {
        match asked.method.as_str() {
            "POST" => Told::new(201, rows.iter().map(|row| row.raw.clone()).collect::<Vec<_>>().into()),
            "PATCH" | "DELETE" => Told::new(200, Value::Null),
            _ => Told::new(200, rows.last().map(|row| row.raw.clone()).unwrap_or_default()),
        }
    }
}
