//! Fetching the records that a record includes, until its lookups can be counted.

use super::lookups::{LookupCount, Published, count};
use super::record::SpfRecord;
use std::collections::BTreeMap;

/// Most names that are asked about for one record. Above ten lookups the result is clear; the rest is for the advice.
pub const NAMES_MAX: usize = 30;

/// Says which TXT records are still wanted, and takes the answers.
///
/// ```text
/// while counter.wanted() is not empty:
///     ask DNS for the TXT of each name, and give every outcome to counter.answered(name, …)
/// counter.counted()
/// ```
///
/// It ends: a name is wanted once, and at most [`NAMES_MAX`] of them.
#[derive(Clone, Debug)]
pub struct SpfCounter {
    domain: String,
    record: SpfRecord,
    /// What was answered; `None` for a name that nobody would answer about.
    answers: BTreeMap<String, Option<Published>>,
}

impl SpfCounter {
    /// For the record of `domain` (lower case, no trailing dot), as it stands or as it is meant to be.
    #[must_use]
    pub fn new(domain: impl Into<String>, record: SpfRecord) -> Self {
        Self { domain: domain.into(), record, answers: BTreeMap::new() }
    }

    /// The names whose TXT records are wanted next: lower case, no trailing dot. Empty when all is known that can be.
    #[must_use]
    pub fn wanted(&self) -> Vec<String> {
        let left = NAMES_MAX.saturating_sub(self.answers.len());
        let unknown = self.counted().unknown.into_iter();
        unknown.filter(|name| !self.answers.contains_key(name)).take(left).collect()
    }

    /// Takes the TXT values of a name, each one record's joined character-strings; empty when it has none, `None` when
    /// nobody answered, which says nothing about what is there.
    pub fn answered<T: AsRef<str>>(&mut self, name: &str, texts: Option<&[T]>) {
        let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
        self.answers.insert(name, texts.map(Published::among));
    }

    /// What is known so far.
    #[must_use]
    pub fn counted(&self) -> LookupCount {
        count(&self.domain, &self.record, &|name| self.answers.get(name).cloned().flatten())
    }
}
