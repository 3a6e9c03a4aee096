//! Which certificate authorities the customer permits (RFC 8659).

use super::Survey;
use super::finding::{ExistingRecord, Finding, FindingCode, Severity};
use crate::evidence::{QueryType, Sighting};
use crate::issuance::caa::{Authority, Ruling};
use crate::records::{Record, RecordType};

/// At most one finding: the closest name that has CAA records decides alone (RFC 8659, 3).
pub(super) fn findings(survey: &Survey, existing: &[ExistingRecord]) -> Option<Finding> {
    if survey.allowed_ca.is_empty() {
        return None;
    }
    for sighting in survey.caa.iter().filter(|sighting| !is_replaced(sighting, survey)) {
        if !sighting.was_answered() {
            // What stands here is not known, and it would decide.
            return None;
        }
        let values = sighting.values();
        if !values.is_empty() {
            return judge(survey, sighting, &values, existing);
        }
    }
    None
}

/// Records that the wanted ones replace say nothing about the time after: those at a name that becomes a CNAME, and those
/// reached through an alias that is about to change.
fn is_replaced(sighting: &Sighting, survey: &Survey) -> bool {
    let wanted: Vec<&Record> = survey.desired.iter().filter(|record| record.host == sighting.name).collect();
    let stays = |target: &String| *target == survey.app_target || wanted.iter().any(|record| record.value == *target);
    sighting.answers().any(|(_, answer)| match answer.aliases.first() {
        Some(target) => !wanted.is_empty() && !stays(target),
        None => wanted.iter().any(|record| record.rtype == RecordType::Cname),
    })
}

fn judge(survey: &Survey, sighting: &Sighting, values: &[&str], existing: &[ExistingRecord]) -> Option<Finding> {
    let ruling = Ruling::read(values, survey.hostname.is_wildcard());
    let ours =
        Authority { identities: survey.allowed_ca.clone(), account_uri: None, name: survey.allowed_ca.join(" or ") };
    let (name, listed, allowed) = (&sighting.name, values.join(", "), &ours.name);
    let tag = ruling.tag();
    let record = existing.iter().find(|found| found.host == *name && found.rtype == QueryType::Caa).cloned();
    let add = survey.allowed_ca.first().map(String::as_str).unwrap_or_default();
    let stopped_by = ruling.stopped_by();
    if stopped_by.is_some() || (!ruling.is_open() && !ruling.names(&ours)) {
        return Some(Finding {
            code: FindingCode::CaaForbids,
            severity: Severity::Blocking,
            record,
            message: format!("The CAA records of {name} ({listed}) do not permit {allowed} to issue a certificate."),
            fix: match stopped_by {
                Some(_) => {
                    format!("Remove the CAA record of {name} that has the critical flag and an unknown property.")
                }
                None => format!("Add CAA {name} with the value 0 {tag} \"{add}\"; the other CAA records can stay."),
            },
        });
    }
    if ruling.names(&ours) && !ruling.names_freely(&ours) {
        return Some(Finding {
            code: FindingCode::CaaRestricts,
            severity: Severity::Warning,
            record,
            message: format!(
                "The CAA records of {name} ({listed}) bind the authority to an account or to certain challenges."
            ),
            fix: format!(
                "If no certificate can be issued, add CAA {name} with the value 0 {tag} \"{add}\" without parameters."
            ),
        });
    }
    None
}
