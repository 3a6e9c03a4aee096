//! Why a connection is not live, in one sentence, and who has to act: decided here, and nowhere else.

mod hindrance;
mod sentence;
#[cfg(test)]
mod tests;

pub use hindrance::Hindrance;

use super::Connection;
use crate::issuance::problem::{Actor, IssuanceProblem};
use crate::time::Timestamp;
use std::time::Duration;

/// Who has to act.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum WaitingFor {
    /// Whoever holds the DNS login of the host name.
    Customer,
    /// Whoever connects it: the platform's own customer.
    Developer,
    /// The platform: it goes on by itself, or whoever runs it has to see to it.
    Platform,
    /// The certification authority.
    Authority,
    /// Nobody: it is live.
    Nobody,
}

impl WaitingFor {
    /// Everybody.
    pub const ALL: [Self; 5] = [Self::Customer, Self::Developer, Self::Platform, Self::Authority, Self::Nobody];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Developer => "developer",
            Self::Platform => "platform",
            Self::Authority => "authority",
            Self::Nobody => "nobody",
        }
    }
}

/// What passes by itself is the platform's to go on with.
impl From<Actor> for WaitingFor {
    fn from(actor: Actor) -> Self {
        match actor {
            Actor::Customer => Self::Customer,
            Actor::Authority => Self::Authority,
            Actor::Operator | Actor::Nobody => Self::Platform,
        }
    }
}

/// What an explanation is made of.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// The connection, with what the last check saw.
    pub connection: &'a Connection,
    /// Until when an edge has a certificate for the name; `None` for none.
    pub certificate_until: Option<Timestamp>,
    /// Why the last attempt at a certificate failed.
    pub trouble: Option<&'a IssuanceProblem>,
    /// Whether its tenant is suspended.
    pub suspended: bool,
    /// How long a drifted name is served.
    pub drift_grace: Duration,
    /// The present instant.
    pub now: Timestamp,
}

/// Why a connection is not live, or that it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explanation {
    /// What stands in the way.
    pub hindrance: Hindrance,
    /// The same for people: what was seen, and what happens next.
    pub sentence: String,
    /// Who has to act.
    pub waiting_for: WaitingFor,
}

/// Says why a connection is not live.
#[must_use]
pub fn explain(circumstances: &Circumstances<'_>) -> Explanation {
    let hindrance = hindrance::of(circumstances);
    let waiting_for = hindrance::waiting_for(hindrance, circumstances);
    Explanation { hindrance, sentence: sentence::of(hindrance, waiting_for, circumstances), waiting_for }
}
