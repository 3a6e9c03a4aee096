//! Zones in memory: names, what is at each, and which of them exist only because something is below.

use super::answer::{Fault, ZoneSource};
use crate::name;
use std::collections::HashMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, PoisonError, RwLock};

/// What one record says. Names are absolute, lower case, without trailing dot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RecordData {
    /// IPv4 address.
    A(Ipv4Addr),
    /// IPv6 address.
    Aaaa(Ipv6Addr),
    /// Answered as the addresses of that name, when it is in a served zone; for names that cannot carry a CNAME.
    Alias(String),
    /// Certification authority authorisation (RFC 8659).
    Caa {
        /// 128 makes an unknown tag forbidding; else 0.
        flags: u8,
        /// `issue`, `issuewild`, `iodef`, …
        tag: String,
        /// Its value, without quotes.
        value: String,
    },
    /// Alias.
    Cname(String),
    /// Mail exchange.
    Mx {
        /// Lower is asked first.
        preference: u16,
        /// The mail server.
        exchange: String,
    },
    /// Name server.
    Ns(String),
    /// Text of any length; cut into character-strings of 255 octets on the wire.
    Txt(String),
}

/// Start of authority (RFC 1035, 3.3.13).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Soa {
    /// Name of the primary server.
    pub primary: String,
    /// Mail address of the keeper, `@` written as `.`.
    pub contact: String,
    /// Grows with every change.
    pub serial: u32,
    /// TTL of the record itself, in seconds.
    pub ttl: u32,
    /// How long "there is none" may be remembered, in seconds (RFC 2308).
    pub negative_ttl: u32,
}

/// The top of a zone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Apex {
    /// The zone's name.
    pub name: String,
    /// Its SOA.
    pub soa: Soa,
}

/// One name of a zone. Without records it is an empty non-terminal: it exists, because something below it does (RFC 8020).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Node {
    /// The records with their TTL in seconds, in the order of insertion.
    pub records: Vec<(RecordData, u32)>,
    /// How many names are directly below.
    children: usize,
}

impl Node {
    /// A node without names below it.
    pub(super) fn of(records: Vec<(RecordData, u32)>) -> Self {
        Self { records, children: 0 }
    }
}

#[derive(Debug)]
struct Zone {
    apex: Arc<Apex>,
    nodes: HashMap<String, Arc<Node>>,
    fault: Option<Fault>,
}

impl Zone {
    fn new(apex: Apex) -> Self {
        let nodes = HashMap::from([(apex.name.clone(), Arc::default())]);
        Self { apex: Arc::new(apex), nodes, fault: None }
    }

    fn insert(&mut self, name: &str, data: RecordData, ttl: u32) {
        self.grow(name);
        if let Some(node) = self.nodes.get_mut(name) {
            Arc::make_mut(node).records.push((data, ttl));
        }
        self.bump();
    }

    fn remove(&mut self, name: &str, data: &RecordData) -> bool {
        let Some(node) = self.nodes.get_mut(name) else { return false };
        let node = Arc::make_mut(node);
        let Some(at) = node.records.iter().position(|(held, _)| held == data) else { return false };
        node.records.remove(at);
        self.shrink(name);
        self.bump();
        true
    }

    /// Makes `name` and the names between it and the apex exist.
    fn grow(&mut self, name: &str) {
        let mut at = name;
        let mut children = 0;
        loop {
            if let Some(node) = self.nodes.get_mut(at) {
                Arc::make_mut(node).children += children;
                return;
            }
            self.nodes.insert(at.to_owned(), Arc::new(Node { records: Vec::new(), children }));
            children = 1;
            let Some(above) = name::parent(at) else { return };
            at = above;
        }
    }

    /// Lets `name`, and then the names above it, cease to exist where nothing holds them.
    fn shrink(&mut self, name: &str) {
        let mut at = name;
        while at != self.apex.name
            && self.nodes.get(at).is_some_and(|node| node.records.is_empty() && node.children == 0)
        {
            self.nodes.remove(at);
            let Some(above) = name::parent(at) else { return };
            if let Some(node) = self.nodes.get_mut(above) {
                Arc::make_mut(node).children -= 1;
            }
            at = above;
        }
    }

    fn bump(&mut self) {
        let apex = Arc::make_mut(&mut self.apex);
        apex.soa.serial = apex.soa.serial.wrapping_add(1);
    }
}

/// Zones in memory, changeable while they are served. Cheap to clone: all clones are the same zones.
#[derive(Clone, Debug, Default)]
pub struct Zones {
    zones: Arc<RwLock<HashMap<String, Zone>>>,
}

impl Zones {
    /// No zones.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a zone without records, in place of a zone of that name.
    pub fn add_zone(&self, apex: Apex) {
        self.write().insert(apex.name.clone(), Zone::new(apex));
    }

    /// Removes a zone with all that is in it; `false` when there was none.
    pub fn remove_zone(&self, apex: &str) -> bool {
        self.write().remove(apex).is_some()
    }

    /// Adds a record to the zone `apex`; `false` when there is no such zone or `name` is not in it. Whether the record may
    /// stand beside the others (a CNAME may not) is for the caller to know.
    pub fn insert(&self, apex: &str, name: &str, data: RecordData, ttl: u32) -> bool {
        if !name::is_within(name, apex) {
            return false;
        }
        match self.write().get_mut(apex) {
            Some(zone) => {
                zone.insert(name, data, ttl);
                true
            }
            None => false,
        }
    }

    /// Takes one record away; `false` when it was not there.
    pub fn remove(&self, apex: &str, name: &str, data: &RecordData) -> bool {
        self.write().get_mut(apex).is_some_and(|zone| zone.remove(name, data))
    }

    /// Lets a zone misbehave, or (`None`) behave again; `false` when there is no such zone.
    pub fn set_fault(&self, apex: &str, fault: Option<Fault>) -> bool {
        match self.write().get_mut(apex) {
            Some(zone) => {
                zone.fault = fault;
                true
            }
            None => false,
        }
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, HashMap<String, Zone>> {
        self.zones.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, HashMap<String, Zone>> {
        self.zones.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ZoneSource for Zones {
    fn enclosing(&self, name: &str) -> Option<Arc<Apex>> {
        let zones = self.read();
        let mut at = Some(name);
        while let Some(candidate) = at {
            if let Some(zone) = zones.get(candidate) {
                return Some(Arc::clone(&zone.apex));
            }
            at = name::parent(candidate);
        }
        None
    }

    fn node(&self, apex: &str, name: &str) -> Option<Arc<Node>> {
        self.read().get(apex)?.nodes.get(name).cloned()
    }

    fn fault(&self, apex: &str) -> Option<Fault> {
        self.read().get(apex)?.fault
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones() -> Zones {
        let zones = Zones::new();
        let soa = Soa {
            primary: "ns1.sandbox.test".into(),
            contact: "nobody.sandbox.test".into(),
            serial: 1,
            ttl: 60,
            negative_ttl: 2,
        };
        zones.add_zone(Apex { name: "customer.test".into(), soa });
        zones
    }

    #[test]
    fn names_between_a_record_and_the_apex_come_and_go_with_it() {
        let zones = zones();
        let data = RecordData::Txt("here".into());
        assert!(zones.insert("customer.test", "a.b.c.customer.test", data.clone(), 60));
        assert!(zones.insert("customer.test", "c.customer.test", data.clone(), 60));
        assert_eq!(zones.node("customer.test", "b.c.customer.test").unwrap().records, []);
        assert!(zones.remove("customer.test", "a.b.c.customer.test", &data));
        assert_eq!(zones.node("customer.test", "b.c.customer.test"), None);
        assert!(zones.node("customer.test", "c.customer.test").is_some());
        assert!(zones.remove("customer.test", "c.customer.test", &data));
        assert_eq!(zones.node("customer.test", "c.customer.test"), None);
        assert!(zones.node("customer.test", "customer.test").is_some());
    }

    #[test]
    fn a_record_outside_the_zone_is_not_taken() {
        assert!(!zones().insert("customer.test", "notcustomer.test", RecordData::Txt("x".into()), 60));
    }

    #[test]
    fn every_change_moves_the_serial() {
        let zones = zones();
        zones.insert("customer.test", "customer.test", RecordData::Txt("x".into()), 60);
        assert_eq!(zones.enclosing("deep.below.customer.test").unwrap().soa.serial, 2);
    }
}
