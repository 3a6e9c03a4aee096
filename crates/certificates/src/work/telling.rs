//! Of several authorities' refusals, the one to tell, and when to try again.

use super::attempt::Attempt;
use nameplate_domain::issuance::problem::{Actor, IssuanceProblem};
use nameplate_domain::time::Timestamp;

/// The code of a name that waits until limits have room for it.
pub(super) const OVER_BUDGET: &str = "rate_limited";

/// How much a refusal tells whoever asks why there is no certificate; the last tells most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// The authority is down, or is left alone for that reason.
    Unavailable,
    /// There is no room within its limits.
    Limited,
    /// Our account there is not in order.
    Account,
    /// It was asked and does not want to.
    Refused,
}

/// What the authorities said, in the order in which they were asked.
#[derive(Debug, Default)]
pub(super) struct Refusals(Vec<Refusal>);

#[derive(Debug)]
struct Refusal {
    weight: Weight,
    problem: IssuanceProblem,
    /// Nothing was asked, or nothing may be asked again, before this instant.
    until: Option<Timestamp>,
}

impl Refusals {
    /// Asked now, in vain.
    pub(super) fn asked(&mut self, weight: Weight, problem: IssuanceProblem) {
        self.0.push(Refusal { weight, problem, until: None });
    }

    /// Not to be asked before that instant.
    pub(super) fn not_before(&mut self, weight: Weight, problem: IssuanceProblem, until: Timestamp) {
        self.0.push(Refusal { weight, problem, until: Some(until) });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What it comes to. An attempt counts as failed when any authority was asked; when all of them only had to wait, it is
    /// postponed until the first is ready.
    pub(super) fn verdict(mut self, none: impl FnOnce() -> IssuanceProblem) -> Attempt {
        let was_asked = self.0.iter().any(|refusal| refusal.until.is_none());
        let soonest = self.0.iter().filter_map(|refusal| refusal.until).min();
        // The first of equals: sorting is stable.
        self.0.sort_by_key(|refusal| std::cmp::Reverse(refusal.weight));
        let problem = self.0.into_iter().next().map_or_else(none, |refusal| refusal.problem);
        match soonest.filter(|_| !was_asked) {
            Some(until) => Attempt::Postponed { problem, until },
            None => Attempt::refused(problem),
        }
    }
}

/// An authority is left alone because it could not be used a moment ago.
pub(super) fn resting(authority: &str) -> IssuanceProblem {
    IssuanceProblem {
        code: super::attempt::UNAVAILABLE.to_owned(),
        message: format!(
            "{authority} could not be used a moment ago and is left alone for a while. Nobody has to act."
        ),
        actor: Actor::Authority,
        detail: None,
        authority: Some(authority.to_owned()),
        retry_at: None,
    }
}

/// Our own count says that an authority would refuse.
pub(super) fn over_budget(authority: &str, until: Timestamp) -> IssuanceProblem {
    IssuanceProblem {
        code: OVER_BUDGET.to_owned(),
        message: format!(
            "The rate limits of {authority} leave no room for another order before {until}. Nobody has to act: it is tried again then."
        ),
        actor: Actor::Nobody,
        detail: None,
        authority: Some(authority.to_owned()),
        retry_at: Some(until),
    }
}

/// The settings name no authority.
pub(super) fn no_authority() -> IssuanceProblem {
    IssuanceProblem {
        code: "no_authority".to_owned(),
        message: "No certification authority is configured. Whoever runs this platform must name one.".to_owned(),
        actor: Actor::Operator,
        detail: None,
        authority: None,
        retry_at: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(code: &str) -> IssuanceProblem {
        IssuanceProblem { code: code.to_owned(), ..no_authority() }
    }

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_ms(ms)
    }

    #[test]
    fn a_refusal_tells_more_than_an_outage_and_the_first_of_equals_more_than_the_second() {
        let mut refusals = Refusals::default();
        refusals.asked(Weight::Unavailable, problem("down"));
        refusals.asked(Weight::Refused, problem("first"));
        refusals.asked(Weight::Refused, problem("second"));
        refusals.not_before(Weight::Limited, problem("limited"), at(5));
        let Attempt::Failed { problem, burnt, .. } = refusals.verdict(no_authority) else { panic!("it failed") };
        assert_eq!((problem.code.as_str(), burnt), ("first", false));
    }

    #[test]
    fn who_only_waits_is_postponed_until_the_first_is_ready() {
        let mut refusals = Refusals::default();
        refusals.not_before(Weight::Unavailable, problem("resting"), at(9));
        refusals.not_before(Weight::Limited, problem("limited"), at(20));
        let Attempt::Postponed { problem, until } = refusals.verdict(no_authority) else { panic!("it waits") };
        assert_eq!((problem.code.as_str(), until), ("limited", at(9)));
    }
}
