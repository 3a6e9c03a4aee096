//! Whether services find out, by DNS, that a zone's host speaks Domain Connect.

use super::{Book, INFRASTRUCTURE_TTL_S, Numbered, Refusal, canonical};
use crate::record::{DOMAIN_CONNECT_LABEL, Entry};
use nameplate_dns::serve::RecordData;
use nameplate_domain::records::RecordType;

impl Book {
    /// What this host itself keeps in a customer's zone.
    pub(crate) fn built_in(&self, zone: &str) -> Numbered {
        let entry = Entry {
            name: format!("{DOMAIN_CONNECT_LABEL}.{zone}"),
            rtype: RecordType::Txt,
            value: self.domain_connect.clone(),
            ttl: INFRASTRUCTURE_TTL_S,
            priority: None,
        };
        Numbered { id: String::new(), zone: zone.to_owned(), entry, built_in: true }
    }

    /// Offers Domain Connect for a customer's zone, or no longer.
    pub(crate) fn set_domain_connect(&self, zone: &str, is_offered: bool) -> Result<(), Refusal> {
        let zone = canonical(zone);
        let mut pages = self.pages();
        if pages.platform.contains_key(&zone) {
            return Err(Refusal::ReadOnly(zone));
        }
        if !pages.customers.contains_key(&zone) {
            return Err(Refusal::NoSuchZone(zone));
        }
        match is_offered {
            true if pages.undiscovered.remove(&zone) => {
                let Numbered { entry, .. } = self.built_in(&zone);
                self.served.insert(&zone, &entry.name, RecordData::Txt(entry.value), entry.ttl);
            }
            false if pages.undiscovered.insert(zone.clone()) => self.hide(&zone),
            _ => return Ok(()),
        }
        drop(pages);
        self.changed.notify_one();
        Ok(())
    }

    /// Takes away what the name server says of Domain Connect.
    pub(super) fn hide(&self, zone: &str) {
        let Numbered { entry, .. } = self.built_in(zone);
        self.served.remove(zone, &entry.name, &RecordData::Txt(entry.value));
    }
}
