//! What is kept here from the beginning, and which names are.

use super::{Book, Refusal, canonical};
use crate::record::Wish;
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

    /// Whether `host` is a name in one of the zones that are listed here.
    pub(crate) fn keeps(&self, host: &str) -> bool {
        let host = canonical(host);
        self.zones().iter().any(|listed| is_at_or_under(&host, &listed.zone))
    }
}
