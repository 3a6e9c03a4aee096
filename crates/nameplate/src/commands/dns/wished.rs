//! A file of wished records: JSON or zone-file lines, to wishes.

use super::{json_records, zone_lines};
use crate::commands::ending::Stop;
use nameplate_domain::records::DEFAULT_TTL_S;
use nameplate_domain::zone::{RrData, RrSet, RrType, Wish};
use std::io::Read as _;
use std::path::Path;

/// Largest file that is read, in octets: some ten thousand records.
const FILE_MAX: u64 = 4 * 1024 * 1024;

/// One wished record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    /// Owner: absolute, lower case, no final dot.
    pub(super) name: String,
    /// Seconds.
    pub(super) ttl: Option<u32>,
    pub(super) data: RrData,
}

/// The text of `file`; `-` is standard input.
pub(super) fn text_of(file: &Path) -> Result<String, Stop> {
    let place = file.display();
    let read = |source: &mut dyn std::io::Read| {
        let mut text = String::new();
        source.take(FILE_MAX + 1).read_to_string(&mut text).map(|_| text)
    };
    let text = match file == Path::new("-") {
        true => read(&mut std::io::stdin()),
        false => std::fs::File::open(file).and_then(|mut file| read(&mut file)),
    };
    let text = text.map_err(|error| Stop::failed(format!("{place} cannot be read: {error}")))?;
    match u64::try_from(text.len()).is_ok_and(|length| length <= FILE_MAX) {
        true => Ok(text),
        false => {
            Err(Stop::failed(format!("{place} has more than {FILE_MAX} octets; give the records in several files")))
        }
    }
}

/// The records of a file: JSON when it begins with `[` or `{`, else zone-file lines.
///
/// # Errors
/// What is wrong, with the place.
pub(super) fn entries(text: &str, zone: &str) -> Result<Vec<Entry>, String> {
    match text.trim_start().starts_with(['[', '{']) {
        true => json_records::parse(text, zone),
        false => zone_lines::parse(text, zone),
    }
}

/// What `entries` wish for: of those that lead visitors exactly these, of the others these among whatever is there. The zone's own name
/// servers are left out: they are the provider's.
pub(super) fn wishes(entries: Vec<Entry>, zone: &str) -> Vec<Wish> {
    let mut wishes: Vec<Wish> = Vec::new();
    for Entry { name, ttl, data } in entries {
        let rtype = data.rtype();
        if rtype == RrType::Ns && name == zone {
            continue;
        }
        let ttl = ttl.unwrap_or(DEFAULT_TTL_S);
        if !rtype.leads_visitors() {
            wishes.push(Wish::Among { name, data, ttl });
            continue;
        }
        let same = wishes.iter_mut().find_map(|wish| match wish {
            Wish::Exactly(set) if set.is_at(&name, &rtype) => Some(set),
            _ => None,
        });
        match same {
            Some(set) => set.data.push(data),
            None => wishes.push(Wish::Exactly(RrSet::new(&name, rtype, ttl, vec![data]))),
        }
    }
    wishes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_visitors_is_wished_whole_and_the_rest_among_others() {
        let text = "www 60 IN A 192.0.2.1\nwww 60 IN A 192.0.2.2\n@ 60 IN TXT mine\n@ 60 IN NS ns1.old.example.\n";
        let wishes = wishes(entries(text, "customer.com").unwrap(), "customer.com");
        let [Wish::Exactly(set), Wish::Among { name, data, ttl }] = wishes.as_slice() else { panic!("{wishes:?}") };
        assert_eq!((set.name.as_str(), set.data.len()), ("www.customer.com", 2));
        assert_eq!((name.as_str(), data.to_string().as_str(), *ttl), ("customer.com", "mine", 60));
    }
}
