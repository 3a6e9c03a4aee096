//! The tools, by what they are about.

mod certificates;
mod dns;
mod domains;
mod explained;
mod history;
mod looked_up;
mod routes;

use super::tool::Entry;
use crate::commands::ending::Stop;
use std::ops::RangeInclusive;

/// Longest wait that a tool may be asked for; whoever wants more asks again.
const WAIT_MAX_S: u32 = 600;
/// Most entries of a list.
const LIMIT_MAX: u32 = 1000;
/// Entries of a list, when nobody says how many.
const LIMIT: u32 = 100;

/// Every tool, in the order in which they are shown.
pub(super) fn all() -> Vec<Entry> {
    vec![
        Entry::of::<domains::DomainCheck>(),
        Entry::of::<domains::DomainAdd>(),
        Entry::of::<domains::DomainTakeOver>(),
        Entry::of::<domains::DomainAttach>(),
        Entry::of::<domains::DomainWatch>(),
        Entry::of::<domains::DomainList>(),
        Entry::of::<domains::DomainRemove>(),
        Entry::of::<explained::DomainExplain>(),
        Entry::of::<history::DomainTimeline>(),
        Entry::of::<routes::RouteCreate>(),
        Entry::of::<routes::RouteList>(),
        Entry::of::<routes::RouteShow>(),
        Entry::of::<routes::RouteUpdate>(),
        Entry::of::<routes::RouteDelete>(),
        Entry::of::<dns::DnsRecordsApply>(),
        Entry::of::<dns::ChangeSetList>(),
        Entry::of::<dns::ChangeSetUndo>(),
        Entry::of::<certificates::CertificateList>(),
        Entry::of::<certificates::CertificateRenew>(),
        Entry::of::<looked_up::ApplicationList>(),
        Entry::of::<looked_up::ProviderList>(),
    ]
}

/// A number within its bounds, as the schema says them.
fn within(field: &str, value: u32, bounds: RangeInclusive<u32>) -> Result<u32, Stop> {
    match bounds.contains(&value) {
        true => Ok(value),
        false => Err(Stop::usage(format!("{field}: {value} is not between {} and {}", bounds.start(), bounds.end()))),
    }
}

fn limit(value: Option<u32>) -> Result<u32, Stop> {
    within("limit", value.unwrap_or(LIMIT), 1..=LIMIT_MAX)
}
