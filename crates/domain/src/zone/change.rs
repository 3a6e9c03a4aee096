//! A change of one rrset.

use super::rrset::{RrSet, RrType, ZoneContents};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A change of one rrset: made, replaced or removed. `before` and `after` have the same name and type, differ, and one of them is
/// there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// What stood there when it was planned; `None` for nothing.
    pub before: Option<RrSet>,
    /// What is to stand there; `None` for nothing.
    pub after: Option<RrSet>,
}

impl Change {
    /// A new set.
    #[must_use]
    pub fn create(after: RrSet) -> Self {
        Self { before: None, after: Some(after) }
    }

    /// The end of a set.
    #[must_use]
    pub fn delete(before: RrSet) -> Self {
        Self { before: Some(before), after: None }
    }

    /// Name and type.
    #[must_use]
    pub fn key(&self) -> Option<(&str, &RrType)> {
        let set = self.after.as_ref().or(self.before.as_ref())?;
        Some((&set.name, &set.rtype))
    }

    /// `create`, `update` or `delete`.
    #[must_use]
    pub const fn action(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "create",
            (_, None) => "delete",
            _ => "update",
        }
    }

    /// The way back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self { before: self.after.clone(), after: self.before.clone() }
    }
}

/// The names that `changes` are about, each once.
#[must_use]
pub fn names_of(changes: &[Change]) -> Vec<String> {
    let names: BTreeSet<&str> = changes.iter().filter_map(|change| Some(change.key()?.0)).collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The zone after `changes`.
#[must_use]
pub fn carried_out(contents: &ZoneContents, changes: &[Change]) -> ZoneContents {
    let mut sets = contents.sets.clone();
    for change in changes {
        let Some((name, rtype)) = change.key() else { continue };
        sets.retain(|stored| !stored.set.is_at(name, rtype));
        sets.extend(change.after.clone().map(Into::into));
    }
    ZoneContents { zone: contents.zone.clone(), sets }
}

/// Whether the zone shows the result of `change`. TTLs do not count: providers round them.
#[must_use]
pub fn is_carried_out(contents: &ZoneContents, change: &Change) -> bool {
    let Some((name, rtype)) = change.key() else { return true };
    match (contents.at(name, rtype), &change.after) {
        (None, None) => true,
        (Some(stored), Some(after)) => stored.set.says_the_same(after),
        _ => false,
    }
}
