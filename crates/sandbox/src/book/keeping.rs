//! What is kept here from the beginning, and what is known of single names.

use super::{Book, Refusal, canonical};
use crate::record::Wish;
use nameplate_dns::serve::{RecordData, ZoneSource};
use nameplate_domain::hostname::is_at_or_under;
use nameplate_domain::records::Record;

impl Book {
    /// Adds records with absolute names, and their zones.
    pub(crate) fn begin_with(&self, records: Vec<Record>) -> Result<(), Refusal> {
        for record in records {
            let wish = Wish {
                name: record.host,
                rtype: record.rtype.as_str().to_owned(),
                value: record.value,
                ttl: Some(record.ttl),
                priority: record.priority,
            };
            self.add_absolute(&Self::zone_of(&wish.name)?, &wish)?;
        }
        Ok(())
    }

    /// The texts that the name server has at exactly this name.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let name = canonical(name);
        let node = self.served.enclosing(&name).and_then(|apex| self.served.node(&apex.name, &name));
        let texts = node.iter().flat_map(|node| &node.records).filter_map(|(data, _)| match data {
            RecordData::Txt(text) => Some(text.clone()),
            _ => None,
        });
        texts.collect()
    }

    /// Whether `host` is a name in one of the zones that are listed here.
    pub(crate) fn keeps(&self, host: &str) -> bool {
        let host = canonical(host);
        self.zones().iter().any(|listed| is_at_or_under(&host, &listed.zone))
    }
}
