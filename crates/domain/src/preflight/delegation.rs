//! What stands between the world and the zone: no delegation that leads to it, or signatures that do not fit it.

use super::Survey;
use super::finding::{Finding, FindingCode, Severity};
use crate::evidence::{Bogus, Sighting};
use crate::hostname::is_at_or_under;

pub(super) fn findings(survey: &Survey) -> Vec<Finding> {
    not_delegated(survey).into_iter().chain(survey.bogus.as_ref().map(|bogus| signatures(survey, bogus))).collect()
}

/// The registry's own servers say that there is no such domain.
fn not_delegated(survey: &Survey) -> Option<Finding> {
    let apex = survey.hostname.apex();
    // Past a resolver that refuses the zone, the zone above was asked instead, whose servers may be those of both.
    if survey.bogus.is_some() {
        return None;
    }
    // Only registries delegate what is sold: below github.io names stand in somebody's own zone, and below .test in a laboratory's.
    let is_of_a_registry = psl::suffix(apex.as_bytes()).is_some_and(|suffix| suffix.typ() == Some(psl::Type::Icann));
    if !is_of_a_registry {
        return None;
    }
    let is_denied_above = |sighting: &Sighting| {
        sighting.zone.as_deref().is_some_and(|zone| zone != apex && (zone.is_empty() || is_at_or_under(apex, zone)))
            && sighting.was_answered()
            && sighting.answers().all(|(_, answer)| answer.no_such_name)
    };
    let at_the_name = survey.seen.iter().filter(|sighting| is_at_or_under(&sighting.name, apex));
    let mut answered = at_the_name.filter(|sighting| sighting.was_answered()).peekable();
    let registry = answered.peek()?.zone.as_deref()?;
    let registry = if registry.is_empty() { "the root" } else { registry };
    if !answered.all(is_denied_above) {
        return None;
    }
    Some(Finding {
        code: FindingCode::NotDelegated,
        severity: Severity::Blocking,
        record: None,
        message: format!("{apex} does not exist in DNS: the servers of {registry} know no name servers for it."),
        fix: format!(
            "See at the registrar whether {apex} is registered, has expired or is on hold (clientHold, serverHold), and whether it is spelled right; \
             register it, renew it, or have the hold lifted."
        ),
    })
}

fn signatures(survey: &Survey, bogus: &Bogus) -> Finding {
    let apex = survey.hostname.apex();
    let zone =
        survey.seen.iter().find_map(|sighting| sighting.zone.as_deref().filter(|zone| is_at_or_under(zone, apex)));
    let zone = zone.unwrap_or(apex);
    let why = bogus.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    Finding {
        code: FindingCode::DnssecBogus,
        severity: Severity::Blocking,
        record: None,
        message: format!(
            "The signatures (DNSSEC) of {zone} are wrong, and resolvers that check them refuse what it answers{why}."
        ),
        fix: format!(
            "If {zone} is not signed at its present DNS provider, delete its DS records at the registrar; if it is, have the registrar's DS \
             records replaced by those that the provider shows. Until then many visitors, and certificate authorities, cannot find it."
        ),
    }
}
