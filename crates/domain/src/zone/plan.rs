//! What to change so that a zone says what is wished, and nothing else of it is touched.

use super::abilities::Abilities;
use super::change::{Change, carried_out};
use super::rrset::{RrData, RrSet, RrType, StoredSet, ZoneContents};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a zone shall say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wish {
    /// These and no others are the values of this name and type. Where the type leads visitors (A, AAAA, ALIAS, CNAME), every other
    /// such type that is not wished goes.
    Exactly(RrSet),
    /// This value is among those of its name and type.
    Among {
        /// Owner, as in [`RrSet::name`].
        name: String,
        /// The value.
        data: RrData,
        /// TTL of the set if it has to be made, in seconds.
        ttl: u32,
    },
    /// This value is not among those of its name and type.
    Without {
        /// Owner, as in [`RrSet::name`].
        name: String,
        /// The value.
        data: RrData,
    },
    /// Nothing of this name and type.
    Nothing {
        /// Owner, as in [`RrSet::name`].
        name: String,
        /// The type.
        rtype: RrType,
    },
}

impl Wish {
    fn key(&self) -> (String, RrType) {
        match self {
            Self::Exactly(set) => (set.name.clone(), set.rtype.clone()),
            Self::Among { name, data, .. } | Self::Without { name, data } => (name.clone(), data.rtype()),
            Self::Nothing { name, rtype } => (name.clone(), rtype.clone()),
        }
    }
}

/// Why a wish cannot be fulfilled without harm.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Obstacle {
    /// What kind of obstacle it is.
    pub code: ObstacleCode,
    /// The name it is about.
    pub name: String,
    /// What is in the way and what to do: a sentence for the person at the DNS panel.
    pub message: String,
}

impl Obstacle {
    pub(super) fn new(code: ObstacleCode, name: &str, message: String) -> Self {
        Self { code, name: name.to_owned(), message }
    }
}

/// What kind of obstacle it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObstacleCode {
    /// Other records stand where a CNAME is wished, or a CNAME stands where others are wished (RFC 1034, 3.6.2).
    CnameStandsAlone,
    /// A CNAME is wished at the apex, and the provider has nothing that can stand in for it.
    ApexNeedsAddresses,
    /// An SPF record stands at the apex; merging it is the owner's decision.
    ApexSpf,
    /// The provider manages it, or it means more than can be said here.
    Untouchable,
    /// The provider cannot keep it.
    NotKept,
    /// The name is outside of the zone.
    OutsideOfZone,
    /// The name is in a zone of its own.
    Delegated,
    /// Two wishes contradict each other.
    Contradiction,
}

impl ObstacleCode {
    /// Every code.
    pub const ALL: [Self; 8] = [
        Self::CnameStandsAlone,
        Self::ApexNeedsAddresses,
        Self::ApexSpf,
        Self::Untouchable,
        Self::NotKept,
        Self::OutsideOfZone,
        Self::Delegated,
        Self::Contradiction,
    ];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CnameStandsAlone => "cname_stands_alone",
            Self::ApexNeedsAddresses => "apex_needs_addresses",
            Self::ApexSpf => "apex_spf",
            Self::Untouchable => "untouchable",
            Self::NotKept => "not_kept",
            Self::OutsideOfZone => "outside_of_zone",
            Self::Delegated => "delegated",
            Self::Contradiction => "contradiction",
        }
    }
}

/// The fewest changes after which `contents` fulfils every wish. Empty when it does already: a plan for the result of a plan is empty.
///
/// `contents` has every set of every wished name. Values that are there already keep their TTL.
///
/// # Errors
/// Every [`Obstacle`]; nothing is planned then.
pub fn plan(contents: &ZoneContents, wishes: &[Wish], abilities: &Abilities) -> Result<Vec<Change>, Vec<Obstacle>> {
    let mut obstacles: Vec<Obstacle> =
        wishes.iter().filter_map(|wish| unfulfillable(contents, wish, abilities)).collect();
    let mut wanted: BTreeMap<(String, RrType), Option<RrSet>> = BTreeMap::new();
    // Whole sets first, so that the order of wishes does not matter.
    let (whole, single): (Vec<&Wish>, Vec<&Wish>) =
        wishes.iter().partition(|wish| matches!(wish, Wish::Exactly(_) | Wish::Nothing { .. }));
    for wish in whole.into_iter().chain(single) {
        fulfil(contents, wish, abilities, &mut wanted);
    }
    make_way(contents, wishes, &mut wanted);
    let changes: Vec<Change> = wanted
        .into_iter()
        .filter_map(|((name, rtype), after)| {
            let before = contents.at(&name, &rtype).map(|stored| stored.set.clone());
            let is_change = before.as_ref().map(|set| &set.data) != after.as_ref().map(|set| &set.data);
            is_change.then_some(Change { before, after })
        })
        .collect();
    let after = carried_out(contents, &changes);
    for change in &changes {
        obstacles.extend(harm(contents, change));
        obstacles.extend(change.after.as_ref().and_then(|set| blocked_by_cname(&after, set)));
    }
    if obstacles.is_empty() {
        obstacles.extend(wishes.iter().filter_map(|wish| unfulfilled(&after, wish)));
    }
    obstacles.dedup();
    if obstacles.is_empty() { Ok(in_order(changes)) } else { Err(obstacles) }
}

/// The names whose sets [`plan`] has to know: every wished one, and those above it below the apex, where it may be delegated.
#[must_use]
pub fn names_to_read(zone: &str, wishes: &[Wish]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for wish in wishes {
        let (wished, _) = wish.key();
        let mut name = wished.as_str();
        while name == wished || (name != zone && name.strip_suffix(zone).is_some_and(|rest| rest.ends_with('.'))) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
            let Some((_, parent)) = name.split_once('.') else { break };
            name = parent;
        }
    }
    names
}

/// What ends comes first: it makes room for what begins.
fn in_order(mut changes: Vec<Change>) -> Vec<Change> {
    changes.sort_by_key(|change| change.after.is_some());
    changes
}

/// Why the provider or the zone cannot have what is wished.
fn unfulfillable(contents: &ZoneContents, wish: &Wish, abilities: &Abilities) -> Option<Obstacle> {
    let (name, rtype) = wish.key();
    let zone = &contents.zone;
    let is_apex = name == *zone;
    if !is_apex && !name.ends_with(&format!(".{zone}")) {
        let message = format!("{name} is not in the zone {zone}.");
        return Some(Obstacle::new(ObstacleCode::OutsideOfZone, &name, message));
    }
    let cut = contents.sets.iter().find(|stored| {
        let owner = &stored.set.name;
        let is_below = *owner == name || name.strip_suffix(owner.as_str()).is_some_and(|rest| rest.ends_with('.'));
        stored.set.rtype == RrType::Ns && owner != zone && is_below
    });
    if let Some(cut) = cut {
        let message =
            format!("{} is a zone of its own with other name servers; {name} has to be set there.", cut.set.name);
        return Some(Obstacle::new(ObstacleCode::Delegated, &name, message));
    }
    let data = match wish {
        Wish::Exactly(set) => set.data.as_slice(),
        Wish::Among { data, .. } => std::slice::from_ref(data),
        Wish::Without { .. } | Wish::Nothing { .. } => return None,
    };
    if is_apex && rtype == RrType::Cname || (rtype == RrType::Alias && !abilities.alias) {
        let message = format!(
            "{name} cannot be a CNAME, and this provider has no record that gives it another host's addresses: use A and AAAA records."
        );
        return Some(Obstacle::new(ObstacleCode::ApexNeedsAddresses, &name, message));
    }
    let not_kept =
        |what: String| Some(Obstacle::new(ObstacleCode::NotKept, &name, format!("This provider cannot keep {what}.")));
    if !abilities.writes(&rtype) {
        return not_kept(format!("{rtype} records"));
    }
    if !abilities.wildcard && name.starts_with("*.") {
        return not_kept(format!("wildcard records such as {name}"));
    }
    let is_too_long = |data: &RrData| matches!(data, RrData::Txt(text) if text.len() > abilities.txt_octets_max);
    if data.iter().any(is_too_long) {
        return not_kept(format!("texts of more than {} octets", abilities.txt_octets_max));
    }
    None
}

/// Works one wish into what is wanted.
fn fulfil(
    contents: &ZoneContents,
    wish: &Wish,
    abilities: &Abilities,
    wanted: &mut BTreeMap<(String, RrType), Option<RrSet>>,
) {
    let key = wish.key();
    let stored = || contents.at(&key.0, &key.1).map(|stored| stored.set.clone());
    let so_far = wanted.get(&key).cloned();
    let next = match wish {
        Wish::Exactly(set) => {
            let ttl = abilities.ttl.clamp(set.ttl);
            Some(RrSet::new(&set.name, set.rtype.clone(), ttl, set.data.clone()))
        }
        Wish::Among { name, data, ttl } => {
            let fresh = || RrSet::of_one(name, abilities.ttl.clamp(*ttl), data.clone());
            let mut set = so_far.unwrap_or_else(stored).unwrap_or_else(fresh);
            set.data.push(data.clone());
            Some(RrSet::new(&set.name, set.rtype, set.ttl, set.data))
        }
        Wish::Without { data, .. } => so_far.unwrap_or_else(stored).and_then(|mut set| {
            set.data.retain(|known| known != data);
            (!set.data.is_empty()).then_some(set)
        }),
        Wish::Nothing { .. } => None,
    };
    wanted.insert(key, next);
}

/// Why a wish is not fulfilled in the end: another wish says the opposite.
fn unfulfilled(after: &ZoneContents, wish: &Wish) -> Option<Obstacle> {
    let (name, rtype) = wish.key();
    let data = after.at(&name, &rtype).map_or(&[][..], |stored| &stored.set.data);
    let is_fulfilled = match wish {
        Wish::Exactly(set) => RrSet::new(&set.name, set.rtype.clone(), set.ttl, set.data.clone()).data == data,
        Wish::Among { data: value, .. } => data.contains(value),
        Wish::Without { data: value, .. } => !data.contains(value),
        Wish::Nothing { .. } => data.is_empty(),
    };
    let message = || format!("{rtype} {name} is wished to be different things at once.");
    (!is_fulfilled).then(|| Obstacle::new(ObstacleCode::Contradiction, &name, message()))
}

fn listed(set: &RrSet) -> String {
    set.data.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// A name leads visitors to one place: what else leads them somewhere goes.
fn make_way(contents: &ZoneContents, wishes: &[Wish], wanted: &mut BTreeMap<(String, RrType), Option<RrSet>>) {
    for wish in wishes {
        let Wish::Exactly(set) = wish else { continue };
        if !set.rtype.leads_visitors() {
            continue;
        }
        let others = contents.named(&set.name).filter(|stored| stored.set.rtype.leads_visitors());
        for StoredSet { set: other, .. } in others {
            wanted.entry((other.name.clone(), other.rtype.clone())).or_insert(None);
        }
    }
}

/// Why a change must not be made.
fn harm(contents: &ZoneContents, change: &Change) -> Option<Obstacle> {
    let (name, rtype) = change.key()?;
    if let Some(why) = contents.at(name, rtype).and_then(|stored| stored.untouchable.as_ref()) {
        let message = format!("{rtype} {name} is left alone: {why}");
        return Some(Obstacle::new(ObstacleCode::Untouchable, name, message));
    }
    if name == contents.zone && *rtype == RrType::Ns {
        let message = format!("The name servers of {name} are left alone.");
        return Some(Obstacle::new(ObstacleCode::Untouchable, name, message));
    }
    if let Some(set) = change.after.as_ref().filter(|set| *rtype == RrType::Cname && set.data.len() > 1) {
        let message = format!("{name} cannot be a CNAME to {} at once.", listed(set));
        return Some(Obstacle::new(ObstacleCode::Contradiction, name, message));
    }
    let spf = |set: &Option<RrSet>| -> Vec<RrData> {
        set.iter().flat_map(|set| &set.data).filter(|data| is_spf(data)).cloned().collect()
    };
    let (before, after) = (spf(&change.before), spf(&change.after));
    if name == contents.zone && !before.is_empty() && before != after {
        let message = format!(
            "{name} has an SPF record already. A domain must have one only (RFC 7208, 3.2): merge them by hand, so that no mail is lost."
        );
        return Some(Obstacle::new(ObstacleCode::ApexSpf, name, message));
    }
    None
}

fn is_spf(data: &RrData) -> bool {
    matches!(data, RrData::Txt(text) if text.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("v=spf1")))
}

/// Whether `set` would stand beside a CNAME, or is one that would not stand alone.
pub(super) fn blocked_by_cname(after: &ZoneContents, set: &RrSet) -> Option<Obstacle> {
    let other = after
        .named(&set.name)
        .map(|stored| &stored.set)
        .find(|other| other.rtype != set.rtype && (set.rtype == RrType::Cname || other.rtype == RrType::Cname))?;
    let message = match set.rtype == RrType::Cname {
        true => format!(
            "{} has a {} record ({}), and a CNAME must be the only record of its name. Remove it or use another name.",
            set.name,
            other.rtype,
            listed(other)
        ),
        false => format!("{} is a CNAME to {}, and no other record can stand beside it.", set.name, listed(other)),
    };
    Some(Obstacle::new(ObstacleCode::CnameStandsAlone, &set.name, message))
}

#[cfg(test)]
mod tests;
