//! The zones that customers keep here, and the same zones as the name server tells them: one is never changed without the other.

mod batch;
mod company;
mod discovery;
mod fault;
mod keeping;
mod listed;
mod refusal;
mod zone_name;

pub(crate) use batch::Batch;
pub(crate) use fault::FAULTS;
pub(crate) use listed::{Listed, Numbered};
pub(crate) use refusal::Refusal;

use crate::record::{Entry, Invalid, Wish};
use crate::saved::Saved;
use company::check_company;
use fault::fault_name;
use nameplate_dns::serve::{Apex, Fault, RecordData, Soa, Zones};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use zone_name::{canonical, customer_zone};

/// The top-level domain under which zones can be made (RFC 6761: never a real one).
pub(crate) const TOP: &str = "test";
/// The zone of this host's own names.
pub(crate) const OWN: &str = "sandbox.test";
/// The one name server of every zone.
pub(crate) const NAME_SERVER: &str = "ns1.sandbox.test";
/// The name server of the top-level domains of others: another one than customers' zones have, so that nobody takes them for zones
/// that are kept here.
const REGISTRY_SERVER: &str = "registry.sandbox.test";
/// TTL of SOA, NS and the name server's address, in seconds.
const INFRASTRUCTURE_TTL_S: u32 = 60;
/// How long "there is none" is remembered, in seconds: records shall be seen soon after they are made.
const NEGATIVE_TTL_S: u32 = 2;

/// All zones of this host.
#[derive(Debug)]
pub(crate) struct Book {
    pages: Mutex<Pages>,
    served: Zones,
    serial: u32,
    /// Where Domain Connect is spoken: what `_domainconnect` of every customer's zone says.
    domain_connect: String,
    /// Told after each change that a file should know.
    pub(crate) changed: Notify,
}

#[derive(Debug, Default)]
struct Pages {
    customers: BTreeMap<String, BTreeMap<u64, Entry>>,
    platform: BTreeMap<String, BTreeMap<u64, Entry>>,
    faults: BTreeMap<String, Fault>,
    /// Customers' zones that no service may find by Domain Connect.
    undiscovered: BTreeSet<String>,
    last_id: u64,
}

impl Book {
    /// An empty book whose name server is at `address`. `serial` is what zones start counting their changes from; `domain_connect`
    /// is host and port of the panel.
    pub(crate) fn new(address: IpAddr, serial: u32, domain_connect: String) -> Self {
        let (pages, served, changed) = (Mutex::default(), Zones::new(), Notify::new());
        let book = Self { pages, served, serial, domain_connect, changed };
        for apex in [TOP, OWN] {
            book.serve_zone(apex);
        }
        let address = match address {
            IpAddr::V4(v4) => RecordData::A(v4),
            IpAddr::V6(v6) => RecordData::Aaaa(v6),
        };
        for server in [NAME_SERVER, REGISTRY_SERVER] {
            book.served.insert(OWN, server, address.clone(), INFRASTRUCTURE_TTL_S);
        }
        book
    }

    /// The zones to serve.
    pub(crate) fn served(&self) -> Zones {
        self.served.clone()
    }

    /// Adds a zone that is served and shown, but not changed here. Entries are taken as they are.
    pub(crate) fn add_platform_zone(&self, apex: &str, entries: Vec<Entry>) -> Result<(), Invalid> {
        let mut pages = self.pages();
        self.serve_zone(apex);
        for entry in entries {
            self.served.insert(apex, &entry.name, entry.data()?, entry.ttl);
            pages.last_id += 1;
            let id = pages.last_id;
            pages.platform.entry(apex.to_owned()).or_default().insert(id, entry);
        }
        Ok(())
    }

    /// Takes up what was saved.
    pub(crate) fn restore(&self, saved: Saved) -> Result<(), Invalid> {
        let mut pages = self.pages();
        for (zone, entries) in saved.zones {
            customer_zone(&zone)?;
            self.serve_customer_zone(&zone);
            for (id, entry) in &entries {
                self.served.insert(&zone, &entry.name, entry.data()?, entry.ttl);
                pages.last_id = pages.last_id.max(*id);
            }
            pages.customers.insert(zone, entries);
        }
        for zone in saved.undiscovered {
            self.hide(&zone);
            pages.undiscovered.insert(zone);
        }
        pages.last_id = pages.last_id.max(saved.last_id);
        Ok(())
    }

    /// What is worth saving: the customers' zones.
    pub(crate) fn to_save(&self) -> Saved {
        let pages = self.pages();
        Saved { last_id: pages.last_id, zones: pages.customers.clone(), undiscovered: pages.undiscovered.clone() }
    }

    pub(crate) fn zones(&self) -> Vec<Listed> {
        let pages = self.pages();
        let listed = |editable: bool| {
            let pages = &pages;
            move |(zone, entries): (&String, &BTreeMap<u64, Entry>)| Listed {
                zone: zone.clone(),
                records: entries.len(),
                editable,
                fault: fault_name(pages.faults.get(zone).copied()),
                domain_connect: editable && !pages.undiscovered.contains(zone),
            }
        };
        pages.customers.iter().map(listed(true)).chain(pages.platform.iter().map(listed(false))).collect()
    }

    pub(crate) fn zone(&self, zone: &str) -> Result<Listed, Refusal> {
        let zone = canonical(zone);
        self.zones().into_iter().find(|listed| listed.zone == zone).ok_or(Refusal::NoSuchZone(zone))
    }

    /// The records of a zone, ordered by name, then type.
    pub(crate) fn records(&self, zone: &str) -> Result<Vec<Numbered>, Refusal> {
        self.listing(zone).map(|(records, _)| records)
    }

    /// The records of a zone, and what tells this state of them from any other.
    pub(crate) fn listing(&self, zone: &str) -> Result<(Vec<Numbered>, u64), Refusal> {
        let zone = canonical(zone);
        let pages = self.pages();
        let entries = pages.customers.get(&zone).or_else(|| pages.platform.get(&zone));
        let entries = entries.ok_or_else(|| Refusal::NoSuchZone(zone.clone()))?;
        let mut records: Vec<Numbered> = entries.iter().map(|(id, entry)| Numbered::new(*id, &zone, entry)).collect();
        records.sort_by(|a, b| {
            let key =
                |record: &Numbered| (record.entry.host(&zone) != "@", record.entry.name.clone(), record.entry.rtype);
            key(a).cmp(&key(b))
        });
        Ok((records, version_of(entries)))
    }

    /// Makes an empty zone; making it again changes nothing.
    pub(crate) fn add_zone(&self, zone: &str) -> Result<String, Refusal> {
        let mut pages = self.pages();
        let zone = self.editable_zone(&mut pages, zone)?;
        drop(pages);
        self.changed.notify_one();
        Ok(zone)
    }

    /// Takes a zone away with all its records.
    pub(crate) fn remove_zone(&self, zone: &str) -> Result<(), Refusal> {
        let zone = canonical(zone);
        let mut pages = self.pages();
        if pages.platform.contains_key(&zone) {
            return Err(Refusal::ReadOnly(zone));
        }
        if pages.customers.remove(&zone).is_none() {
            return Err(Refusal::NoSuchZone(zone));
        }
        pages.faults.remove(&zone);
        pages.undiscovered.remove(&zone);
        self.served.remove_zone(&zone);
        drop(pages);
        self.changed.notify_one();
        Ok(())
    }

    /// Adds a record, and its zone where that is new.
    pub(crate) fn add(&self, zone: &str, wish: &Wish) -> Result<Numbered, Refusal> {
        let mut pages = self.pages();
        let (entry, data) = {
            // Checked before the zone is made, so that a refused record leaves no empty zone behind.
            let zone = self.checked_zone(&pages, zone)?;
            let (entry, data) = wish.parse(&zone)?;
            if let Some(entries) = pages.customers.get(&zone) {
                check_company(entries.values(), &entry)?;
            }
            (entry, data)
        };
        let zone = self.editable_zone(&mut pages, zone)?;
        pages.last_id += 1;
        let id = pages.last_id;
        self.served.insert(&zone, &entry.name, data, entry.ttl);
        pages.customers.entry(zone.clone()).or_default().insert(id, entry.clone());
        drop(pages);
        self.changed.notify_one();
        Ok(Numbered::new(id, &zone, &entry))
    }

    /// The zone that a record of this absolute name belongs to: the name's last two labels.
    pub(crate) fn zone_of(name: &str) -> Result<String, Refusal> {
        let name = canonical(name);
        let labels: Vec<&str> = name.rsplitn(3, '.').collect();
        let [top, second, ..] = labels.as_slice() else {
            return Err(Invalid { field: "name", reason: format!("is not an absolute name under .{TOP}") }.into());
        };
        Ok(format!("{second}.{top}"))
    }

    /// Adds a record whose name is absolute, and its zone where that is new.
    pub(crate) fn add_absolute(&self, zone: &str, wish: &Wish) -> Result<Numbered, Refusal> {
        self.add(zone, &Wish { name: format!("{}.", canonical(&wish.name)), ..wish.clone() })
    }

    /// Puts another record in the place of one.
    pub(crate) fn replace(&self, zone: &str, id: &str, wish: &Wish) -> Result<Numbered, Refusal> {
        let mut pages = self.pages();
        let zone = self.checked_zone(&pages, zone)?;
        let (number, old) = found(&pages, &zone, id)?;
        let (entry, data) = wish.parse(&zone)?;
        let others = pages.customers.get(&zone).into_iter().flatten().filter(|(other, _)| **other != number);
        check_company(others.map(|(_, entry)| entry), &entry)?;
        self.served.remove(&zone, &old.name, &old.data()?);
        self.served.insert(&zone, &entry.name, data, entry.ttl);
        pages.customers.entry(zone.clone()).or_default().insert(number, entry.clone());
        drop(pages);
        self.changed.notify_one();
        Ok(Numbered::new(number, &zone, &entry))
    }

    pub(crate) fn remove(&self, zone: &str, id: &str) -> Result<(), Refusal> {
        let mut pages = self.pages();
        let zone = self.checked_zone(&pages, zone)?;
        let (number, entry) = found(&pages, &zone, id)?;
        self.served.remove(&zone, &entry.name, &entry.data()?);
        if let Some(entries) = pages.customers.get_mut(&zone) {
            entries.remove(&number);
        }
        drop(pages);
        self.changed.notify_one();
        Ok(())
    }

    /// Lets a zone misbehave until told otherwise. Faults are not saved: a restart heals.
    pub(crate) fn set_fault(&self, zone: &str, mode: &str) -> Result<(), Refusal> {
        let zone = canonical(zone);
        let Some((_, fault)) = FAULTS.iter().find(|(name, _)| *name == mode) else {
            let modes: Vec<&str> = FAULTS.iter().map(|(name, _)| *name).collect();
            return Err(Invalid { field: "mode", reason: format!("is none of {}", modes.join(", ")) }.into());
        };
        let mut pages = self.pages();
        if !pages.customers.contains_key(&zone) && !pages.platform.contains_key(&zone) {
            return Err(Refusal::NoSuchZone(zone));
        }
        self.served.set_fault(&zone, *fault);
        match fault {
            Some(fault) => pages.faults.insert(zone, *fault),
            None => pages.faults.remove(&zone),
        };
        Ok(())
    }

    /// The zone's name when it may be changed here, whether it exists or not.
    fn checked_zone(&self, pages: &Pages, zone: &str) -> Result<String, Refusal> {
        let zone = canonical(zone);
        if pages.platform.contains_key(&zone) {
            return Err(Refusal::ReadOnly(zone));
        }
        customer_zone(&zone)?;
        Ok(zone)
    }

    /// The same, and it exists afterwards.
    fn editable_zone(&self, pages: &mut Pages, zone: &str) -> Result<String, Refusal> {
        let zone = self.checked_zone(pages, zone)?;
        if !pages.customers.contains_key(&zone) {
            self.serve_customer_zone(&zone);
            pages.customers.insert(zone.clone(), BTreeMap::new());
        }
        Ok(zone)
    }

    fn serve_customer_zone(&self, zone: &str) {
        self.serve_zone(zone);
        let Numbered { entry, .. } = self.built_in(zone);
        self.served.insert(zone, &entry.name, RecordData::Txt(entry.value), entry.ttl);
    }

    fn serve_zone(&self, apex: &str) {
        let (top, (name_server, ttl)) = zone_top(apex, NAME_SERVER, self.serial);
        self.served.add_zone(top);
        self.served.insert(apex, apex, name_server, ttl);
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The top-level domain of others: its SOA, and its NS record with its TTL in seconds.
pub(crate) fn registry(apex: &str, serial: u32) -> (Apex, (RecordData, u32)) {
    zone_top(apex, REGISTRY_SERVER, serial)
}

fn zone_top(apex: &str, name_server: &str, serial: u32) -> (Apex, (RecordData, u32)) {
    let soa = Soa {
        primary: name_server.to_owned(),
        contact: format!("hostmaster.{OWN}"),
        serial,
        ttl: INFRASTRUCTURE_TTL_S,
        negative_ttl: NEGATIVE_TTL_S,
    };
    (Apex { name: apex.to_owned(), soa }, (RecordData::Ns(name_server.to_owned()), INFRASTRUCTURE_TTL_S))
}

/// Equal for equal records with equal numbers, and for others in one case of 2^64.
fn version_of(entries: &BTreeMap<u64, Entry>) -> u64 {
    let mut hasher = DefaultHasher::new();
    entries.hash(&mut hasher);
    hasher.finish()
}

fn found(pages: &Pages, zone: &str, id: &str) -> Result<(u64, Entry), Refusal> {
    let entries = pages.customers.get(zone).ok_or_else(|| Refusal::NoSuchZone(zone.to_owned()))?;
    id.parse()
        .ok()
        .and_then(|number| entries.get(&number).map(|entry| (number, entry.clone())))
        .ok_or_else(|| Refusal::NoSuchRecord { zone: zone.to_owned(), id: id.to_owned() })
}

#[cfg(test)]
mod tests;
