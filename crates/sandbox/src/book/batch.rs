//! Several changes of a zone as one: all of them, or none.

use super::{Book, Numbered, Refusal, check_company, version_of};
use crate::record::{Entry, Wish};
use serde::Deserialize;

/// What is to go and what is to come.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Batch {
    /// Numbers of records.
    #[serde(default)]
    pub(crate) delete: Vec<String>,
    #[serde(default)]
    pub(crate) create: Vec<Wish>,
}

impl Book {
    /// Carries out a batch, and returns what it added. With a `version`, only on the records that it belongs to.
    ///
    /// The name server never lacks what was there before and is there after: what is new comes before the old goes.
    pub(crate) fn change(&self, zone: &str, version: Option<u64>, batch: &Batch) -> Result<Vec<Numbered>, Refusal> {
        let mut pages = self.pages();
        let zone = self.checked_zone(&pages, zone)?;
        let mut entries = pages.customers.get(&zone).cloned().ok_or_else(|| Refusal::NoSuchZone(zone.clone()))?;
        if version.is_some_and(|version| version != version_of(&entries)) {
            return Err(Refusal::Changed(zone));
        }
        let mut gone: Vec<Entry> = Vec::new();
        for id in &batch.delete {
            let removed = id.parse().ok().and_then(|number: u64| entries.remove(&number));
            gone.push(removed.ok_or_else(|| Refusal::NoSuchRecord { zone: zone.clone(), id: id.clone() })?);
        }
        let mut last_id = pages.last_id;
        let mut added = Vec::new();
        for wish in &batch.create {
            let (entry, data) = wish.parse(&zone)?;
            check_company(entries.values(), &entry)?;
            last_id += 1;
            added.push((Numbered::new(last_id, &zone, &entry), data));
            entries.insert(last_id, entry);
        }
        let gone: Vec<_> =
            gone.into_iter().map(|entry| Ok((entry.data()?, entry.name))).collect::<Result<_, Refusal>>()?;
        let added = added.into_iter().map(|(record, data)| {
            self.served.insert(&zone, &record.entry.name, data, record.entry.ttl);
            record
        });
        let added = added.collect();
        for (data, name) in gone {
            self.served.remove(&zone, &name, &data);
        }
        pages.last_id = last_id;
        pages.customers.insert(zone, entries);
        drop(pages);
        self.changed.notify_one();
        Ok(added)
    }
}
