//! What goes over the wire.

use crate::contract::Zone;
use crate::set_wise::stored_set;
use nameplate_domain::zone::{RrSet, StoredSet, absolute_name};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
pub(super) struct Zones {
    pub(super) zones: Vec<ZoneShown>,
    #[serde(default)]
    pub(super) meta: Meta,
}

#[derive(Debug, Deserialize)]
pub(super) struct OneZone {
    pub(super) zone: ZoneShown,
}

#[derive(Debug, Deserialize)]
pub(super) struct ZoneShown {
    id: u64,
    name: String,
    #[serde(default)]
    mode: String,
    /// Of sets that have none.
    pub(super) ttl: Option<u32>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Sets {
    pub(super) rrsets: Vec<Set>,
    #[serde(default)]
    pub(super) meta: Meta,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Meta {
    pagination: Option<Pagination>,
}

#[derive(Debug, Deserialize)]
struct Pagination {
    next_page: Option<u32>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Set {
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    pub(super) ttl: Option<u32>,
    pub(super) records: Vec<Record>,
    #[serde(default)]
    protection: Protection,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Protection {
    #[serde(default)]
    change: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub(super) struct Record {
    pub(super) value: String,
    #[serde(default)]
    pub(super) comment: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Action {
    pub(super) action: ActionShown,
}

#[derive(Debug, Deserialize)]
pub(super) struct ActionShown {
    pub(super) id: u64,
    /// `running`, `success` or `error`.
    pub(super) status: String,
    pub(super) error: Option<Said>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Complaint {
    #[serde(default)]
    pub(super) error: Said,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    details: Value,
}

impl Complaint {
    /// Its message, and what it says of single fields.
    pub(super) fn words(&self) -> String {
        let fields = self.error.details["fields"].as_array().map(Vec::as_slice).unwrap_or_default();
        let texts = fields.iter().flat_map(|field| field["messages"].as_array().map(Vec::as_slice).unwrap_or_default());
        let said: Vec<&str> =
            std::iter::once(self.error.message.as_str()).chain(texts.filter_map(Value::as_str)).collect();
        said.join(" ")
    }
}

impl Meta {
    pub(super) fn next_page(&self) -> Option<u32> {
        self.pagination.as_ref()?.next_page
    }
}

impl ZoneShown {
    /// Others are copies, and read-only.
    pub(super) fn is_primary(&self) -> bool {
        matches!(self.mode.as_str(), "primary" | "")
    }

    pub(super) fn as_zone(&self) -> Zone {
        let name = self.name.trim_end_matches('.').to_ascii_lowercase();
        Zone { id: self.id.to_string(), name, ttl_min: None }
    }
}

impl Set {
    pub(super) fn owner(&self, zone: &Zone) -> String {
        absolute_name(&self.name, &zone.name)
    }

    /// SOA and name servers of the zone, which are never written.
    pub(super) fn is_of_apex_itself(&self) -> bool {
        matches!((self.name.as_str(), self.rtype.as_str()), ("@", "NS" | "SOA"))
    }

    pub(super) fn stored(&self, zone: &Zone, ttl_of_zone: u32) -> Option<StoredSet> {
        let texts = self.records.iter().map(|record| record.value.as_str());
        let ttl = self.ttl.unwrap_or(ttl_of_zone);
        let mut stored = stored_set(zone, &self.owner(zone), &self.rtype, ttl, texts)?;
        if self.protection.change {
            stored.untouchable = Some("it is protected from changes in Hetzner Console.".to_owned());
        }
        Some(stored)
    }
}

impl Record {
    pub(super) fn body(&self) -> Value {
        match self.comment.as_deref() {
            None | Some("") => json!({"value": self.value}),
            Some(comment) => json!({"value": self.value, "comment": comment}),
        }
    }
}

/// What leads from the records that stand to those that are wished.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Records {
    /// As they stand, with their comments.
    pub(super) kept: Vec<Record>,
    pub(super) missing: Vec<Record>,
    /// As they stand: they are removed by their text.
    pub(super) surplus: Vec<Record>,
}

pub(super) fn change_of_records(stand: &[Record], after: Option<&RrSet>, zone: &Zone) -> Records {
    let wanted = after.map_or(&[][..], |set| &set.data);
    let (name, rtype) = after.map_or(("", ""), |set| (set.name.as_str(), set.rtype.as_str()));
    let read = |record: &Record| {
        let stored = stored_set(zone, name, rtype, 0, [record.value.as_str()])?;
        stored.set.data.into_iter().next()
    };
    let (kept, surplus): (Vec<Record>, Vec<Record>) =
        stand.iter().cloned().partition(|record| read(record).is_some_and(|data| wanted.contains(&data)));
    let missing = wanted.iter().filter(|data| !kept.iter().any(|record| read(record).as_ref() == Some(*data)));
    let missing = missing.map(|data| Record { value: data.to_master(), comment: None }).collect();
    Records { kept, missing, surplus }
}
