//! Records that the wanted ones cannot, or should not, stand beside.

use super::finding::{ExistingRecord, Finding, FindingCode, Severity};
use super::{LONG_TTL_S, Survey};
use crate::evidence::{QueryType, Sighting};
use crate::proxy::is_cloudflare;
use crate::records::{Record, RecordType};

/// What stands in the way of `record` at its host. With the record already there, only addresses that lead elsewhere remain.
pub(super) fn in_the_way(
    record: &Record,
    is_there: bool,
    survey: &Survey,
    existing: &[ExistingRecord],
) -> Vec<Finding> {
    let here = existing.iter().filter(|found| found.host == record.host);
    here.filter_map(|found| match record.rtype {
        RecordType::Cname if !is_there && !leads_home(record, found, survey) => Some(under_a_cname(record, found)),
        RecordType::A | RecordType::Aaaa | RecordType::Alias => beside_addresses(record, is_there, found, survey),
        RecordType::Caa | RecordType::Mx | RecordType::Ns | RecordType::Txt
            if found.rtype == QueryType::Cname && !is_there =>
        {
            Some(beside_a_cname(record, found))
        }
        _ => None,
    })
    .collect()
}

/// The right CNAME, which not every server has yet.
fn leads_home(record: &Record, found: &ExistingRecord, survey: &Survey) -> bool {
    found.rtype == QueryType::Cname && (found.value == record.value || found.value == survey.app_target)
}

/// A name with a CNAME has nothing else (RFC 1034, 3.6.2), DNSSEC records apart.
fn under_a_cname(record: &Record, found: &ExistingRecord) -> Finding {
    let Record { host, value, .. } = record;
    let add = format!("add CNAME {host} with the value {value}");
    match found.rtype {
        QueryType::A | QueryType::Aaaa if is_cloudflare(&found.value) => proxied(found),
        QueryType::Cname => blocking(
            FindingCode::CnameConflict,
            found,
            format!("{host} is a CNAME to {}, and a name has only one.", found.value),
            format!("Change the value of that CNAME to {value}."),
        ),
        QueryType::Mx => blocking(
            FindingCode::MxUnderCname,
            found,
            format!("{host} receives mail (MX {}), and a CNAME cannot stand beside an MX.", found.value),
            format!("Connect another name, one without mail; or, if {host} needs none, remove the MX and {add}."),
        ),
        rtype => blocking(
            FindingCode::CnameConflict,
            found,
            format!("{host} has {rtype} {}, and a CNAME cannot stand beside other records.", found.value),
            format!("Remove the {rtype} record, then {add}."),
        ),
    }
}

fn beside_addresses(record: &Record, is_there: bool, found: &ExistingRecord, survey: &Survey) -> Option<Finding> {
    let host = &record.host;
    let wanted = survey.desired.iter().filter(|wanted| wanted.host == *host);
    let add = wanted.clone().map(|wanted| format!("{} {}", wanted.rtype, wanted.value)).collect::<Vec<_>>().join(", ");
    match found.rtype {
        QueryType::Cname if !is_there => Some(blocking(
            FindingCode::AddressConflict,
            found,
            format!("{host} is a CNAME to {}, and nothing can stand beside a CNAME.", found.value),
            format!("Remove the CNAME, then add at {host}: {add}."),
        )),
        QueryType::A | QueryType::Aaaa => {
            let is_wanted = wanted.clone().any(|wanted| wanted.value == found.value)
                || survey.targets.iter().any(|target| target.values().contains(&found.value.as_str()));
            if is_wanted {
                return None;
            }
            if is_cloudflare(&found.value) {
                return Some(proxied(found));
            }
            // An address of a family that nobody asked for still takes the visitors of that family elsewhere.
            let replaces = record.rtype == RecordType::Alias || record.rtype.as_str() == found.rtype.as_str();
            let severity = if replaces && !is_there { Severity::Blocking } else { Severity::Warning };
            Some(Finding {
                code: FindingCode::AddressConflict,
                severity,
                record: Some(found.clone()),
                message: format!("{host} has {} {}, which leads visitors elsewhere.", found.rtype, found.value),
                fix: format!("Remove it; wanted at {host}: {add}."),
            })
        }
        _ => None,
    }
}

fn beside_a_cname(record: &Record, found: &ExistingRecord) -> Finding {
    let Record { host, rtype, value, .. } = record;
    blocking(
        FindingCode::CnameConflict,
        found,
        format!("{host} is a CNAME to {}, and {rtype} cannot stand beside a CNAME.", found.value),
        format!("Remove the CNAME, then add {rtype} {host} with the value {value}."),
    )
}

fn proxied(found: &ExistingRecord) -> Finding {
    let ExistingRecord { host, rtype, value, .. } = found;
    blocking(
        FindingCode::Proxied,
        found,
        format!("{host} leads to Cloudflare's proxy ({rtype} {value}), which hides the record behind it."),
        "If the record is proxied (orange cloud), set it to DNS only; otherwise remove it.".to_owned(),
    )
}

fn blocking(code: FindingCode, found: &ExistingRecord, message: String, fix: String) -> Finding {
    Finding { code, severity: Severity::Blocking, record: Some(found.clone()), message, fix }
}

pub(super) fn already_correct(record: &Record, existing: &[ExistingRecord]) -> Finding {
    let Record { host, rtype, value, .. } = record;
    let shown = match record.priority {
        Some(priority) => format!("{priority} {value}"),
        None => value.clone(),
    };
    // A CNAME may also be satisfied by the application's own host name, or by a chain.
    let found = existing.iter().find(|found| {
        found.host == *host
            && found.rtype.as_str() == rtype.as_str()
            && (found.value == shown || *rtype == RecordType::Cname)
    });
    Finding {
        code: FindingCode::AlreadyCorrect,
        severity: Severity::Info,
        record: found.cloned(),
        message: format!("{rtype} {host} {shown} is already in effect."),
        fix: "Leave it as it is.".to_owned(),
    }
}

/// A zone's apex cannot carry a CNAME; only a provider that knows ALIAS, ANAME or flattening can point it at a host name.
pub(super) fn apex_needs_alias(record: &Record, survey: &Survey) -> Option<Finding> {
    let names_a_host = matches!(record.rtype, RecordType::Alias | RecordType::Cname);
    if !names_a_host || record.host != survey.hostname.apex() {
        return None;
    }
    let (severity, verb) = match survey.apex_support {
        Some(true) => return None,
        Some(false) => (Severity::Blocking, "cannot"),
        None => (Severity::Warning, "may be unable to"),
    };
    let Record { host, value, .. } = record;
    Some(Finding {
        code: FindingCode::ApexNeedsAlias,
        severity,
        record: None,
        message: format!("The DNS provider of {host} {verb} point the apex of a zone at {value}."),
        fix: format!(
            "Connect www.{host} and redirect {host} there, or use addresses (A, AAAA), or a DNS provider with ALIAS records."
        ),
    })
}

pub(super) fn wildcard_shadow(survey: &Survey) -> Finding {
    let host = &survey.hostname;
    let wildcard = host.covering_wildcard().unwrap_or_default();
    let own = survey.sightings_at(host.as_str(), QueryType::A).flat_map(Sighting::answers).next();
    let shown =
        own.and_then(|(_, answer)| answer.aliases.first().or(answer.values.first())).cloned().unwrap_or_default();
    Finding {
        code: FindingCode::WildcardShadow,
        severity: Severity::Info,
        record: None,
        message: format!("A wildcard record {wildcard} answers for {host} ({shown}), and so for every name beside it."),
        fix: format!("Add the records for {host} itself: they take precedence. The wildcard can stay."),
    }
}

/// The longest-lived of what has to change, when it lives long.
pub(super) fn long_ttl(changing: &[ExistingRecord]) -> Option<Finding> {
    let slowest = changing.iter().max_by_key(|found| found.ttl)?;
    let ttl = slowest.ttl.filter(|ttl| *ttl >= LONG_TTL_S)?;
    let ExistingRecord { host, rtype, .. } = slowest;
    Some(Finding {
        code: FindingCode::LongTtl,
        severity: Severity::Warning,
        record: Some(slowest.clone()),
        message: format!(
            "{rtype} {host} has a TTL of {ttl} seconds: for {} after the change some visitors still get the old answer.",
            in_words(ttl)
        ),
        fix:
            "To change over faster, set its TTL to 300 first, wait for the old TTL to pass, and then change the record."
                .to_owned(),
    })
}

/// Rounded up, so that nobody is told too short a time.
fn in_words(seconds: u32) -> String {
    match seconds {
        0..7200 => format!("{} minutes", seconds.div_ceil(60)),
        7200..172_800 => format!("{} hours", seconds.div_ceil(3600)),
        _ => format!("{} days", seconds.div_ceil(86_400)),
    }
}
