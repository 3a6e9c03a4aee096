//! What a failure means: the authority's problem document, or that there was none.

use crate::exchange::Witness;
use crate::stage::StageError;
use instant_acme::{Error, Problem};
use nameplate_domain::issuance::method::Method;
use nameplate_domain::issuance::problem::{Actor, Fault, IssuanceProblem, read, unavailable};
use nameplate_domain::time::{Clock, Timestamp};
use std::error::Error as StdError;
use std::fmt::Write as _;

/// What RFC 8555, 6.7 puts before every type of its own.
const NAMESPACE: &str = "urn:ietf:params:acme:error:";
pub(crate) const BAD_NONCE: &str = "badNonce";
pub(crate) const ACCOUNT_DOES_NOT_EXIST: &str = "accountDoesNotExist";
pub(crate) const EXTERNAL_ACCOUNT_REQUIRED: &str = "externalAccountRequired";
pub(crate) const ALREADY_REVOKED: &str = "alreadyRevoked";
pub(crate) const ALREADY_REPLACED: &str = "alreadyReplaced";

/// Why the authority did not do what it was asked for, for people and for the policy above.
#[derive(Debug, thiserror::Error)]
#[error("{}: {}", .problem.code, .problem.message)]
pub struct AcmeError {
    /// What to tell, and who can put it right.
    pub problem: Box<IssuanceProblem>,
    /// What to do next.
    pub fault: Fault,
    /// The authority's own type without its namespace, e.g. `rejectedIdentifier` (RFC 8555, 6.7); `None` when it did not say one.
    pub kind: Option<String>,
    /// What the failure came from, for logs.
    #[source]
    pub source: Option<Box<dyn StdError + Send + Sync>>,
}

impl AcmeError {
    /// Whether the kept account is unknown to the authority: only a new one helps.
    #[must_use]
    pub fn is_account_gone(&self) -> bool {
        self.kind.as_deref() == Some(ACCOUNT_DOES_NOT_EXIST)
    }
}

/// What was being asked, for the words of an error.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The authority's name in our settings.
    pub(crate) authority: &'a str,
    /// Which name it was about; empty for none.
    pub(crate) name: &'a str,
    /// By which challenge the name is proved.
    pub(crate) method: Option<Method>,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) witness: &'a Witness,
}

impl Asked<'_> {
    /// The same about another name.
    pub(crate) fn about<'b>(&'b self, name: &'b str) -> Asked<'b> {
        Asked { name, ..*self }
    }

    /// From whatever the protocol library says.
    pub(crate) fn failed(&self, error: Error) -> AcmeError {
        match error {
            Error::Api(problem) => self.refused(&problem),
            error => self.unavailable(error),
        }
    }

    /// From the problem document of an answer. It is about what was asked, and not about a challenge: `unauthorized` means the account.
    pub(crate) fn refused(&self, problem: &Problem) -> AcmeError {
        self.read(problem, None, self.witness.seen().retry_after)
    }

    /// From the problem that stands in a challenge or an order. `Retry-After` of the answer that brought it is about asking, not
    /// about trying again.
    pub(crate) fn found_invalid(&self, problem: &Problem) -> AcmeError {
        self.read(problem, self.method, None)
    }

    fn read(&self, problem: &Problem, method: Option<Method>, retry_after: Option<Timestamp>) -> AcmeError {
        let kind = kind(problem);
        let named = problem.subproblems.iter().find_map(|sub| sub.identifier.as_ref());
        let named = named.map(|identifier| identifier.authorized(false).to_string());
        let (mut problem, fault) = read(
            kind.unwrap_or("about:blank"),
            &words(problem),
            retry_after,
            named.as_deref().unwrap_or(self.name),
            method,
            self.authority,
            self.clock.now(),
        );
        problem.authority.get_or_insert_with(|| self.authority.to_owned());
        AcmeError { problem: Box::new(problem), fault, kind: kind.map(str::to_owned), source: None }
    }

    /// There was no answer, or one that is no ACME.
    pub(crate) fn unavailable(&self, error: impl Into<Box<dyn StdError + Send + Sync>>) -> AcmeError {
        let error = error.into();
        let (mut problem, fault) = unavailable(self.authority, &chain(error.as_ref()));
        problem.authority.get_or_insert_with(|| self.authority.to_owned());
        problem.retry_at = problem.retry_at.or(self.witness.seen().retry_after);
        AcmeError { problem: Box::new(problem), fault, kind: None, source: Some(error) }
    }

    /// The authority's answers are in order, and what it does is not.
    pub(crate) fn odd(&self, code: &str, message: String) -> AcmeError {
        self.own(code, message, Actor::Authority, Fault::Authority)
    }

    /// Only whoever runs the platform can put it right.
    pub(crate) fn account(&self, code: &str, message: String) -> AcmeError {
        self.own(code, message, Actor::Operator, Fault::Account)
    }

    /// The answer to a challenge was not put up; another authority would fare no better.
    pub(crate) fn staging(&self, error: &StageError) -> AcmeError {
        let mut problem = (*error.problem).clone();
        problem.authority.get_or_insert_with(|| self.authority.to_owned());
        AcmeError { problem: Box::new(problem), fault: Fault::Name, kind: None, source: None }
    }

    pub(crate) fn own(&self, code: &str, message: String, actor: Actor, fault: Fault) -> AcmeError {
        let problem = IssuanceProblem {
            code: code.to_owned(),
            message,
            actor,
            detail: None,
            authority: Some(self.authority.to_owned()),
            retry_at: None,
        };
        AcmeError { problem: Box::new(problem), fault, kind: None, source: None }
    }
}

/// The type of a problem without its namespace.
pub(crate) fn kind(problem: &Problem) -> Option<&str> {
    let kind = problem.r#type.as_deref()?;
    Some(kind.strip_prefix(NAMESPACE).unwrap_or(kind))
}

/// Whether the authority answered with a problem of this type.
pub(crate) fn is_kind(error: &Error, wanted: &str) -> bool {
    matches!(error, Error::Api(problem) if kind(problem) == Some(wanted))
}

/// The detail, and those of the names it is about (RFC 8555, 6.7.1).
fn words(problem: &Problem) -> String {
    let mut words = problem.detail.clone().unwrap_or_default();
    for sub in &problem.subproblems {
        let Some(detail) = &sub.detail else { continue };
        let before = if words.is_empty() { "" } else { "; " };
        let _ = match &sub.identifier {
            Some(identifier) => write!(words, "{before}{}: {detail}", identifier.authorized(false)),
            None => write!(words, "{before}{detail}"),
        };
    }
    words
}

/// An error and what it came from, each once.
fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if !words.ends_with(&text) {
            let _ = write!(words, ": {text}");
        }
        cause = error.source();
    }
    words
}

/// Asks again when the authority refuses the nonce: it says so before it does anything, so nothing happens twice. The protocol
/// library tries three times by itself, which is not enough for an authority that has just lost its nonces.
macro_rules! with_good_nonce {
    ($ask:expr) => {{
        let mut left = 5_u32;
        loop {
            match $ask.await {
                Err(error) if left > 0 && $crate::error::is_kind(&error, $crate::error::BAD_NONCE) => left -= 1,
                outcome => break outcome,
            }
        }
    }};
}
pub(crate) use with_good_nonce;

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> Problem {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn the_namespace_of_a_type_does_not_matter() {
        let caa = problem(r#"{"type":"urn:ietf:params:acme:error:caa"}"#);
        assert_eq!(kind(&caa), Some("caa"));
        assert_eq!(kind(&problem(r#"{"type":"about:blank"}"#)), Some("about:blank"));
        assert_eq!(kind(&problem(r#"{"detail":"x"}"#)), None);
    }

    #[test]
    fn the_words_of_each_name_are_kept() {
        let problem = problem(
            r#"{"detail":"Two problems","subproblems":[{"detail":"blocked","identifier":{"type":"dns","value":"a.test"}},
                {"detail":"no reason"},{"identifier":{"type":"dns","value":"b.test"}}]}"#,
        );
        assert_eq!(words(&problem), "Two problems; a.test: blocked; no reason");
    }
}
