//! How many DNS lookups a record costs whoever checks it (RFC 7208, 4.6.4).

use super::record::{SpfRecord, is_spf};
use super::syntax::has_macro;
use super::term::MechanismKind;

/// Terms that ask DNS, included records and all, before a mail server gives up with a permanent error.
pub const LOOKUPS_MAX: usize = 10;
/// Lookups with an empty answer before a mail server may give up.
pub const VOID_LOOKUPS_MAX: usize = 2;
/// Where counting ends: records written to include each other many times over would keep it busy for ever.
const COUNTED_MAX: usize = 100;

/// One term that asks DNS.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpfQuestion {
    /// The term, as it prints.
    pub term: String,
    /// The name it asks about: lower case, no trailing dot. `None` for the domain itself, and where a macro makes the
    /// name.
    pub name: Option<String>,
    /// Whether the answer is another record, whose terms count too: `include` and `redirect`.
    pub is_record: bool,
}

/// What stands at a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Published {
    /// One SPF record, valid or not.
    Spf(String),
    /// Several, which is an error (RFC 7208, 4.5).
    Several,
    /// Texts, but none of them SPF.
    NoSpf,
    /// No text at all: a void lookup.
    Nothing,
}

impl Published {
    /// Finds the SPF record among the TXT values of a name.
    pub fn among<T: AsRef<str>>(texts: &[T]) -> Self {
        let mut records = texts.iter().map(AsRef::as_ref).filter(|text| is_spf(text));
        match (records.next(), records.next()) {
            (Some(one), None) => Self::Spf(one.to_owned()),
            (Some(_), Some(_)) => Self::Several,
            (None, _) if texts.is_empty() => Self::Nothing,
            (None, _) => Self::NoSpf,
        }
    }
}

/// What a record costs. With names in `unknown` the true numbers may be higher.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LookupCount {
    /// Terms that ask DNS, in the record and in all that it includes; counting ends at 100.
    pub lookups: usize,
    /// Of these, the ones that found no text. What `a`, `mx`, `ptr` and `exists` find is not looked at.
    pub void_lookups: usize,
    /// More than [`LOOKUPS_MAX`]: mail servers end with a permanent error before they come to the senders listed last.
    pub over_limit: bool,
    /// Names whose record leads back to itself.
    pub loops: Vec<String>,
    /// Included names that have not exactly one valid SPF record, which is a permanent error too (RFC 7208, 5.2).
    pub broken: Vec<String>,
    /// Names whose record has to be fetched to count on.
    pub unknown: Vec<String>,
}

impl LookupCount {
    /// Whether mail servers surely end with a permanent error for senders who are listed last, or not at all.
    #[must_use]
    pub fn fails(&self) -> bool {
        self.over_limit || self.void_lookups > VOID_LOOKUPS_MAX || !self.loops.is_empty() || !self.broken.is_empty()
    }
}

/// The terms of this record that ask DNS, in order, without those behind an `all` (RFC 7208, 5.1).
#[must_use]
pub fn needed_lookups(record: &SpfRecord) -> Vec<SpfQuestion> {
    let named = |target: Option<&str>| {
        target
            .filter(|target| !has_macro(target))
            .map(|target| target.strip_suffix('.').unwrap_or(target).to_ascii_lowercase())
    };
    let asking = record.tested().filter(|mechanism| match mechanism.kind() {
        MechanismKind::Include | MechanismKind::A | MechanismKind::Mx | MechanismKind::Ptr | MechanismKind::Exists => {
            true
        }
        MechanismKind::All | MechanismKind::Ip4 | MechanismKind::Ip6 => false,
    });
    let mut questions: Vec<SpfQuestion> = asking
        .map(|mechanism| SpfQuestion {
            term: mechanism.to_string(),
            name: named(mechanism.target()),
            is_record: mechanism.kind() == MechanismKind::Include,
        })
        .collect();
    if let Some(elsewhere) = record.redirect() {
        questions.push(SpfQuestion {
            term: format!("redirect={elsewhere}"),
            name: named(Some(elsewhere)),
            is_record: true,
        });
    }
    questions
}

/// Counts the lookups of `domain`'s record in the worst case, that of a sender nobody lists. `resolve` says what stands
/// at an included name (lower case, no trailing dot), `None` when that is not known. An `include` whose name a macro
/// makes counts as one and cannot be followed.
#[must_use]
pub fn count(domain: &str, record: &SpfRecord, resolve: &dyn Fn(&str) -> Option<Published>) -> LookupCount {
    let mut counted = LookupCount::default();
    walk(record, &mut vec![domain.to_ascii_lowercase()], resolve, &mut counted);
    counted.over_limit = counted.lookups > LOOKUPS_MAX;
    counted
}

fn walk(
    record: &SpfRecord,
    path: &mut Vec<String>,
    resolve: &dyn Fn(&str) -> Option<Published>,
    counted: &mut LookupCount,
) {
    for question in needed_lookups(record) {
        if counted.lookups >= COUNTED_MAX {
            return;
        }
        counted.lookups += 1;
        let Some(name) = question.name.filter(|_| question.is_record) else { continue };
        if path.contains(&name) {
            note(&mut counted.loops, name);
            continue;
        }
        let text = match resolve(&name) {
            Some(Published::Spf(text)) => text,
            Some(Published::Several | Published::NoSpf) => {
                note(&mut counted.broken, name);
                continue;
            }
            Some(Published::Nothing) => {
                counted.void_lookups += 1;
                note(&mut counted.broken, name);
                continue;
            }
            None => {
                note(&mut counted.unknown, name);
                continue;
            }
        };
        match text.parse() {
            Ok(included) => {
                path.push(name);
                walk(&included, path, resolve, counted);
                path.pop();
            }
            Err(_) => note(&mut counted.broken, name),
        }
    }
}

fn note(names: &mut Vec<String>, name: String) {
    if !names.contains(&name) {
        names.push(name);
    }
}
