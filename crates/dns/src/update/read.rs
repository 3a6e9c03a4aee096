//! Parts of a zone by questions to its primary server, for keys that may not transfer it.
//!
//! A question is answered as resolvers need it, and that is not always what stands in the zone:
//!
//! 1. A wildcard (RFC 4592) or a DNAME answers for names that the zone does not have. A question about the name `*` beside the asked one tells
//!    whether there may be such a thing; then an update without changes asks whether the zone has the very name.
//! 2. Below a zone cut the answer is a referral, which is read as the NS set of the cut. The same holds for cuts above the asked names.

use super::answer::{Answer, WireRecord};
use super::code;
use super::data::{Sets, record_type};
use super::error::UpdateError;
use super::primary::Primary;
use super::request::{Update, question, wire_name};
use crate::name;
use hickory_proto::rr::RecordType;
use nameplate_domain::zone::{RrType, ZoneContents};
use std::collections::{BTreeMap, BTreeSet};

/// What was asked, and what came.
type Answers = BTreeMap<(String, RecordType), Answer>;

impl Primary {
    /// The sets of these names, of the types that are written; and the NS sets of zone cuts above them. `names` are absolute, and in the zone.
    ///
    /// The key needs queries; and, where the zone has wildcards, updates.
    ///
    /// # Errors
    /// [`UpdateError`]; never `Changed` or `Unknown`.
    pub async fn read(&self, names: &[String]) -> Result<ZoneContents, UpdateError> {
        let names: BTreeSet<String> = names.iter().map(|name| self.within(name)).collect::<Result<_, _>>()?;
        let answers = self.answers(&names).await?;
        let mut cuts = Sets::default();
        for answer in answers.values() {
            self.add_cuts(answer, &mut cuts);
        }
        let mut sets = Sets::default();
        for name in &names {
            let found = found(&answers, name, |rtype| rtype != RecordType::NS);
            if !found.is_empty() && (!self.may_be_synthesised(&answers, name) || self.has(name).await?) {
                sets.extend(found);
            }
            let above = self.up_to_apex(name);
            above.for_each(|above| sets.extend(self::found(&answers, above, |rtype| rtype == RecordType::NS)));
        }
        // Where a server has parent and child, the child's own word about its servers is there already.
        cuts.extend(sets);
        Ok(cuts.into_contents(&self.zone))
    }

    async fn answers(&self, names: &BTreeSet<String>) -> Result<Answers, UpdateError> {
        let mut asked = BTreeSet::new();
        for name in names {
            asked.extend(RrType::WRITTEN.iter().filter_map(record_type).map(|rtype| (name.clone(), rtype)));
            asked.extend(self.up_to_apex(name).skip(1).map(|above| (above.to_owned(), RecordType::NS)));
            asked.extend(self.star_beside(name).map(|star| (star, RecordType::A)));
        }
        let messages = asked.iter().map(|(name, rtype)| question(name, *rtype)).collect::<Result<_, _>>()?;
        let answers = self.ask_all(messages).await?;
        for answer in &answers {
            self.denied(answer, "queries")?;
            let mut cuts = Sets::default();
            self.add_cuts(answer, &mut cuts);
            if !answer.authoritative && cuts.is_empty() {
                return Err(self.not_auth());
            }
        }
        Ok(asked.into_iter().zip(answers).collect())
    }

    /// The name and those above it, below the apex; the apex itself only for itself.
    fn up_to_apex<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        std::iter::successors(Some(name), |below| {
            name::parent(below).filter(|above| *above != self.zone && !above.is_empty())
        })
        .take_while(move |at| *at == name || name::is_within(at, &self.zone))
    }

    /// The wildcard that would answer in place of `name`, or be answered for like it; none beside the apex, which always is there.
    fn star_beside(&self, name: &str) -> Option<String> {
        let parent = name::parent(name).filter(|_| name != self.zone)?;
        Some(if parent.is_empty() { "*".to_owned() } else { format!("*.{parent}") })
    }

    /// Whether an answer about `name` may be made from other records than those of the name.
    fn may_be_synthesised(&self, answers: &Answers, name: &str) -> bool {
        let star = self.star_beside(name);
        let beside = star.map(|star| answers.get(&(star, RecordType::A)));
        // An alias there, to what is not there, is NXDOMAIN as well (RFC 2308, 2.1).
        beside.is_some_and(|answer| {
            answer.is_none_or(|answer| answer.code != code::NXDOMAIN || !answer.answers.is_empty())
        })
    }

    /// Whether the zone has records of this very name.
    async fn has(&self, name: &str) -> Result<bool, UpdateError> {
        let mut update = Update::of(&self.zone)?;
        update.if_in_use(&wire_name(name)?);
        self.test(update).await
    }

    /// The delegation in a referral: NS below the apex, in an answer without authority.
    fn add_cuts(&self, answer: &Answer, cuts: &mut Sets) {
        if answer.authoritative || answer.code != code::NOERROR {
            return;
        }
        let mut referral = Sets::default();
        let below = |record: &&WireRecord| {
            let owner = name::text(&record.owner);
            record.rtype == RecordType::NS && owner != self.zone && name::is_within(&owner, &self.zone)
        };
        answer.authorities.iter().chain(&answer.answers).filter(below).for_each(|record| referral.add(record));
        cuts.extend(referral);
    }
}

/// What the zone's own server says about `name`, of these types.
fn found(answers: &Answers, name: &str, is_wanted: impl Fn(RecordType) -> bool) -> Sets {
    let mut sets = Sets::default();
    for ((asked, rtype), answer) in answers {
        if asked == name && is_wanted(*rtype) && answer.authoritative {
            own(answer, name, *rtype).for_each(|record| sets.add(record));
        }
    }
    sets
}

/// The records of exactly this name and type.
pub(super) fn own<'a>(answer: &'a Answer, name: &'a str, rtype: RecordType) -> impl Iterator<Item = &'a WireRecord> {
    answer.answers.iter().filter(move |record| record.rtype == rtype && name::text(&record.owner) == name)
}
