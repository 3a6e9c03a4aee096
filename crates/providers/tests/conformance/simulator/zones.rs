//! The zones that a simulated provider keeps, whatever form its API gives them.

use nameplate_domain::zone::{RrData, RrType};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A record as it is stored.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Record {
    /// Unique in the world; dialects give it the form that their API has.
    pub(crate) id: u64,
    /// Absolute, lower case, no trailing dot.
    pub(crate) name: String,
    pub(crate) ttl: u32,
    /// What stands in for a CNAME at the apex is always [`RrData::Alias`] here, whatever the API calls it.
    pub(crate) data: RrData,
    /// How an adapter is to show it.
    pub(crate) shown: Shown,
    /// What else the API keeps with it, such as comments and flags: must survive as well.
    pub(crate) extra: Map<String, Value>,
}

impl Record {
    pub(crate) fn new(name: &str, ttl: u32, data: RrData) -> Self {
        Self { id: 0, name: name.to_owned(), ttl, data, shown: Shown::Plainly, extra: Map::new() }
    }

    /// Of a type that is not written here, such as `SSHFP`.
    pub(crate) fn foreign(name: &str, ttl: u32, rtype: &str, text: &str) -> Self {
        Self::new(name, ttl, RrData::Other { rtype: rtype.to_owned(), text: text.to_owned() })
    }

    pub(crate) fn shown(mut self, shown: Shown) -> Self {
        self.shown = shown;
        self
    }

    pub(crate) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(key.to_owned(), value.into());
        self
    }

    pub(crate) fn rtype(&self) -> RrType {
        self.data.rtype()
    }

    pub(crate) fn is_at(&self, name: &str, rtype: &RrType) -> bool {
        self.name == name && self.data.rtype() == *rtype
    }
}

/// How an adapter is to show a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shown {
    /// Like any other.
    Plainly,
    /// As untouchable, with the reason.
    Untouchable,
    /// Not at all: nothing that is written collides with it.
    Hidden,
    /// As untouchable or not at all: SOA, and the name servers of the apex.
    OrNot,
}

/// Whether a zone can be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Service {
    /// It is served, and written here.
    Served,
    /// In the dialect's sense not served from here: pending, disabled, secondary, other name servers.
    NotServed,
}

/// A zone as it is stored.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct ZoneState {
    /// The identifier in the API's form; the name where the API has no other.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) service: Service,
    pub(crate) records: Vec<Record>,
    /// Grows with every change: material for etags and serials.
    pub(crate) version: u64,
}

/// Why a record cannot be stored beside those that are there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Clash {
    /// The same name, type and value.
    Duplicate,
    /// A CNAME beside other data (RFC 1034, 3.6.2).
    Cname,
}

impl ZoneState {
    /// What is in the way of a record; `except` is the one that it replaces.
    pub(crate) fn clash(&self, name: &str, data: &RrData, except: Option<u64>) -> Option<Clash> {
        let others = || self.records.iter().filter(|other| other.name == name && Some(other.id) != except);
        if others().any(|other| other.data == *data) {
            return Some(Clash::Duplicate);
        }
        let is_cname = |rtype: &RrType| *rtype == RrType::Cname;
        let rtype = data.rtype();
        let stands_beside = others().any(|other| is_cname(&rtype) || is_cname(&other.rtype()));
        stands_beside.then_some(Clash::Cname)
    }

    pub(crate) fn record(&self, id: u64) -> Option<&Record> {
        self.records.iter().find(|record| record.id == id)
    }

    pub(crate) fn record_mut(&mut self, id: u64) -> Option<&mut Record> {
        self.version += 1;
        self.records.iter_mut().find(|record| record.id == id)
    }

    /// Removes the record; whether it was there.
    pub(crate) fn remove(&mut self, id: u64) -> bool {
        let before = self.records.len();
        self.records.retain(|record| record.id != id);
        self.version += 1;
        self.records.len() < before
    }

    /// The records of one name and type.
    pub(crate) fn set(&self, name: &str, rtype: &RrType) -> Vec<&Record> {
        self.records.iter().filter(|record| record.is_at(name, rtype)).collect()
    }

    /// The data of one name and type, sorted, with repetitions.
    pub(crate) fn data(&self, name: &str, rtype: &RrType) -> Vec<RrData> {
        let mut data: Vec<RrData> = self.set(name, rtype).into_iter().map(|record| record.data.clone()).collect();
        data.sort();
        data
    }

    /// Every set, by name and type, in the order of its records.
    pub(crate) fn sets(&self) -> BTreeMap<(String, RrType), Vec<&Record>> {
        let mut sets: BTreeMap<(String, RrType), Vec<&Record>> = BTreeMap::new();
        for record in &self.records {
            sets.entry((record.name.clone(), record.rtype())).or_default().push(record);
        }
        sets
    }
}

/// Everything that the provider keeps.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Zones {
    pub(crate) zones: Vec<ZoneState>,
    last_id: u64,
}

impl Zones {
    pub(crate) fn new_id(&mut self) -> u64 {
        self.last_id += 1;
        1000 + self.last_id
    }

    /// By name or identifier.
    pub(crate) fn zone(&self, key: &str) -> Option<&ZoneState> {
        self.zones.iter().find(|zone| zone.id == key || zone.name == key)
    }

    /// By name or identifier.
    pub(crate) fn zone_mut(&mut self, key: &str) -> Option<&mut ZoneState> {
        self.zones.iter_mut().find(|zone| zone.id == key || zone.name == key)
    }

    /// Stores a record under a new identifier, without looking for clashes. The zone is there.
    pub(crate) fn add(&mut self, zone: &str, mut record: Record) -> Record {
        record.id = self.new_id();
        let zone = self.zone_mut(zone).unwrap();
        zone.records.push(record.clone());
        zone.version += 1;
        record
    }

    /// Makes `data` the values of this name and type and gives all of them this TTL; nothing removes the set. Values that stay keep their identifier and
    /// everything else that is stored with them.
    pub(crate) fn replace_set(&mut self, zone: &str, name: &str, rtype: &RrType, ttl: u32, data: &[RrData]) {
        let state = self.zone_mut(zone).unwrap();
        state.version += 1;
        state.records.retain(|record| !record.is_at(name, rtype) || data.contains(&record.data));
        for record in state.records.iter_mut().filter(|record| record.is_at(name, rtype)) {
            record.ttl = ttl;
        }
        for value in data {
            if !self.zone(zone).unwrap().data(name, rtype).contains(value) {
                self.add(zone, Record::new(name, ttl, value.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones() -> Zones {
        let zone = ZoneState {
            id: "z1".into(),
            name: "a.example".into(),
            service: Service::Served,
            records: vec![],
            version: 0,
        };
        Zones { zones: vec![zone], last_id: 0 }
    }

    #[test]
    fn a_set_is_replaced_and_what_stays_keeps_its_identity() {
        let mut zones = zones();
        let [one, two, three] = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map(|ip| RrData::A(ip.parse().unwrap()));
        let first = zones.add("z1", Record::new("www.a.example", 60, one.clone()));
        zones.add("a.example", Record::new("www.a.example", 60, two));
        zones.replace_set("z1", "www.a.example", &RrType::A, 300, &[three.clone(), one.clone()]);
        let zone = zones.zone("a.example").unwrap();
        assert_eq!(zone.data("www.a.example", &RrType::A), [one.clone(), three]);
        assert_eq!(zone.record(first.id).map(|record| record.ttl), Some(300));
        assert_eq!(zone.sets().len(), 1);
        assert_eq!(zone.clash("www.a.example", &one, None), Some(Clash::Duplicate));
        assert_eq!(zone.clash("www.a.example", &one, Some(first.id)), None);
        assert_eq!(zone.clash("www.a.example", &RrData::Cname("b.example".into()), None), Some(Clash::Cname));
        zones.replace_set("z1", "www.a.example", &RrType::A, 300, &[]);
        assert!(zones.zone("z1").unwrap().records.is_empty());
    }
}
