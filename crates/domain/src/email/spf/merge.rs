//! One SPF record out of what is there and what a mailbox provider needs.

use super::lookups::{LOOKUPS_MAX, needed_lookups};
use super::record::{SpfError, SpfRecord};
use super::term::{Mechanism, MechanismKind, Modifier, Qualifier, Term};

/// Longest record that surely travels in one DNS message beside the name's other texts, in octets (RFC 7208, 3.4).
pub const OCTETS_ADVISED: usize = 450;

/// The one record to publish.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Merged {
    /// The text of the TXT record, without quotes. DNS carries it in pieces of 255 octets; that is the writer's
    /// business.
    pub value: String,
    /// Whether it says something else than what is there. `true` when nothing is there.
    pub changed: bool,
    /// Sentences about what the owner of the domain should look at.
    pub warnings: Vec<String>,
}

/// Works `add` into the record that a domain has.
///
/// ```text
/// existing   v=spf1 include:mailgun.org -all
/// add        include:_spf.google.com ~all
/// merged     v=spf1 include:mailgun.org include:_spf.google.com -all
/// ```
///
/// 1. The existing mechanisms stay, in their order; what is added and not there yet follows them, then `all`, then
///    modifiers.
/// 2. The existing `all` stays as it is; one that lets everybody send is warned of. Without any `all` it is `~all`. Of
///    two qualifiers of one mechanism the stricter stays: a merge lets nobody pass but those who are added.
/// 3. `redirect=` is a record's answer for everybody else (RFC 7208, 6.1), so a record that has one gets no `all`.
/// 4. What stands behind an `all` was never tested (5.1), and would be if it came in front: it is left out, with a
///    warning.
///
/// A record that has everything already is given back as it is. Merging again changes nothing.
///
/// # Errors
/// [`SpfError`] when `existing` is no valid record; nothing can be merged into it then.
pub fn merge(existing: Option<&str>, add: &[Mechanism]) -> Result<Merged, SpfError> {
    merge_all(existing.as_slice(), add)
}

/// Works `add` into every `v=spf1` record that a domain has, which may be one only (RFC 7208, 3.2): while there are
/// several, mail servers take none of them. The rules are those of [`merge`], with one more: beside another record's
/// `all`, a `redirect=` becomes an `include:`, so that its senders still pass. Of several `all` the strictest stays.
///
/// # Errors
/// [`SpfError`] when one of them is no valid record, or two are redirected to different places.
pub fn merge_all(existing: &[&str], add: &[Mechanism]) -> Result<Merged, SpfError> {
    let records = existing.iter().map(|text| text.parse()).collect::<Result<Vec<SpfRecord>, _>>()?;
    match records.as_slice() {
        [] => Ok(merge_records(None, add)),
        [first, others @ ..] => {
            let several = if others.is_empty() { &[] } else { records.as_slice() };
            let mut warnings: Vec<String> = several.iter().flat_map(untested).collect();
            let one = others.iter().try_fold(first.clone(), |one, other| fold(&one, other, &mut warnings))?;
            let merged = merge_records(Some(&one), add);
            if !others.is_empty() {
                let count = existing.len();
                warnings.insert(
                    0,
                    format!("The domain has {count} SPF records, which mail servers reject. Put this one in place of all {count}."),
                );
            }
            warnings.extend(merged.warnings);
            Ok(Merged { changed: merged.changed || !others.is_empty(), warnings, ..merged })
        }
    }
}

/// [`merge`], for a record that was read already.
pub(in crate::email) fn merge_records(existing: Option<&SpfRecord>, add: &[Mechanism]) -> Merged {
    let mut warnings = Vec::new();
    let merged = match existing {
        None => SpfRecord::of(
            add_to(&[], add, &mut warnings).into_iter().chain([end(None, add)]).map(Term::Mechanism).collect(),
        ),
        Some(record) => merged_with(record, add, &mut warnings),
    };
    warn_of_the_result(&merged, &mut warnings);
    let value = merged.to_string();
    Merged { changed: existing.is_none_or(|record| record.to_string() != value), value, warnings }
}

fn merged_with(record: &SpfRecord, add: &[Mechanism], warnings: &mut Vec<String>) -> SpfRecord {
    let mut mechanisms = add_to(&without_duplicates(record.tested()), add, warnings);
    warnings.extend(untested(record));
    match record.redirect() {
        Some(elsewhere) => warnings.push(format!(
            "The existing record leaves everybody else to redirect={elsewhere}. It stays, without an all, and what is added is asked first."
        )),
        None => {
            let all = end(record.all(), add);
            if record.all().is_none() && all.qualifier() > Qualifier::Neutral {
                warnings.push(format!(
                    "The record ends in {all} now, which is stricter than no all before: make sure that it lists every server that sends mail for the domain."
                ));
            }
            mechanisms.push(all);
        }
    }
    if record.mechanisms().eq(&mechanisms) {
        return record.clone();
    }
    let modifiers = record.modifiers().cloned().map(Term::Modifier);
    SpfRecord::of(mechanisms.into_iter().map(Term::Mechanism).chain(modifiers).collect())
}

/// Sentences about what is left out.
fn untested(record: &SpfRecord) -> impl Iterator<Item = String> {
    let behind = record.mechanisms().skip_while(|mechanism| mechanism.kind() != MechanismKind::All).skip(1);
    behind.map(|late| {
        format!(
            "{late} stands behind the all of the existing record, where no mail server looks, and is left out. Put it in front of the all if it is meant to count."
        )
    })
}

/// The `all` of the merged record: what the owner of the domain has decided about everybody else is not ours to change.
/// Without one a record is neutral about them (RFC 7208, 4.7), so nothing looser is added.
fn end(existing: Option<Qualifier>, add: &[Mechanism]) -> Mechanism {
    let added = || add.iter().find(|mechanism| mechanism.kind() == MechanismKind::All).map(Mechanism::qualifier);
    Mechanism::all(existing.unwrap_or_else(|| added().map_or(Qualifier::SoftFail, |all| all.max(Qualifier::Neutral))))
}

fn without_duplicates<'a>(mechanisms: impl Iterator<Item = &'a Mechanism>) -> Vec<Mechanism> {
    let mut kept: Vec<Mechanism> = Vec::new();
    for mechanism in mechanisms {
        let same = |known: &Mechanism| is_same(known, mechanism);
        if !kept.iter().any(same) {
            kept.push(mechanism.clone());
        }
    }
    kept
}

fn is_same(one: &Mechanism, other: &Mechanism) -> bool {
    one.qualifier() == other.qualifier() && one.subject() == other.subject()
}

/// The mechanisms of both, without any `all`. Where both are about the same senders, what is there stays unless the
/// other is stricter.
fn add_to(there: &[Mechanism], add: &[Mechanism], warnings: &mut Vec<String>) -> Vec<Mechanism> {
    let mut mechanisms = there.to_vec();
    for new in add.iter().filter(|mechanism| mechanism.kind() != MechanismKind::All) {
        let subject = new.subject();
        let Some(known) = mechanisms.iter_mut().find(|known| known.subject() == subject) else {
            mechanisms.push(new.clone());
            continue;
        };
        if known.qualifier() == new.qualifier() {
            continue;
        }
        let stricter = known.qualifier().max(new.qualifier());
        *known = known.clone().with(stricter);
        warnings.push(format!(
            "{known} and the same with another qualifier were both asked for. The stricter stays, so mail from there does not pass SPF; write {} if it should.",
            known.clone().with(Qualifier::Pass)
        ));
    }
    without_duplicates(mechanisms.iter())
}

/// One record out of two that stand side by side.
fn fold(one: &SpfRecord, other: &SpfRecord, warnings: &mut Vec<String>) -> Result<SpfRecord, SpfError> {
    let (mut mechanisms, mut rest) = (without_duplicates(one.tested()), without_duplicates(other.tested()));
    let all = one.all().max(other.all());
    let mut redirect = None;
    match (one.redirect(), other.redirect()) {
        (Some(first), Some(second)) if !first.eq_ignore_ascii_case(second) => {
            return Err(SpfError::TwoRedirects(first.to_owned(), second.to_owned()));
        }
        (None, None) => {}
        (first, second) => match (first.or(second), all) {
            (Some(elsewhere), Some(_)) => {
                let side = if first.is_some() { &mut mechanisms } else { &mut rest };
                side.push(Mechanism::include(elsewhere));
                warnings.push(format!(
                    "redirect={elsewhere} has no effect beside the all of another record, so it became include:{elsewhere}."
                ));
            }
            (elsewhere, _) => redirect = elsewhere,
        },
    }
    let mechanisms = add_to(&mechanisms, &rest, warnings).into_iter().chain(all.map(Mechanism::all));
    let mut modifiers: Vec<&Modifier> = Vec::new();
    for modifier in one.modifiers().chain(other.modifiers()) {
        let is_wanted = match modifier.name() {
            "redirect" => redirect.is_some(),
            _ => true,
        };
        // Known modifiers stand once in a record, others as often as one likes.
        let is_there = modifiers.iter().any(|known| match modifier.name() {
            "redirect" | "exp" => known.name() == modifier.name(),
            _ => *known == modifier,
        });
        if is_wanted && !is_there {
            modifiers.push(modifier);
        }
    }
    let modifiers = modifiers.into_iter().cloned().map(Term::Modifier);
    Ok(SpfRecord::of(mechanisms.map(Term::Mechanism).chain(modifiers).collect()))
}

fn warn_of_the_result(merged: &SpfRecord, warnings: &mut Vec<String>) {
    if let Some(ptr) = merged.tested().find(|mechanism| mechanism.kind() == MechanismKind::Ptr) {
        warnings.push(format!(
            "{ptr} is slow and unreliable, and SPF advises against it (RFC 7208, 5.5). List the addresses of those servers instead."
        ));
    }
    if let Some(all @ (Qualifier::Pass | Qualifier::Neutral)) = merged.all() {
        warnings.push(format!(
            "The record ends in {}, which lets anybody send mail as this domain. When it lists every server that sends for the domain, end it in ~all or -all.",
            Mechanism::all(all)
        ));
    }
    let unused = merged.modifiers().find(|modifier| modifier.name() == "redirect" && merged.all().is_some());
    if let Some(unused) = unused {
        warnings.push(format!("{unused} has no effect beside the all (RFC 7208, 6.1); remove it or the all."));
    }
    let octets = merged.to_string().len();
    if octets > OCTETS_ADVISED {
        warnings.push(format!(
            "The record has {octets} octets; above {OCTETS_ADVISED} some mail servers do not get it whole (RFC 7208, 3.4). Remove senders that are not used any more."
        ));
    }
    let lookups = needed_lookups(merged).len();
    if lookups > LOOKUPS_MAX {
        warnings.push(format!(
            "The record needs {lookups} DNS lookups or more, and mail servers stop at {LOOKUPS_MAX} (RFC 7208, 4.6.4): mail of the senders listed last fails. Remove senders that are not used any more."
        ));
    }
}
