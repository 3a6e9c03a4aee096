//! Servers of the zone that gave no usable answer.

use super::Survey;
use super::finding::{Finding, FindingCode, Severity};
use crate::evidence::{Server, Sighting, Unanswered, Vantage};

pub(super) fn findings(survey: &Survey) -> Vec<Finding> {
    if !survey.seen.is_empty() && !survey.seen.iter().any(Sighting::was_answered) {
        return vec![silent_zone(survey)];
    }
    let all = || survey.seen.iter().chain(&survey.caa);
    let mut findings: Vec<Finding> =
        all().filter(|sighting| !sighting.was_answered()).map(unanswered_question).collect();
    let mut zones: Vec<Option<&str>> = Vec::new();
    for sighting in all() {
        if !zones.contains(&sighting.zone.as_deref()) {
            zones.push(sighting.zone.as_deref());
        }
    }
    for zone in zones {
        let of_zone: Vec<&Sighting> = all().filter(|sighting| sighting.zone.as_deref() == zone).collect();
        findings.extend(failing_servers(zone, &of_zone));
    }
    findings
}

fn silent_zone(survey: &Survey) -> Finding {
    let apex = survey.hostname.apex();
    // A zone above is who was asked in its place, and nothing that the customer could look after.
    let is_theirs = |zone: &&str| zone.ends_with(apex);
    let zone = survey.seen.iter().find_map(|sighting| sighting.zone.as_deref().filter(is_theirs)).unwrap_or(apex);
    let why = survey.seen.first().map(Sighting::why_unanswered).unwrap_or_default();
    Finding {
        code: FindingCode::DnsUnreachable,
        severity: Severity::Blocking,
        record: None,
        message: format!("No name server of {zone} gave a usable answer: {why}. What the zone holds is not known."),
        fix: format!(
            "Make sure that {zone} is registered, not expired or on hold, and that its name servers answer for it; then check again."
        ),
    }
}

fn unanswered_question(sighting: &Sighting) -> Finding {
    let Sighting { name, qtype, .. } = sighting;
    Finding {
        code: FindingCode::DnsUnreachable,
        severity: Severity::Warning,
        record: None,
        message: format!("The question for {qtype} {name} got no usable answer: {}.", sighting.why_unanswered()),
        fix: "Check again in a moment; if it stays so, tell the operator of the name servers.".to_owned(),
    }
}

/// Servers that are lame, or that failed at every question while others answered: some visitors will depend on them.
fn failing_servers(zone: Option<&str>, sightings: &[&Sighting]) -> Option<Finding> {
    if !sightings.iter().any(|sighting| sighting.was_answered()) {
        return None;
    }
    let replies = || {
        sightings
            .iter()
            .flat_map(|sighting| &sighting.replies)
            .filter(|reply| reply.server.vantage == Vantage::Authoritative)
    };
    let answered = |server: &Server| replies().any(|reply| reply.server == *server && reply.outcome.is_ok());
    let mut failing: Vec<(&Server, &Unanswered)> = Vec::new();
    for reply in replies() {
        let Err(why) = &reply.outcome else { continue };
        let counts = *why == Unanswered::Lame || !answered(&reply.server);
        if counts && !failing.iter().any(|(server, _)| **server == reply.server) {
            failing.push((&reply.server, why));
        }
    }
    if failing.is_empty() {
        return None;
    }
    let zone = zone.unwrap_or("the zone");
    let listed: Vec<String> = failing.iter().map(|(server, why)| format!("{server} {why}")).collect();
    Some(Finding {
        code: FindingCode::LameDelegation,
        severity: Severity::Warning,
        record: None,
        message: format!("Not every name server of {zone} works: {}.", listed.join("; ")),
        fix: format!(
            "Repair these servers, or take them out of the delegation of {zone}: visitors who reach them get an error or old records."
        ),
    })
}
