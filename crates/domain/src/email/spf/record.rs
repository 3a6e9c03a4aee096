//! One SPF record: text to terms and back.

use super::term::{Mechanism, MechanismKind, Modifier, Qualifier, Term};
use std::fmt;
use std::str::FromStr;

/// Longest text that is read, in octets: more than fits into one DNS message over UDP, whatever its size.
const OCTETS_MAX: usize = 4096;

/// Why a text is no SPF record. A receiver answers these with a permanent error (RFC 7208, 4.6).
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SpfError {
    /// It does not start with the version.
    #[error("does not begin with v=spf1; give the whole text of the TXT record")]
    NoVersion,
    /// `v=spf1` stands in it again.
    #[error("has v=spf1 twice: these are two records; give each of them apart")]
    TwoRecords,
    /// A word that means nothing.
    #[error("has {term:?}, which no mail server understands: {why}")]
    Term {
        /// The word.
        term: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// `redirect` or `exp` twice (RFC 7208, 6).
    #[error("has {0}= twice, which makes it invalid; leave one of them")]
    ModifierTwice(String),
    /// Two records that lead elsewhere, with nothing to choose by.
    #[error("is sent elsewhere by two records, redirect={0} and redirect={1}; decide on one of them")]
    TwoRedirects(String, String),
    /// Something that cannot stand in a record.
    #[error("has a character that no SPF record has; leave out line breaks and everything that is not ASCII")]
    BadCharacter,
    /// Too long to be true.
    #[error("is {0} octets long; give one record of at most 4096")]
    TooLong(usize),
}

/// A valid record. It prints with single spaces, names in lower case, and without the `+` that is the default, but for
/// `+all`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpfRecord {
    terms: Vec<Term>,
}

/// Whether a TXT value is an SPF record, valid or not: `v=spf1` and a space or nothing behind it (RFC 7208, 4.5).
#[must_use]
pub fn is_spf(text: &str) -> bool {
    terms_of(text).is_some()
}

fn terms_of(text: &str) -> Option<&str> {
    let version = text.get(..6).filter(|version| version.eq_ignore_ascii_case("v=spf1"))?;
    text.strip_prefix(version).filter(|rest| rest.is_empty() || rest.starts_with(' '))
}

impl SpfRecord {
    /// Every term, in the order of the record.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Every mechanism, in the order of the record; also those behind the first `all`, which nobody tests (RFC 7208,
    /// 5.1).
    pub fn mechanisms(&self) -> impl Iterator<Item = &Mechanism> {
        self.terms.iter().filter_map(|term| match term {
            Term::Mechanism(mechanism) => Some(mechanism),
            Term::Modifier(_) => None,
        })
    }

    /// Every modifier, in the order of the record.
    pub fn modifiers(&self) -> impl Iterator<Item = &Modifier> {
        self.terms.iter().filter_map(|term| match term {
            Term::Modifier(modifier) => Some(modifier),
            Term::Mechanism(_) => None,
        })
    }

    /// The mechanisms that are tested: those in front of the first `all`.
    pub fn tested(&self) -> impl Iterator<Item = &Mechanism> {
        self.mechanisms().take_while(|mechanism| mechanism.kind() != MechanismKind::All)
    }

    /// What the first `all` says about everybody else; `None` without one.
    #[must_use]
    pub fn all(&self) -> Option<Qualifier> {
        self.mechanisms().find(|mechanism| mechanism.kind() == MechanismKind::All).map(Mechanism::qualifier)
    }

    /// Whose record decides about everybody else, as written; `None` also beside an `all`, where it is ignored (RFC
    /// 7208, 6.1).
    #[must_use]
    pub fn redirect(&self) -> Option<&str> {
        self.modifiers().find(|modifier| modifier.name() == "redirect" && self.all().is_none()).map(Modifier::value)
    }

    pub(super) const fn of(terms: Vec<Term>) -> Self {
        Self { terms }
    }
}

impl FromStr for SpfRecord {
    type Err = SpfError;

    /// From the text of a TXT record: the joined character-strings, without quotes.
    fn from_str(text: &str) -> Result<Self, SpfError> {
        let text = text.trim_matches(' ');
        if text.len() > OCTETS_MAX {
            return Err(SpfError::TooLong(text.len()));
        }
        let words = terms_of(text).ok_or(SpfError::NoVersion)?;
        if words.bytes().any(|byte| byte != b' ' && !byte.is_ascii_graphic()) {
            return Err(SpfError::BadCharacter);
        }
        let terms = words.split(' ').filter(|word| !word.is_empty()).map(Term::read).collect::<Result<_, _>>()?;
        let record = Self { terms };
        for name in ["redirect", "exp"] {
            if record.modifiers().filter(|modifier| modifier.name() == name).count() > 1 {
                return Err(SpfError::ModifierTwice(name.to_owned()));
            }
        }
        Ok(record)
    }
}

impl fmt::Display for SpfRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("v=spf1")?;
        self.terms.iter().try_for_each(|term| write!(f, " {term}"))
    }
}
