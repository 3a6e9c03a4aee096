//! Which authorities and methods the CAA records of a name permit (RFC 8659, RFC 8657).
//!
//! An authority refuses what CAA forbids, and counts the refusal; so it is read before anything is ordered.

mod property;

pub(crate) use property::Ruling;

use super::method::Method;
use super::problem::{Actor, IssuanceProblem, presentable};
use crate::evidence::Sighting;

/// An authority, as CAA records speak of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Authority {
    /// Its issuer names, e.g. `letsencrypt.org`: the `caaIdentities` of its directory (RFC 8555, 7.1.1). Empty for an authority that
    /// looks at no CAA, e.g. a private one.
    pub identities: Vec<String>,
    /// The account's URL, once there is an account.
    pub account_uri: Option<String>,
    /// Its name in our settings.
    pub name: String,
}

/// The CAA records that decide for a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CaaSet {
    /// There are none at the name or above it: everybody may issue.
    Free,
    /// The closest ones.
    Found {
        /// The name that they stand at: the name itself, one above it, or what either is an alias of.
        at: String,
        /// Each as `flags tag "value"`. Of servers that disagree, those of all.
        records: Vec<String>,
    },
    /// No server could be asked about this name, which comes before everything above it.
    Unknown {
        /// The name.
        at: String,
        /// Why, in words.
        why: String,
    },
}

/// The records that decide: those of the closest name that has any, aliases followed, and no others (RFC 8659, 3). An alias
/// is followed, but nobody climbs from its target. The sightings are those of the name and each name above it, the closest first.
#[must_use]
pub fn relevant(closest_first: &[Sighting]) -> CaaSet {
    for sighting in closest_first {
        if !sighting.was_answered() {
            return CaaSet::Unknown { at: sighting.name.clone(), why: sighting.why_unanswered() };
        }
        if let Some((_, first)) = sighting.answers().find(|(_, answer)| !answer.values.is_empty()) {
            let at = first.aliases.last().unwrap_or(&sighting.name).clone();
            return CaaSet::Found { at, records: sighting.values().into_iter().map(str::to_owned).collect() };
        }
    }
    CaaSet::Free
}

/// Which of these methods the authority may use, in the same order. None when the set is unknown: an authority that cannot look
/// CAA up must not issue (RFC 8659, 3; CA/Browser Forum Baseline Requirements, 3.2.2.8).
#[must_use]
pub fn permitted(set: &CaaSet, authority: &Authority, wildcard: bool, among: &[Method]) -> Vec<Method> {
    let records = match set {
        _ if authority.identities.is_empty() => return among.to_vec(),
        CaaSet::Free => return among.to_vec(),
        CaaSet::Unknown { .. } => return Vec::new(),
        CaaSet::Found { records, .. } => records,
    };
    let ruling = Ruling::read(records, wildcard);
    among.iter().copied().filter(|method| ruling.permits(authority, *method)).collect()
}

/// What to tell when `permitted` leaves no method for any of `authorities`: the one record to add, with its exact value. Codes:
/// `caa_forbids`, `caa_unknown`.
#[must_use]
pub fn problem(set: &CaaSet, authorities: &[Authority], wildcard: bool) -> IssuanceProblem {
    let (code, actor, message) = match set {
        CaaSet::Unknown { at, why } => (
            "caa_unknown",
            Actor::Customer,
            format!(
                "Whether {at} has CAA records cannot be found out: {why}. Certification authorities then refuse. The DNS servers \
                 of {at} must answer CAA questions, if only with \"none\"; it is tried again."
            ),
        ),
        CaaSet::Free => (
            "caa_unknown",
            Actor::Nobody,
            "CAA records forbade a certificate and are gone now; it is tried again.".to_owned(),
        ),
        CaaSet::Found { at, records } => {
            let who = authorities.iter().map(|authority| authority.name.as_str()).collect::<Vec<_>>().join(" or ");
            let listed = presentable(&records.join(", "), 200);
            let seen = format!("The CAA records of {at} ({listed}) do not permit {who} to issue a certificate");
            let ruling = Ruling::read(records, wildcard);
            ("caa_forbids", Actor::Customer, format!("{seen}{}", forbidden(&ruling, at, authorities)))
        }
    };
    let authority = match authorities {
        [only] => Some(only.name.clone()),
        _ => None,
    };
    IssuanceProblem { code: code.to_owned(), message, actor, detail: None, authority, retry_at: None }
}

/// The rest of the sentence, and the remedy.
fn forbidden(ruling: &Ruling, at: &str, authorities: &[Authority]) -> String {
    if let Some(record) = ruling.stopped_by() {
        return format!(
            ": a property with the critical flag that authorities do not know stops all of them. Remove CAA {at} with the value {}.",
            presentable(record, 200)
        );
    }
    let why = match authorities.iter().any(|authority| ruling.names(authority)) {
        true => " by these challenges and with this account",
        false => "",
    };
    match authorities.iter().find_map(|authority| authority.identities.first()) {
        Some(identity) => {
            let tag = ruling.tag();
            format!("{why}. Add CAA {at} with the value 0 {tag} \"{identity}\"; the other CAA records can stay.")
        }
        None => format!("{why}."),
    }
}

#[cfg(test)]
mod tests;
