//! Zones and records, as they are listed.

use crate::record::Entry;
use serde::Serialize;

/// A record with its number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Numbered {
    pub(crate) id: String,
    pub(crate) zone: String,
    #[serde(flatten)]
    pub(crate) entry: Entry,
    /// Kept by this host: shown on the panel, in no list of the API, and not to be changed. Its `id` is empty.
    #[serde(skip)]
    pub(crate) built_in: bool,
}

impl Numbered {
    pub(super) fn new(id: u64, zone: &str, entry: &Entry) -> Self {
        Self { id: id.to_string(), zone: zone.to_owned(), entry: entry.clone(), built_in: false }
    }
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
    /// Whether services learn that Domain Connect is spoken for it.
    #[serde(skip)]
    pub(crate) domain_connect: bool,
}
