//! APIs of single records in JSON, which differ in words more than in shape.

use super::json_sets::filtered;
use crate::recording::{Asked, Told};
use crate::rows::{Edit, Row, absolute, parsed};
use crate::tongue::{Meaning, Tongue, ZoneRow, by_status};
use nameplate_domain::zone::{RrData, RrType};
use serde_json::{Value, json};

/// One of them.
pub(crate) struct Words {
    pub(crate) credential: &'static str,
    /// Segments of paths after which the zone comes.
    pub(crate) anchors: &'static [&'static str],
    /// The segment for records.
    pub(crate) records: &'static str,
    /// A list of records around them.
    pub(crate) list: fn(&ZoneRow, Vec<Value>) -> Value,
    /// One record, as writes answer it.
    pub(crate) one: fn(Value) -> Value,
    /// A zone as it is shown.
    pub(crate) zone: fn(&ZoneRow) -> Value,
    /// A list of zones around them.
    pub(crate) zones: fn(Vec<Value>) -> Value,
    /// One zone, as it is answered.
    pub(crate) one_zone: fn(Value) -> Value,
    /// The answer to requests beside.
    pub(crate) aside: fn(&Asked) -> Value,
    /// Statuses of a creation and a removal.
    pub(crate) created: u16,
    pub(crate) removed: u16,
    pub(crate) ids_are_numbers: bool,
    /// Whether listed names are absolute.
    pub(crate) names_are_absolute: bool,
}

/// The first list in an answer, whatever it is called.
pub(crate) fn items(body: &Value) -> Vec<Value> {
    const KEYS: [&str; 9] =
        ["result", "domain_records", "records", "data", "rrsets", "value", "zones", "domains", "managedZones"];
    let list = body.as_array().or_else(|| KEYS.iter().find_map(|key| body[key].as_array()));
    if let Some(list) = list {
        return list.clone();
    }
    let one = ["result", "domain_record", "record", "data", "domain", "zone"].iter().find(|key| body[*key].is_object());
    one.map_or_else(|| vec![body.clone()], |key| vec![body[*key].clone()])
}

fn word(raw: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| match &raw[*key] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// The data of a record whose parts may be fields of their own.
pub(crate) fn data_of(rtype: &str, value: &str, raw: &Value, zone: &str) -> RrData {
    let parts = [&raw["data"], &raw["srv"]].into_iter().find(|parts| parts.is_object()).unwrap_or(raw);
    let part = |keys: &[&str]| word(parts, keys).or_else(|| word(raw, keys)).unwrap_or_else(|| "0".to_owned());
    let count = value.split_whitespace().count();
    let target = match value {
        "@" => format!("{zone}."),
        _ => value.to_owned(),
    };
    let text = match (rtype, count) {
        ("MX", 0..=1) => format!("{} {target}", part(&["priority", "prio", "mxPriority"])),
        ("SRV", 0..=1) => {
            let target = if count == 0 { part(&["target"]) } else { target };
            format!("{} {} {} {target}", part(&["priority", "prio"]), part(&["weight"]), part(&["port"]))
        }
        ("SRV", 3) => format!("{} {value}", part(&["priority", "prio"])),
        ("CAA", 0..=2) => {
            let value = if count == 0 { part(&["value"]) } else { value.to_owned() };
            format!(
                "{} {} \"{}\"",
                part(&["flags", "flag"]),
                part(&["tag"]),
                value.trim_matches('"').trim_end_matches('.')
            )
        }
        _ => target,
    };
    parsed(rtype, &text, zone)
}

impl Words {
    fn dressed(&self, row: &Row) -> Value {
        let mut raw = row.raw.clone();
        if self.names_are_absolute {
            for key in ["name", "hostname"] {
                if raw[key].is_string() {
                    raw[key] = row.name.clone().into();
                }
            }
        }
        raw
    }

    fn writes(&self, asked: &Asked, zone: &str) -> Vec<Edit> {
        let body = &asked.body;
        let list = |key: &str| body[key].as_array().cloned().unwrap_or_default();
        let id = |raw: &Value| word(raw, &["id"]).unwrap_or_default();
        let mut edits = Vec::new();
        edits.extend(list("deletes").iter().map(|raw| Edit::Remove { id: id(raw) }));
        for key in ["patches", "puts", "updates"] {
            edits.extend(list(key).iter().map(|raw| Edit::Merge { id: id(raw), fields: raw.clone() }));
        }
        for key in ["posts", "creates"] {
            edits.extend(list(key).iter().filter_map(|raw| self.row(raw, zone)).map(Edit::Add));
        }
        edits
    }
}

impl Tongue for Words {
    fn credential(&self, _base: &str, _zone: &ZoneRow) -> String {
        self.credential.to_owned()
    }

    fn zone_of(&self, asked: &Asked) -> Option<String> {
        let rest = self.anchors.iter().find_map(|anchor| asked.after(anchor))?;
        rest.first().filter(|part| **part != self.records).map(|part| (*part).to_owned())
    }

    fn meaning(&self, asked: &Asked, zone: &str) -> Meaning {
        let Some(rest) = self.anchors.iter().find_map(|anchor| asked.after(anchor)) else { return Meaning::Aside };
        let merge = |id: &str| Meaning::Write(vec![Edit::Merge { id: id.to_owned(), fields: asked.body.clone() }]);
        match (asked.method.as_str(), rest.as_slice()) {
            ("GET", []) => {
                let filter = asked.header("x-filter").and_then(|text| serde_json::from_str::<Value>(text).ok());
                let filter = filter.and_then(|filter| filter["domain"].as_str().map(str::to_owned));
                let name = ["name", "name_like"].iter().find_map(|key| asked.query(key)).map(str::to_owned);
                Meaning::Zones(filter.or(name))
            }
            ("PATCH", [records, id]) if *records == self.records => merge(id),
            ("GET", [zone]) => Meaning::Zone((*zone).to_owned()),
            ("GET", [_, records]) if *records == self.records => {
                let name = asked.query("name").map(|name| absolute(name, zone));
                Meaning::List { name, rtype: asked.query("type").map(RrType::from) }
            }
            ("GET", [_, records, _]) if *records == self.records => Meaning::One,
            ("POST", [_, batch] | [_, _, batch]) if *batch == "batch" => Meaning::Write(self.writes(asked, zone)),
            ("POST", [_, records]) if *records == self.records => {
                Meaning::Write(self.row(&asked.body, zone).map(Edit::Add).into_iter().collect())
            }
            ("PUT" | "PATCH", [_, records, id]) if *records == self.records => merge(id),
            ("DELETE", [_, records, id]) if *records == self.records => {
                Meaning::Write(vec![Edit::Remove { id: (*id).to_owned() }])
            }
            _ => Meaning::Beyond,
        }
    }

    fn zones(&self, told: &Told) -> Vec<ZoneRow> {
        let zone = |raw: &Value| {
            let name = word(raw, &["name", "domainName", "domain"])?.to_lowercase();
            let is_served = !["pending", "moved", "disabled"].iter().any(|word| raw["status"] == *word)
                && raw["serviceType"].as_str().is_none_or(|kind| kind == "zeit.world");
            let id = word(raw, &["id"]).unwrap_or_else(|| name.clone());
            Some(ZoneRow { id, name, is_served })
        };
        items(&told.body).iter().filter_map(zone).collect()
    }

    fn rows(&self, told: &Told, zone: &str) -> Vec<Row> {
        items(&told.body).iter().filter_map(|raw| self.row(raw, zone)).collect()
    }

    fn row(&self, raw: &Value, zone: &str) -> Option<Row> {
        let rtype = raw["type"].as_str()?.to_uppercase();
        let mut name = word(raw, &["name", "host", "hostname"]).unwrap_or_default();
        if rtype == "SRV" && raw["service"].is_string() && !name.starts_with('_') {
            let part = |key: &str| raw[key].as_str().unwrap_or_default().trim_start_matches('_').to_owned();
            let under = if name.is_empty() { String::new() } else { format!(".{name}") };
            name = format!("_{}._{}{under}", part("service"), part("protocol"));
        }
        let name = absolute(&name, zone);
        let value = word(raw, &["content", "value", "target", "answer", "data"]).unwrap_or_default();
        let is_flattened = rtype == "CNAME" && name == zone;
        let rtype = if is_flattened { "ALIAS".to_owned() } else { rtype };
        let data = data_of(&rtype, &value, raw, zone);
        let ttl = word(raw, &["ttl", "ttl_sec"]).and_then(|ttl| ttl.parse().ok());
        Some(Row { id: word(raw, &["id", "uid"]).unwrap_or_default(), name, ttl, data, raw: raw.clone() })
    }

    fn list(&self, asked: &Asked, zone: &ZoneRow, rows: &[Row]) -> Told {
        let rows = match self.meaning(asked, &zone.name) {
            Meaning::List { name, rtype } => filtered(rows, name.as_deref(), rtype.as_ref()),
            _ => rows.to_vec(),
        };
        Told::new(200, (self.list)(zone, rows.iter().map(|row| self.dressed(row)).collect()))
    }

    fn zone_answer(&self, asked: &Asked, zone: &ZoneRow) -> Told {
        let raw = (self.zone)(zone);
        match self.meaning(asked, &zone.name) {
            Meaning::Zone(_) => Told::new(200, (self.one_zone)(raw)),
            _ => Told::new(200, (self.zones)(vec![raw])),
        }
    }

    fn done(&self, asked: &Asked, rows: &[Row]) -> Told {
        let last = rows.last().map(|row| row.raw.clone()).unwrap_or_else(|| json!({}));
        let is_batch = asked.path.last().is_some_and(|part| part == "batch");
        match asked.method.as_str() {
            "POST" if is_batch => {
                let came = |key: &str| asked.body[key].clone();
                let parts: Vec<&String> = asked.body.as_object().into_iter().flatten().map(|(key, _)| key).collect();
                let said: serde_json::Map<String, Value> =
                    parts.into_iter().map(|key| (key.clone(), came(key))).collect();
                Told::new(200, (self.one)(Value::Object(said)))
            }
            "POST" => Told::new(self.created, (self.one)(last)),
            "DELETE" if self.removed == 204 => Told::new(204, Value::Null),
            "DELETE" => Told::new(self.removed, json!({})),
            _ => Told::new(200, (self.one)(last)),
        }
    }

    fn new_id(&self, number: usize) -> Value {
        let number = 900_000 + number;
        if self.ids_are_numbers { number.into() } else { format!("made-{number}").into() }
    }

    fn refusal(&self, told: &Told) -> Option<&'static str> {
        let codes: Vec<u64> =
            told.body["errors"].as_array().into_iter().flatten().filter_map(|error| error["code"].as_u64()).collect();
        let has = |known: &[u64]| codes.iter().any(|code| known.contains(code));
        let is_refused = told.body["success"] == false || by_status(told.status).is_some();
        match is_refused {
            false => None,
            true if has(&[6003, 6103, 6111, 9106, 9109, 10000]) => Some("bad_credential"),
            true if has(&[1001, 7003]) => Some("no_such_zone"),
            true => Some(by_status(told.status).unwrap_or("rejected")),
        }
    }

    fn aside(&self, asked: &Asked) -> Told {
        Told::new(200, (self.aside)(asked))
    }
}
