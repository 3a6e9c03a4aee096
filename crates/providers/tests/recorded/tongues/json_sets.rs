//! APIs of sets in JSON.

use crate::recording::Asked;
use crate::rows::{Edit, Row, parsed};
use crate::tongue::{Meaning, Tongue, ZoneRow};
use nameplate_domain::zone::{RrData, RrType};
use serde_json::Value;
use std::collections::BTreeMap;

/// The rows of one set. `key` is where a value has its text, if it is an object.
pub(super) fn rows_of(name: &str, rtype: &str, ttl: &Value, values: &Value, key: Option<&str>, zone: &str) -> Vec<Row> {
    let ttl = ttl.as_u64().or_else(|| ttl.as_str()?.parse().ok()).and_then(|ttl| u32::try_from(ttl).ok());
    let row = |raw: &Value| {
        let text = key.map_or(raw, |key| &raw[key]).as_str()?;
        let data = parsed(rtype, text, zone);
        Some(Row { id: String::new(), name: name.to_owned(), ttl, data, raw: raw.clone() })
    };
    values.as_array().into_iter().flatten().filter_map(row).collect()
}

/// Targets without a final dot are relative to the zone, as in zone files.
pub(super) fn with_relative_targets(mut rows: Vec<Row>, key: Option<&str>, zone: &str) -> Vec<Row> {
    for row in &mut rows {
        let text = key.map_or(&row.raw, |key| &row.raw[key]).as_str().unwrap_or_default();
        let is_relative = !text.ends_with('.') && text != "@";
        if let RrData::Cname(host)
        | RrData::Ns(host)
        | RrData::Alias(host)
        | RrData::Mx { exchange: host, .. }
        | RrData::Srv { target: host, .. } = &mut row.data
            && is_relative
        {
            *host = format!("{host}.{zone}");
        }
    }
    rows
}

/// Sets in the order of their names: name, type, TTL and raw values.
pub(super) fn grouped(rows: &[Row]) -> Vec<(String, RrType, u32, Vec<Value>)> {
    let mut sets: BTreeMap<(String, RrType), (u32, Vec<Value>)> = BTreeMap::new();
    for row in rows {
        let set = sets.entry((row.name.clone(), row.data.rtype())).or_default();
        set.0 = row.ttl.unwrap_or(3600);
        set.1.push(row.raw.clone());
    }
    sets.into_iter().map(|((name, rtype), (ttl, values))| (name, rtype, ttl, values)).collect()
}

/// The rows that a list with these filters shows.
pub(super) fn filtered(rows: &[Row], name: Option<&str>, rtype: Option<&RrType>) -> Vec<Row> {
    let wanted =
        |row: &&Row| name.is_none_or(|name| row.name == name) && rtype.is_none_or(|rtype| row.data.rtype() == *rtype);
    rows.iter().filter(wanted).cloned().collect()
}

pub(super) fn after_zone(asked: &Asked, anchor: &str) -> Option<String> {
    asked.after(anchor)?.first().map(|part| (*part).to_owned())
}

/// A list or one item, as a list.
pub(super) fn many(body: &Value) -> Vec<Value> {
    body.as_array().cloned().unwrap_or_else(|| if body.is_object() { vec![body.clone()] } else { vec![] })
}

pub(super) fn named(raw: &[Value], key: &str) -> Vec<ZoneRow> {
    let name = |raw: &Value| raw[key].as_str().map(str::to_lowercase);
    raw.iter().filter_map(name).map(|name| ZoneRow { id: name.clone(), name, is_served: true }).collect()
}

pub(super) fn put(name: String, rtype: &str, rows: Vec<Row>) -> Meaning {
    Meaning::Write(vec![Edit::Put { name, rtype: RrType::from(rtype), rows }])
}

pub(super) fn listed(rows: &[Row], asked: &Asked, tongue: &dyn Tongue, zone: &str) -> Vec<Row> {
    match tongue.meaning(asked, zone) {
        Meaning::List { name, rtype } => filtered(rows, name.as_deref(), rtype.as_ref()),
        _ => rows.to_vec(),
    }
}
