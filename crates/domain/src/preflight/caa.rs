//! Which certificate authorities the customer permits (RFC 8659).

use super::Survey;
use super::finding::{ExistingRecord, Finding, FindingCode, Severity};
use crate::evidence::{QueryType, Sighting};
use crate::records::{Record, RecordType};

/// Properties that need no support from an issuer of TLS certificates, so that their critical bit does not stop it.
const KNOWN_TAGS: [&str; 7] = ["issue", "issuewild", "iodef", "contactemail", "contactphone", "issuemail", "issuevmc"];

/// One CAA record (RFC 8659, 4.1).
struct Property {
    critical: bool,
    /// Lower case.
    tag: String,
    value: String,
}

impl Property {
    /// Reads `flags tag "value"`; the quotes may be missing. `None` for anything else.
    fn parse(text: &str) -> Option<Self> {
        let (flags, rest) = text.trim().split_once(char::is_whitespace)?;
        let (tag, value) = rest.trim_start().split_once(char::is_whitespace).unwrap_or((rest, ""));
        let value = value.trim();
        let bare = value.strip_prefix('"').and_then(|open| open.strip_suffix('"')).unwrap_or(value);
        let flags: u8 = flags.parse().ok()?;
        Some(Self { critical: flags & 128 != 0, tag: tag.to_ascii_lowercase(), value: bare.to_owned() })
    }

    /// The permitted authority; empty when the value permits nobody (RFC 8659, 4.2).
    fn issuer(&self) -> String {
        let name = self.value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        name.strip_suffix('.').map_or(name.clone(), str::to_owned)
    }

    /// Whether it binds the authority to an account or to some challenges (RFC 8657).
    fn restricts(&self) -> bool {
        self.value.split(';').skip(1).any(|parameter| {
            let name = parameter.split('=').next().unwrap_or_default().trim();
            ["accounturi", "validationmethods"].iter().any(|known| name.eq_ignore_ascii_case(known))
        })
    }
}

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
    let properties: Vec<Property> = values.iter().filter_map(|value| Property::parse(value)).collect();
    let tagged = |tag: &str| properties.iter().filter(|property| property.tag == tag).collect::<Vec<_>>();
    // For a wildcard, `issuewild` takes the place of `issue` where there is one (RFC 8659, 4.3).
    let wild = tagged("issuewild");
    let relevant = if survey.hostname.is_wildcard() && !wild.is_empty() { wild } else { tagged("issue") };
    let ours: Vec<&Property> =
        relevant.iter().filter(|property| survey.allowed_ca.contains(&property.issuer())).copied().collect();
    let blocked = properties.iter().any(|property| property.critical && !KNOWN_TAGS.contains(&property.tag.as_str()));
    let (name, listed, allowed) = (&sighting.name, values.join(", "), survey.allowed_ca.join(" or "));
    let tag = if survey.hostname.is_wildcard() { "issuewild" } else { "issue" };
    let record = existing.iter().find(|found| found.host == *name && found.rtype == QueryType::Caa).cloned();
    let add = survey.allowed_ca.first().map(String::as_str).unwrap_or_default();
    if blocked || (!relevant.is_empty() && ours.is_empty()) {
        return Some(Finding {
            code: FindingCode::CaaForbids,
            severity: Severity::Blocking,
            record,
            message: format!("The CAA records of {name} ({listed}) do not permit {allowed} to issue a certificate."),
            fix: match blocked {
                true => format!("Remove the CAA record of {name} that has the critical flag and an unknown property."),
                false => format!("Add CAA {name} with the value 0 {tag} \"{add}\"; the other CAA records can stay."),
            },
        });
    }
    if !ours.is_empty() && ours.iter().all(|property| property.restricts()) {
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
