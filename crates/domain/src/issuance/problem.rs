//! Why there is no certificate, and who must do what.

mod reading;
mod refusal;

pub use reading::{Fault, read, unavailable};

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Who can put it right.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Whoever keeps the host name's DNS.
    Customer,
    /// Whoever runs this platform.
    Operator,
    /// The certification authority; it is tried again, or another one is.
    Authority,
    /// Nobody: it solves itself with time.
    Nobody,
}

/// Why an attempt to get a certificate failed, in a form that tells who must do what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct IssuanceProblem {
    /// Stable code, e.g. `caa_forbids`, `challenge_failed`, `rate_limited`, `authority_unavailable`.
    pub code: String,
    /// What is wrong and what to do, for people.
    pub message: String,
    /// Who can put it right.
    pub actor: Actor,
    /// The authority's own words, when it said something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Which authority was asked, by its name in our settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// When it is tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_at: Option<Timestamp>,
}

/// Somebody else's words, fit to be shown: control and direction characters removed (line ends become blanks), blanks at the ends
/// too, at most `most` characters.
pub(super) fn presentable(text: &str, most: usize) -> String {
    let shown = |character: char| match character {
        '\n' | '\r' | '\t' => Some(' '),
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => None,
        control if control.is_control() => None,
        other => Some(other),
    };
    let clean: String = text.chars().filter_map(shown).collect();
    let clean = clean.trim();
    if clean.chars().count() <= most {
        return clean.to_owned();
    }
    clean.chars().take(most.saturating_sub(1)).chain(['…']).take(most).collect()
}

#[cfg(test)]
mod tests;
