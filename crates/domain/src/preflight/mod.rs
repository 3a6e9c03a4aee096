//! Preflight: what will stand in the way of a host name, found before anybody touches DNS.
//!
//! [`questions`] and [`caa_names`] say what to ask, [`judge`] says what the answers mean. Whether a wanted record is already
//! there is decided by [`judge_record`], the same function that decides it later, so that preflight and check never disagree.

mod caa;
mod conflicts;
mod delegation;
mod finding;
mod servers;

pub use finding::{ExistingRecord, Finding, FindingCode, Severity};

use crate::evidence::{Bogus, Propagation, QueryType, RecordEvidence, Sighting, judge_record, questions_for};
use crate::hostname::{Hostname, Kind};
use crate::records::Record;

/// From this TTL on, in seconds, an old answer lives long enough to be worth lowering the TTL first.
pub const LONG_TTL_S: u32 = 3600;

/// Types asked for at every host of a wanted record. An alias shows in the answer to any of them.
const AT_EVERY_HOST: [QueryType; 4] = [QueryType::A, QueryType::Aaaa, QueryType::Txt, QueryType::Mx];

/// What was seen, and what is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Survey {
    /// The name to connect.
    pub hostname: Hostname,
    /// What the customer will be asked to publish.
    pub desired: Vec<Record>,
    /// The application's own host name, which satisfies every traffic record.
    pub app_target: String,
    /// The answers to [`questions`].
    pub seen: Vec<Sighting>,
    /// Addresses of the targets of `desired`: at an apex a provider publishes those in place of the alias.
    pub targets: Vec<Sighting>,
    /// A at a random sibling of the host name. What answers there too is a wildcard.
    pub sibling: Option<Sighting>,
    /// CAA at each of [`caa_names`], in that order.
    pub caa: Vec<Sighting>,
    /// What resolvers that check signatures think of the zone; `None` when none of them refuses it.
    pub bogus: Option<Bogus>,
    /// Issuer names of the authorities that may be used, e.g. `letsencrypt.org`; one that is permitted suffices. Empty when
    /// certificates come from no public authority: CAA then binds nobody.
    pub allowed_ca: Vec<String>,
    /// Whether the DNS provider can point an apex at a host name; `None` when the provider is not known.
    pub apex_support: Option<bool>,
}

/// What stands in the way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preflight {
    /// What is there now.
    pub existing: Vec<ExistingRecord>,
    /// What to know and what to do, the worst first.
    pub conflicts: Vec<Finding>,
    /// The longest TTL, in seconds, of what has to change: for so long resolvers may keep giving the old answer. `None` when
    /// nothing has to change.
    pub wait_s: Option<u32>,
}

/// What to ask for a [`Survey`]: each name with each type, once.
#[must_use]
pub fn questions(hostname: &Hostname, desired: &[Record]) -> Vec<(String, QueryType)> {
    let own = AT_EVERY_HOST.map(|qtype| (hostname.as_str(), qtype));
    let wanted = desired.iter().flat_map(|record| {
        AT_EVERY_HOST.iter().chain(questions_for(record.rtype)).map(|qtype| (record.host.as_str(), *qtype))
    });
    let mut questions = Vec::new();
    for (name, qtype) in own.into_iter().chain(wanted) {
        if !questions.iter().any(|(known, asked)| known == name && *asked == qtype) {
            questions.push((name.to_owned(), qtype));
        }
    }
    questions
}

/// Where CAA records for `hostname` may stand: the name itself and every parent up to the registrable domain, closest first
/// (RFC 8659, 3). A wildcard starts at its base.
#[must_use]
pub fn caa_names(hostname: &Hostname) -> Vec<String> {
    let mut names = vec![hostname.base().to_owned()];
    let mut name = hostname.base();
    while name != hostname.apex() {
        let Some((_, parent)) = name.split_once('.') else { break };
        names.push(parent.to_owned());
        name = parent;
    }
    names
}

/// Judges a survey. What could not be asked is reported as such and never taken for absent.
#[must_use]
pub fn judge(survey: &Survey) -> Preflight {
    let existing = finding::existing_records(survey.seen.iter().chain(&survey.caa));
    let shadowed = survey.wildcard_answers();
    let mut conflicts = delegation::findings(survey);
    conflicts.extend(servers::findings(survey));
    conflicts.extend(caa::findings(survey, &existing));
    let mut replaced: Vec<&ExistingRecord> = Vec::new();
    for record in &survey.desired {
        let is_there = survey.propagation(record) == Propagation::Propagated;
        if is_there {
            conflicts.push(conflicts::already_correct(record, &existing));
        } else {
            conflicts.extend(conflicts::apex_needs_alias(record, survey));
        }
        if shadowed && record.host == survey.hostname.as_str() {
            // What is seen is the wildcard's, and a record of the name's own takes its place (RFC 4592, 3.3.1).
            let answered = existing.iter().filter(|found| found.host == record.host);
            replaced.extend(answered.filter(|_| !is_there));
        } else {
            conflicts.extend(conflicts::in_the_way(record, is_there, survey, &existing));
        }
    }
    if shadowed {
        conflicts.push(conflicts::wildcard_shadow(survey));
    }
    let in_the_way = conflicts.iter().filter(|finding| finding.severity != Severity::Info);
    let changing: Vec<ExistingRecord> =
        in_the_way.filter_map(|finding| finding.record.clone()).chain(replaced.into_iter().cloned()).collect();
    conflicts.extend(conflicts::long_ttl(&changing));
    Preflight {
        existing,
        conflicts: worst_first(conflicts),
        wait_s: changing.iter().filter_map(|found| found.ttl).max(),
    }
}

impl Survey {
    fn sightings_at(&self, name: &str, qtype: QueryType) -> impl Iterator<Item = &Sighting> {
        self.seen.iter().filter(move |sighting| sighting.name == name && sighting.qtype == qtype)
    }

    fn propagation(&self, record: &Record) -> Propagation {
        let host: Vec<Sighting> = questions_for(record.rtype)
            .iter()
            .flat_map(|qtype| self.sightings_at(&record.host, *qtype))
            .cloned()
            .collect();
        let evidence =
            RecordEvidence { record: record.clone(), host, resolvers: Vec::new(), targets: self.targets.clone() };
        judge_record(&evidence, &self.app_target, &[]).propagation
    }

    /// Whether the host name's own answer is the one that any sibling gets. Of an alias only the target is compared: the
    /// addresses behind it may rotate.
    fn wildcard_answers(&self) -> bool {
        let Some(sibling) = self.sibling.as_ref().filter(|_| self.hostname.kind() == Kind::Subdomain) else {
            return false;
        };
        let own = finding::existing_records(self.sightings_at(self.hostname.as_str(), QueryType::A));
        let other = finding::existing_records([sibling]);
        let same = |a: &ExistingRecord, b: &ExistingRecord| (a.rtype, &a.value) == (b.rtype, &b.value);
        !own.is_empty()
            && own.len() == other.len()
            && own.iter().all(|mine| other.iter().any(|theirs| same(mine, theirs)))
    }
}

/// Sorted by severity; what two wanted records find in the same place is said once.
fn worst_first(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| finding.severity);
    let mut kept: Vec<Finding> = Vec::new();
    for finding in findings {
        let said = |known: &Finding| {
            known.code == finding.code
                && known.record == finding.record
                && (finding.record.is_some() || known.message == finding.message)
        };
        if !kept.iter().any(said) {
            kept.push(finding);
        }
    }
    kept
}

#[cfg(test)]
mod tests;
