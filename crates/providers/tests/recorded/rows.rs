//! Records as a recording implies them, read without the adapters.

use nameplate_domain::zone::{Change, RrData, RrSet, RrType};
use serde_json::Value;
use std::collections::BTreeMap;

/// A record.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Empty where the API has none.
    pub(crate) id: String,
    /// Absolute, lower case, no trailing dot.
    pub(crate) name: String,
    pub(crate) ttl: Option<u32>,
    pub(crate) data: RrData,
    /// As the API shows it: a record, or a value of a set.
    pub(crate) raw: Value,
}

/// What a request does to the records.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    Add(Row),
    /// A record with these fields in place of its own.
    Merge {
        id: String,
        fields: Value,
    },
    Remove {
        id: String,
    },
    /// The values of a set; none remove it.
    Put {
        name: String,
        rtype: RrType,
        rows: Vec<Row>,
    },
    /// Values of a set that go.
    Take {
        name: String,
        rtype: RrType,
        data: Vec<RrData>,
    },
    /// Every record of a type.
    PutType {
        rtype: RrType,
        rows: Vec<Row>,
    },
    /// Every record of a name.
    DropName(String),
    /// Every record.
    Everything(Vec<Row>),
    /// The TTL of a set.
    Ttl {
        name: String,
        rtype: RrType,
        ttl: u32,
    },
}

impl Edit {
    /// The name that it is about, if it is one.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Add(row) => Some(&row.name),
            Self::Put { name, .. } | Self::Take { name, .. } | Self::Ttl { name, .. } | Self::DropName(name) => {
                Some(name)
            }
            Self::Merge { .. } | Self::Remove { .. } | Self::PutType { .. } | Self::Everything(_) => None,
        }
    }
}

/// Why an edit says nothing about the zone.
pub(crate) type Gap = String;

/// The rows after an edit. `read` reads a record in the API's form.
pub(crate) fn edited(rows: &[Row], edit: &Edit, read: &dyn Fn(&Value) -> Option<Row>) -> Result<Vec<Row>, Gap> {
    let mut rows = rows.to_vec();
    let is_at = |row: &Row, name: &str, rtype: &RrType| row.name == name && row.data.rtype() == *rtype;
    match edit {
        Edit::Add(row) => {
            if !rows.iter().any(|other| other.name == row.name && other.data == row.data) {
                rows.push(row.clone());
            }
        }
        Edit::Merge { id, fields } => {
            let row =
                rows.iter_mut().find(|row| row.id == *id).ok_or("changes a record that the recording does not show")?;
            let mut raw = row.raw.clone();
            for (key, value) in fields.as_object().into_iter().flatten() {
                raw[key] = value.clone();
            }
            *row = read(&raw).map(|read| Row { id: id.clone(), ..read }).ok_or("has no record in it")?;
        }
        Edit::Remove { id } => {
            let before = rows.len();
            rows.retain(|row| row.id != *id);
            if rows.len() == before {
                return Err("removes a record that the recording does not show".to_owned());
            }
        }
        Edit::Put { name, rtype, rows: new } => {
            rows.retain(|row| !is_at(row, name, rtype));
            rows.extend(new.iter().cloned());
        }
        Edit::Take { name, rtype, data } => rows.retain(|row| !is_at(row, name, rtype) || !data.contains(&row.data)),
        Edit::PutType { rtype, rows: new } => {
            rows.retain(|row| row.data.rtype() != *rtype);
            rows.extend(new.iter().cloned());
        }
        Edit::DropName(name) => rows.retain(|row| row.name != *name),
        Edit::Everything(new) => rows.clone_from(new),
        Edit::Ttl { name, rtype, ttl } => {
            for row in rows.iter_mut().filter(|row| is_at(row, name, rtype)) {
                row.ttl = Some(*ttl);
            }
        }
    }
    Ok(rows)
}

/// Sets by name and type.
pub(crate) fn sets(rows: &[Row]) -> BTreeMap<(String, RrType), Vec<Row>> {
    let mut sets: BTreeMap<(String, RrType), Vec<Row>> = BTreeMap::new();
    for row in rows {
        sets.entry((row.name.clone(), row.data.rtype())).or_default().push(row.clone());
    }
    sets
}

fn set((name, rtype): &(String, RrType), rows: &[Row]) -> RrSet {
    let ttl = rows.iter().find_map(|row| row.ttl).filter(|ttl| *ttl > 0).unwrap_or(3600);
    RrSet::new(name, rtype.clone(), ttl, rows.iter().map(|row| row.data.clone()).collect())
}

/// The changes that lead from one state to the other, those that remove first.
pub(crate) fn changes(before: &[Row], after: &[Row]) -> Vec<Change> {
    let (before, after) = (sets(before), sets(after));
    let keys = before.keys().chain(after.keys().filter(|key| !before.contains_key(*key)));
    let mut changes: Vec<Change> = keys
        .filter_map(|key| {
            let [before, after] = [&before, &after].map(|sets| sets.get(key).map(|rows| set(key, rows)));
            let data = |set: &Option<RrSet>| set.as_ref().map(|set| set.data.clone());
            (data(&before) != data(&after)).then_some(Change { before, after })
        })
        .collect();
    changes.sort_by_key(|change| change.after.is_some());
    changes
}

/// The records as lines that can be compared: name, type and data.
pub(crate) fn lines(rows: &[Row]) -> Vec<String> {
    let mut lines: Vec<String> =
        rows.iter().map(|row| format!("{} {} {}", row.name, row.data.rtype(), row.data)).collect();
    lines.sort();
    lines.dedup();
    lines
}

/// `name` in the zone, whether it is relative, absolute or ends with a dot.
pub(crate) fn absolute(name: &str, zone: &str) -> String {
    let plain = name.trim_end_matches('.').to_ascii_lowercase();
    let is_absolute = name.ends_with('.') || plain == zone || plain.ends_with(&format!(".{zone}"));
    match plain.as_str() {
        "" | "@" => zone.to_owned(),
        _ if is_absolute => plain,
        _ => format!("{plain}.{zone}"),
    }
}

/// Data of a type, from zone-file text or from what providers write in its place.
pub(crate) fn parsed(rtype: &str, text: &str, zone: &str) -> RrData {
    let kind = RrType::from(rtype);
    let text = if text == "@" { format!("{zone}.") } else { text.to_owned() };
    let is_text = kind == RrType::Txt && !text.starts_with('"');
    let data = if is_text { RrData::parse(&kind, &text) } else { RrData::parse_master(&kind, &text) };
    data.unwrap_or(RrData::Other { rtype: rtype.to_owned(), text })
}
