//! What does instead of a wanted record, by the kind of record.

use crate::email::dmarc::{DmarcPolicy, DmarcRecord};
use crate::email::generate::EmailRecords;
use crate::email::spf::{Mechanism, Qualifier, SpfRecord, is_spf, merge_all};
use crate::email::{dkim, provider};
use crate::records::{Record, RecordType};

/// What one server's values mean for a wanted record.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    /// It is there, or something that does as much. With what is odd about it.
    Does(Vec<String>),
    /// Nothing of its kind is there.
    Missing,
    /// Something of its kind is there that does not do. With what to do.
    Wrong(String),
}

impl Verdict {
    pub(super) const fn does(&self) -> bool {
        matches!(self, Self::Does(_))
    }
}

pub(super) fn judge(record: &Record, wanted: &EmailRecords, values: &[String]) -> Verdict {
    match record.rtype {
        RecordType::Mx => mx(record, wanted, values),
        RecordType::Txt if is_spf(&record.value) => spf(record, values),
        RecordType::Txt if record.host.starts_with("_dmarc.") => dmarc(record, values),
        RecordType::Txt if record.host.contains("._domainkey.") => key(record, values),
        _ => exactly(record, values),
    }
}

fn stands_for(wanted: &str, published: &str) -> bool {
    wanted == published || provider::is_same_service(wanted, published)
}

fn exactly(record: &Record, values: &[String]) -> Verdict {
    let (rtype, host, value) = (record.rtype, &record.host, &record.value);
    match values {
        _ if values.iter().any(|published| stands_for(value, published)) => Verdict::Does(Vec::new()),
        [] => Verdict::Missing,
        _ if rtype == RecordType::Txt => Verdict::Missing,
        [published, ..] => Verdict::Wrong(format!("{rtype} {host} has {published}. Change it to {value}.")),
    }
}

fn mx(record: &Record, wanted: &EmailRecords, values: &[String]) -> Verdict {
    let host = &record.host;
    let published: Vec<(&str, &str)> = values.iter().filter_map(|value| value.split_once(' ')).collect();
    // "No mail here" (RFC 7505) has the root as its exchange.
    let shown = |(preference, exchange): &(&str, &str)| {
        format!("{preference} {}", if exchange.is_empty() { "." } else { exchange })
    };
    let is_wanted = |(_, exchange): &(&str, &str)| {
        let mut all = wanted.records.iter().filter(|other| other.rtype == RecordType::Mx && other.host == *host);
        all.any(|other| stands_for(&other.value, exchange))
    };
    if !published.iter().any(|(_, exchange)| stands_for(&record.value, exchange)) {
        return match published.is_empty() || published.iter().any(is_wanted) {
            true => Verdict::Missing,
            false => Verdict::Wrong(format!(
                "Mail for {host} goes elsewhere, by MX {}. Put MX {} {} in its place.",
                published.iter().map(shown).collect::<Vec<_>>().join(", "),
                record.priority.unwrap_or_default(),
                record.value
            )),
        };
    }
    let advised = record.priority.unwrap_or_default().to_string();
    let preferences: Vec<&str> =
        published.iter().filter(|(_, exchange)| *exchange == record.value).map(|(preference, _)| *preference).collect();
    let mut warnings = Vec::new();
    if !preferences.is_empty() && !preferences.contains(&advised.as_str()) {
        let preference = preferences.join(", ");
        warnings.push(format!("MX {host} {} has the preference {preference}; {advised} is advised.", record.value));
    }
    warnings.extend(published.iter().filter(|one| !is_wanted(one)).map(|other| {
        format!("{host} also has MX {}, to which mail may go. Remove it unless it is meant to receive.", shown(other))
    }));
    Verdict::Does(warnings)
}

fn spf(record: &Record, values: &[String]) -> Verdict {
    let host = &record.host;
    let texts: Vec<&str> = values.iter().map(String::as_str).filter(|text| is_spf(text)).collect();
    let Ok(wanted) = record.value.parse::<SpfRecord>() else { return exactly(record, values) };
    let mechanisms: Vec<Mechanism> = wanted.mechanisms().cloned().collect();
    let merged = merge_all(&texts, &mechanisms).map_or_else(|_| record.value.clone(), |merged| merged.value);
    let published = match texts.as_slice() {
        [] => return Verdict::Missing,
        [one] => match one.parse::<SpfRecord>() {
            Ok(published) => published,
            Err(why) => {
                return Verdict::Wrong(format!("The SPF record of {host} {why}. Replace it with {merged}"));
            }
        },
        several => {
            return Verdict::Wrong(format!(
                "{host} has {} SPF records, and mail servers take none of them (RFC 7208, 4.5). Put one in their place: {merged}",
                several.len()
            ));
        }
    };
    let is_there = |mechanism: &Mechanism| {
        let is_same =
            |known: &Mechanism| known.subject() == mechanism.subject() && known.qualifier() == mechanism.qualifier();
        published.tested().any(is_same)
    };
    let lacking: Vec<String> =
        wanted.tested().filter(|mechanism| !is_there(mechanism)).map(ToString::to_string).collect();
    if !lacking.is_empty() {
        let elsewhere =
            published.redirect().map(|name| format!(" (unless the record of {name}, where it leads, has it)"));
        return Verdict::Wrong(format!(
            "The SPF record of {host} lacks {}{}. Replace it with {merged}",
            lacking.join(" "),
            elsewhere.unwrap_or_default()
        ));
    }
    // What is wanted may end as loosely as what was there when it was merged.
    let advised = wanted.all().unwrap_or(Qualifier::SoftFail).max(Qualifier::SoftFail);
    let end = match published.all() {
        None if published.redirect().is_none() => Some("has no all".to_owned()),
        Some(all) if all < advised => Some(format!("ends in {}", Mechanism::all(all))),
        _ => None,
    };
    let warning = end.map(|end| {
        let advised = Mechanism::all(advised);
        format!(
            "The SPF record of {host} {end}, which lets others send as the domain more easily. End it in {advised}."
        )
    });
    Verdict::Does(warning.into_iter().collect())
}

fn key(record: &Record, values: &[String]) -> Verdict {
    let host = &record.host;
    let keys: Vec<&String> = values.iter().filter(|text| dkim::is_key(text)).collect();
    let Some(found) = keys.iter().find(|text| dkim::is_same(&record.value, text)) else {
        return match keys.is_empty() {
            true => Verdict::Missing,
            false => Verdict::Wrong(format!("TXT {host} has another key. Change it to {}", record.value)),
        };
    };
    let mut warnings = Vec::new();
    if keys.len() > 1 {
        warnings.push(format!(
            "{host} has {} keys, and mail servers may take any of them. Remove the old ones.",
            keys.len()
        ));
    }
    if found.contains('"') {
        warnings.push(format!(
            "The key at {host} has quotation marks in it, which some mail servers do not read. Remove them."
        ));
    }
    Verdict::Does(warnings)
}

fn dmarc(record: &Record, values: &[String]) -> Verdict {
    let host = &record.host;
    let Some(wanted) = DmarcRecord::parse(&record.value) else { return exactly(record, values) };
    let texts: Vec<&String> = values.iter().filter(|text| DmarcRecord::is_meant_by(text)).collect();
    let published = match texts.as_slice() {
        [] => return Verdict::Missing,
        [one] => DmarcRecord::parse(one),
        several => {
            return Verdict::Wrong(format!(
                "{host} has {} DMARC records, and mail servers take none of them (RFC 7489, 6.6.3). Keep one.",
                several.len()
            ));
        }
    };
    let Some(published) = published else {
        return Verdict::Wrong(format!("The DMARC record at {host} cannot be read. Replace it with {}", record.value));
    };
    if published.policy < wanted.policy {
        return Verdict::Wrong(format!(
            "The DMARC record at {host} has p={}; p={} is wanted. Change it to {}",
            published.policy, wanted.policy, record.value
        ));
    }
    let mut warnings = Vec::new();
    if published.percent < 100 && wanted.policy > DmarcPolicy::None {
        warnings
            .push(format!("The DMARC record at {host} is applied to {} % of the mail only (pct).", published.percent));
    }
    let lacking = wanted.rua.iter().filter(|uri| {
        // A size limit may follow an address (RFC 7489, 6.2).
        !published.rua.iter().any(|known| known.split('!').next().unwrap_or(known).eq_ignore_ascii_case(uri))
    });
    warnings.extend(lacking.map(|uri| format!("The DMARC record at {host} does not send reports to {uri}.")));
    Verdict::Does(warnings)
}
