//! The zones that customers keep here, and the same zones as the name server tells them: one is never changed without the other.

use crate::record::{Entry, Invalid, Wish};
use crate::saved::Saved;
use nameplate_dns::serve::{Apex, Fault, RecordData, Soa, Zones};
use nameplate_domain::records::RecordType;
use serde::Serialize;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// The top-level domain under which zones can be made (RFC 6761: never a real one).
pub(crate) const TOP: &str = "test";
/// The zone of this host's own names.
pub(crate) const OWN: &str = "sandbox.test";
/// The one name server of every zone.
pub(crate) const NAME_SERVER: &str = "ns1.sandbox.test";
/// TTL of SOA, NS and the name server's address, in seconds.
const INFRASTRUCTURE_TTL_S: u32 = 60;
/// How long "there is none" is remembered, in seconds: records shall be seen soon after they are made.
const NEGATIVE_TTL_S: u32 = 2;

/// What can be wrong with a change.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// The request cannot be understood.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// It is understood, and does not go together with what is there.
    #[error("{field} {reason}")]
    Conflict {
        /// Field of the request.
        field: &'static str,
        /// What is there, and what to do.
        reason: String,
    },
    /// There is no such zone.
    #[error("there is no zone {0} here")]
    NoSuchZone(String),
    /// There is no such record in the zone.
    #[error("the zone {zone} has no record {id}")]
    NoSuchRecord {
        /// Where it was looked for.
        zone: String,
        /// As asked.
        id: String,
    },
    /// The zone is not a customer's.
    #[error("the zone {0} belongs to the platform and is only shown here")]
    ReadOnly(String),
}

/// A record with its number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Numbered {
    pub(crate) id: String,
    pub(crate) zone: String,
    #[serde(flatten)]
    pub(crate) entry: Entry,
}

/// A zone in the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Listed {
    pub(crate) zone: String,
    /// Number of its records.
    pub(crate) records: usize,
    /// Whether it can be changed here.
    pub(crate) editable: bool,
    /// How it misbehaves, `none` when it does not.
    pub(crate) fault: &'static str,
}

/// All zones of this host.
#[derive(Debug)]
pub(crate) struct Book {
    pages: Mutex<Pages>,
    served: Zones,
    serial: u32,
    /// Told after each change that a file should know.
    pub(crate) changed: Notify,
}

#[derive(Debug, Default)]
struct Pages {
    customers: BTreeMap<String, BTreeMap<u64, Entry>>,
    platform: BTreeMap<String, BTreeMap<u64, Entry>>,
    faults: BTreeMap<String, Fault>,
    last_id: u64,
}

impl Book {
    /// An empty book whose name server is at `address`. `serial` is what zones start counting their changes from.
    pub(crate) fn new(address: IpAddr, serial: u32) -> Self {
        let book = Self { pages: Mutex::default(), served: Zones::new(), serial, changed: Notify::new() };
        for apex in [TOP, OWN] {
            book.serve_zone(apex);
        }
        let address = match address {
            IpAddr::V4(v4) => RecordData::A(v4),
            IpAddr::V6(v6) => RecordData::Aaaa(v6),
        };
        book.served.insert(OWN, NAME_SERVER, address, INFRASTRUCTURE_TTL_S);
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
            self.serve_zone(&zone);
            for (id, entry) in &entries {
                self.served.insert(&zone, &entry.name, entry.data()?, entry.ttl);
                pages.last_id = pages.last_id.max(*id);
            }
            pages.customers.insert(zone, entries);
        }
        pages.last_id = pages.last_id.max(saved.last_id);
        Ok(())
    }

    /// What is worth saving: the customers' zones.
    pub(crate) fn to_save(&self) -> Saved {
        let pages = self.pages();
        Saved { last_id: pages.last_id, zones: pages.customers.clone() }
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
        let zone = canonical(zone);
        let pages = self.pages();
        let entries = pages.customers.get(&zone).or_else(|| pages.platform.get(&zone));
        let entries = entries.ok_or_else(|| Refusal::NoSuchZone(zone.clone()))?;
        let mut records: Vec<Numbered> = entries
            .iter()
            .map(|(id, entry)| Numbered { id: id.to_string(), zone: zone.clone(), entry: entry.clone() })
            .collect();
        records.sort_by(|a, b| {
            let key =
                |record: &Numbered| (record.entry.host(&zone) != "@", record.entry.name.clone(), record.entry.rtype);
            key(a).cmp(&key(b))
        });
        Ok(records)
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
        Ok(Numbered { id: id.to_string(), zone, entry })
    }

    /// Adds a record by its absolute name; the zone is the name's last two labels.
    pub(crate) fn add_absolute(&self, wish: &Wish) -> Result<Numbered, Refusal> {
        let name = canonical(&wish.name);
        let labels: Vec<&str> = name.rsplitn(3, '.').collect();
        let [top, second, ..] = labels.as_slice() else {
            return Err(Invalid { field: "name", reason: format!("is not an absolute name under .{TOP}") }.into());
        };
        self.add(&format!("{second}.{top}"), &Wish { name: format!("{name}."), ..wish.clone() })
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
        Ok(Numbered { id: id.to_owned(), zone, entry })
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
            self.serve_zone(&zone);
            pages.customers.insert(zone.clone(), BTreeMap::new());
        }
        Ok(zone)
    }

    fn serve_zone(&self, apex: &str) {
        self.served.add_zone(Apex {
            name: apex.to_owned(),
            soa: Soa {
                primary: NAME_SERVER.to_owned(),
                contact: format!("hostmaster.{OWN}"),
                serial: self.serial,
                ttl: INFRASTRUCTURE_TTL_S,
                negative_ttl: NEGATIVE_TTL_S,
            },
        });
        self.served.insert(apex, apex, RecordData::Ns(NAME_SERVER.to_owned()), INFRASTRUCTURE_TTL_S);
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ways to misbehave, by their names in the API.
pub(crate) const FAULTS: [(&str, Option<Fault>); 7] = [
    ("none", None),
    ("servfail", Some(Fault::ServerFailure)),
    ("refused", Some(Fault::Refused)),
    ("timeout", Some(Fault::Silence)),
    ("truncate", Some(Fault::Truncation)),
    ("lame", Some(Fault::Lameness)),
    ("wrong_question", Some(Fault::WrongQuestion)),
];

fn fault_name(fault: Option<Fault>) -> &'static str {
    FAULTS.iter().find(|(_, known)| *known == fault).map_or("none", |(name, _)| name)
}

fn canonical(name: &str) -> String {
    let lower = name.trim().to_ascii_lowercase();
    lower.strip_suffix('.').map_or(lower.clone(), str::to_owned)
}

/// Whether a zone of that name can be a customer's: one label under the top, and not this host's own.
fn customer_zone(zone: &str) -> Result<(), Invalid> {
    let wrong = |reason: String| Err(Invalid { field: "zone", reason });
    if zone == OWN {
        return wrong(format!("{OWN} is this host's own"));
    }
    let label = zone.strip_suffix(TOP).and_then(|front| front.strip_suffix('.'));
    let Some(label) = label.filter(|label| !label.is_empty() && !label.contains('.')) else {
        return wrong(format!("must be a name directly under .{TOP}, like customer.{TOP}"));
    };
    let is_host_name = label.len() <= 63
        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !label.starts_with('-')
        && !label.ends_with('-');
    if is_host_name { Ok(()) } else { wrong("is no host name: letters, digits and inner hyphens only".into()) }
}

fn found(pages: &Pages, zone: &str, id: &str) -> Result<(u64, Entry), Refusal> {
    let entries = pages.customers.get(zone).ok_or_else(|| Refusal::NoSuchZone(zone.to_owned()))?;
    id.parse()
        .ok()
        .and_then(|number| entries.get(&number).map(|entry| (number, entry.clone())))
        .ok_or_else(|| Refusal::NoSuchRecord { zone: zone.to_owned(), id: id.to_owned() })
}

/// Whether a record can stand beside the others of its name (RFC 1034, 3.6.2: a CNAME stands alone; an ALIAS is the addresses).
fn check_company<'a>(others: impl Iterator<Item = &'a Entry>, new: &Entry) -> Result<(), Refusal> {
    use RecordType::{A, Aaaa, Alias, Cname};
    for other in others.filter(|other| other.name == new.name) {
        let (is, name) = (other.rtype, &new.name);
        let conflict = |reason: String| Err(Refusal::Conflict { field: "type", reason });
        match (new.rtype, other.rtype) {
            (Cname, _) => {
                return conflict(format!(
                    "CNAME must stand alone, but {name} has a record of type {is}; delete that first"
                ));
            }
            (_, Cname) => {
                return conflict(format!("{} cannot stand beside the CNAME at {name}; delete that first", new.rtype));
            }
            (Alias, A | Aaaa | Alias) | (A | Aaaa, Alias) => {
                return conflict(format!("{} cannot stand beside the {is} at {name}; delete that first", new.rtype));
            }
            _ if other.rtype == new.rtype && other.value == new.value && other.priority == new.priority => {
                let reason = format!("is already at {name} in a record of type {is}");
                return Err(Refusal::Conflict { field: "value", reason });
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> Book {
        let book = Book::new([127, 0, 0, 1].into(), 1);
        let edge = Entry {
            name: "edge.nameplate.localhost".into(),
            rtype: RecordType::A,
            value: "127.0.0.1".into(),
            ttl: 60,
            priority: None,
        };
        book.add_platform_zone("nameplate.localhost", vec![edge]).unwrap();
        book
    }

    fn wish(name: &str, rtype: &str, value: &str) -> Wish {
        Wish { name: name.into(), rtype: rtype.into(), value: value.into(), ttl: None, priority: None }
    }

    fn complaint<T: std::fmt::Debug>(result: Result<T, Refusal>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn a_zone_is_made_by_its_first_record() {
        let book = book();
        let made = book.add_absolute(&wish("www.app.customer.test", "A", "192.0.2.1")).unwrap();
        assert_eq!((made.zone.as_str(), made.entry.name.as_str()), ("customer.test", "www.app.customer.test"));
        let listed: Vec<String> = book.zones().into_iter().map(|zone| zone.zone).collect();
        assert_eq!(listed, ["customer.test", "nameplate.localhost"]);
    }

    #[test]
    fn a_refused_record_makes_no_zone() {
        let book = book();
        complaint(book.add("customer.test", &wish("app", "A", "nowhere")));
        assert_eq!(complaint(book.records("customer.test")), "there is no zone customer.test here");
    }

    #[test]
    fn a_cname_stands_alone() {
        let book = book();
        book.add("customer.test", &wish("app", "TXT", "x")).unwrap();
        assert_eq!(
            complaint(book.add("customer.test", &wish("app", "CNAME", "edge.test"))),
            "type CNAME must stand alone, but app.customer.test has a record of type TXT; delete that first"
        );
        book.add("customer.test", &wish("www", "CNAME", "edge.test")).unwrap();
        assert_eq!(
            complaint(book.add("customer.test", &wish("www", "A", "192.0.2.1"))),
            "type A cannot stand beside the CNAME at www.customer.test; delete that first"
        );
    }

    #[test]
    fn an_alias_is_the_addresses_of_its_name() {
        let book = book();
        book.add("customer.test", &wish("@", "A", "192.0.2.1")).unwrap();
        assert_eq!(
            complaint(book.add("customer.test", &wish("@", "ALIAS", "edge.test"))),
            "type ALIAS cannot stand beside the A at customer.test; delete that first"
        );
    }

    #[test]
    fn the_same_record_is_not_kept_twice() {
        let book = book();
        book.add("customer.test", &wish("app", "A", "192.0.2.1")).unwrap();
        book.add("customer.test", &wish("app", "A", "192.0.2.2")).unwrap();
        assert_eq!(
            complaint(book.add("customer.test", &wish("app", "A", "192.0.2.1"))),
            "value is already at app.customer.test in a record of type A"
        );
    }

    #[test]
    fn a_record_may_be_replaced_by_what_could_not_stand_beside_it() {
        let book = book();
        let old = book.add("customer.test", &wish("app", "A", "192.0.2.1")).unwrap();
        let new = book.replace("customer.test", &old.id, &wish("app", "CNAME", "edge.test")).unwrap();
        assert_eq!((new.id, new.entry.rtype), (old.id, RecordType::Cname));
        assert_eq!(book.records("customer.test").unwrap().len(), 1);
    }

    #[test]
    fn zones_that_are_not_a_customers_cannot_be_changed() {
        let book = book();
        let add = |zone: &str| complaint(book.add(zone, &wish("x", "A", "192.0.2.1")));
        assert_eq!(
            add("nameplate.localhost"),
            "the zone nameplate.localhost belongs to the platform and is only shown here"
        );
        assert_eq!(add("sandbox.test"), "zone sandbox.test is this host's own");
        assert_eq!(add("test"), "zone must be a name directly under .test, like customer.test");
        assert_eq!(add("a.b.test"), "zone must be a name directly under .test, like customer.test");
        assert_eq!(add("example.com"), "zone must be a name directly under .test, like customer.test");
        assert_eq!(add("-x.test"), "zone is no host name: letters, digits and inner hyphens only");
    }

    #[test]
    fn what_was_saved_is_taken_up_and_numbers_go_on() {
        let before = book();
        before.add("customer.test", &wish("a", "A", "192.0.2.1")).unwrap();
        let last = before.add("customer.test", &wish("b", "A", "192.0.2.1")).unwrap();
        before.remove("customer.test", &last.id).unwrap();
        let after = book();
        after.restore(before.to_save()).unwrap();
        assert_eq!(after.records("customer.test"), before.records("customer.test"));
        let next = after.add("customer.test", &wish("c", "A", "192.0.2.1")).unwrap();
        assert_ne!(next.id, last.id);
    }
}
