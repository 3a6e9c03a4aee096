//! Does each desired record have its value?

use super::sighting::{Answer, QueryType, Reply, Server, Sighting, Unanswered};
use crate::connection::Problem;
use crate::proxy::is_cloudflare;
use crate::records::{Record, RecordType};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Where one desired record stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Propagation {
    /// Every server that answered has the wanted value.
    Propagated,
    /// At least one server surely has not.
    Missing,
    /// No server could be asked.
    Unknown,
}

/// What one server showed of a desired record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct VantageReport {
    /// Who was asked.
    pub server: Server,
    /// When.
    pub at: Timestamp,
    /// Whether the wanted value was there; `None` when the server gave no usable answer.
    pub propagated: Option<bool>,
    /// What was there, values joined by `, `; `None` for nothing.
    pub observed_value: Option<String>,
    /// TTL of what was there, in seconds.
    pub ttl: Option<u32>,
    /// Why there was no usable answer.
    pub failure: Option<String>,
}

/// What the last check saw of one desired record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RecordReport {
    /// The desired record.
    pub record: Record,
    /// Where it stands, by the zone's own servers.
    pub propagation: Propagation,
    /// What the zone's own servers have; the first that differs from the wanted value, else the value itself.
    pub observed_value: Option<String>,
    /// What stands in the way, or what is odd about a record that is there.
    pub problem: Option<Problem>,
    /// Every server that was asked.
    pub vantages: Vec<VantageReport>,
}

/// The answers about one desired record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordEvidence {
    /// The desired record.
    pub record: Record,
    /// The host's own answers, for each of [`questions_for`].
    pub host: Vec<Sighting>,
    /// What recursive resolvers say, for display only.
    pub resolvers: Vec<Sighting>,
    /// Addresses of the targets that satisfy the record; gathered only when the host has addresses of its own to compare.
    pub targets: Vec<Sighting>,
}

/// What to ask at a desired record's host. The first question decides; the second finds addresses that lead elsewhere.
#[must_use]
pub fn questions_for(rtype: RecordType) -> &'static [QueryType] {
    match rtype {
        RecordType::A | RecordType::Alias => &[QueryType::A, QueryType::Aaaa],
        RecordType::Aaaa => &[QueryType::Aaaa, QueryType::A],
        RecordType::Cname => &[QueryType::A],
        RecordType::Caa => &[QueryType::Caa],
        RecordType::Mx => &[QueryType::Mx],
        RecordType::Ns => &[QueryType::Ns],
        RecordType::Txt => &[QueryType::Txt],
    }
}

/// Judges one desired record. `app_target` is the application's own host name, which satisfies every traffic record;
/// `wanted_addresses` are all the addresses that the connection wants, so that a second wanted address is not called foreign.
#[must_use]
pub fn judge_record(evidence: &RecordEvidence, app_target: &str, wanted_addresses: &[&str]) -> RecordReport {
    let record = &evidence.record;
    let is_there = |answer: &Answer| satisfies(record, answer, app_target, &evidence.targets);
    let decisive = evidence.host.first();
    let own: Vec<VantageReport> = decisive.map(|s| vantages(s, &is_there)).unwrap_or_default();
    let missing = own.iter().find(|vantage| vantage.propagated == Some(false));
    let propagation = match (missing, own.iter().any(|vantage| vantage.propagated == Some(true))) {
        (Some(_), _) => Propagation::Missing,
        (None, true) => Propagation::Propagated,
        (None, false) => Propagation::Unknown,
    };
    let observed_value = match propagation {
        Propagation::Missing => missing.and_then(|vantage| vantage.observed_value.clone()),
        Propagation::Propagated => Some(match record.rtype {
            // For texts and addresses the wanted value is one among several; show the one that counts.
            RecordType::Txt | RecordType::A | RecordType::Aaaa => record.value.clone(),
            _ => own
                .iter()
                .find(|vantage| vantage.propagated == Some(true))
                .and_then(|vantage| vantage.observed_value.clone())
                .unwrap_or_else(|| record.value.clone()),
        }),
        Propagation::Unknown => decisive.and_then(beyond).map(|(alias, _)| alias.to_owned()),
    };
    let problem = match propagation {
        Propagation::Propagated => foreign_addresses(evidence, wanted_addresses),
        Propagation::Missing => {
            Some(hidden(evidence).unwrap_or_else(|| missing_problem(record, observed_value.as_deref(), &own)))
        }
        Propagation::Unknown => Some(unknown_problem(record, decisive)),
    };
    let mut all = own;
    for sighting in &evidence.resolvers {
        all.extend(vantages(sighting, &is_there));
    }
    RecordReport { record: record.clone(), propagation, observed_value, problem, vantages: all }
}

/// What the reports say together: propagated when all are, missing when any surely is, unknown otherwise.
#[must_use]
pub fn overall(reports: &[RecordReport]) -> Propagation {
    let any = |wanted| reports.iter().any(|report| report.propagation == wanted);
    if any(Propagation::Missing) {
        Propagation::Missing
    } else if any(Propagation::Unknown) {
        Propagation::Unknown
    } else {
        Propagation::Propagated
    }
}

fn vantages(sighting: &Sighting, is_there: &dyn Fn(&Answer) -> bool) -> Vec<VantageReport> {
    let one = |reply: &Reply| match &reply.outcome {
        Ok(answer) => VantageReport {
            server: reply.server.clone(),
            at: reply.at,
            propagated: Some(is_there(answer)),
            observed_value: shown(answer),
            ttl: answer.ttl,
            failure: None,
        },
        Err(why) => VantageReport {
            server: reply.server.clone(),
            at: reply.at,
            propagated: None,
            observed_value: match why {
                Unanswered::Beyond { alias, .. } => Some(alias.clone()),
                _ => None,
            },
            ttl: None,
            failure: Some(why.to_string()),
        },
    };
    sighting.replies.iter().map(one).collect()
}

/// The alias if there is one, since that is what the customer wrote; else the values.
fn shown(answer: &Answer) -> Option<String> {
    answer.aliases.first().cloned().or_else(|| (!answer.values.is_empty()).then(|| answer.values.join(", ")))
}

fn satisfies(record: &Record, answer: &Answer, app_target: &str, targets: &[Sighting]) -> bool {
    match record.rtype {
        RecordType::Txt | RecordType::Ns | RecordType::Caa => answer.values.contains(&record.value),
        RecordType::Mx => {
            let wanted = format!("{} {}", record.priority.unwrap_or(0), record.value);
            answer.values.contains(&wanted)
        }
        RecordType::A | RecordType::Aaaa => {
            answer.values.contains(&record.value) || answer.aliases.iter().any(|alias| alias == app_target)
        }
        RecordType::Cname | RecordType::Alias => {
            answer.aliases.iter().any(|alias| *alias == record.value || alias == app_target)
                || flattened(answer, targets)
        }
    }
}

/// A provider that flattens answers with the target's addresses instead of the alias. Every address must be one of them.
fn flattened(answer: &Answer, targets: &[Sighting]) -> bool {
    let is_target = |address: &String| targets.iter().any(|target| target.values().contains(&address.as_str()));
    !answer.values.is_empty() && answer.values.iter().all(is_target)
}

/// The alias that leads to where nobody answers, if that is why there is no answer.
fn beyond(sighting: &Sighting) -> Option<(&str, &str)> {
    sighting.replies.iter().find_map(|reply| match &reply.outcome {
        Err(Unanswered::Beyond { alias, why }) => Some((alias.as_str(), why.as_str())),
        _ => None,
    })
}

/// Nothing is concluded from it: an alias of the customer's own may lead to the target when its servers are back.
fn unknown_problem(record: &Record, decisive: Option<&Sighting>) -> Problem {
    let Record { host, rtype, value, .. } = record;
    if let Some((alias, why)) = decisive.and_then(beyond) {
        return Problem {
            code: "alias_unanswered".into(),
            message: format!(
                "{host} leads to {alias}, and where that ends is not known: {why}. Unless {alias} is a name of your own that leads to \
                 {value}, change the record to {rtype} {host} with the value {value}."
            ),
        };
    }
    Problem {
        code: "dns_unreachable".into(),
        message: format!(
            "The servers of {} gave no usable answer about {host}: {}. Nothing is concluded from that; the check is repeated.",
            decisive.and_then(|sighting| sighting.zone.as_deref()).unwrap_or("the zone"),
            decisive.map_or_else(|| "no server was asked".to_owned(), Sighting::why_unanswered),
        ),
    }
}

/// A proxy before the name, whose addresses every server gives instead of the record.
fn hidden(evidence: &RecordEvidence) -> Option<Problem> {
    let Record { host, rtype, value, .. } = &evidence.record;
    let leads_visitors = matches!(rtype, RecordType::A | RecordType::Aaaa | RecordType::Alias | RecordType::Cname);
    let sighting = evidence.host.first().filter(|_| leads_visitors)?;
    let is_proxied = |answer: &Answer| {
        let is_direct = answer.aliases.iter().all(|alias| alias.ends_with(".cdn.cloudflare.net"));
        is_direct && !answer.values.is_empty() && answer.values.iter().all(|address| is_cloudflare(address))
    };
    let everywhere = sighting.was_answered() && sighting.answers().all(|(_, answer)| is_proxied(answer));
    everywhere.then(|| Problem {
        code: "record_proxied".into(),
        message: format!(
            "{host} leads to Cloudflare's proxy ({}), which hides the record behind it. At Cloudflare, make it {rtype} {host} with the value \
             {value}, and set its proxy status to \"DNS only\" (grey cloud).",
            sighting.values().join(", ")
        ),
    })
}

fn missing_problem(record: &Record, observed: Option<&str>, own: &[VantageReport]) -> Problem {
    let at_all = own.iter().all(|vantage| vantage.propagated != Some(true));
    let servers: Vec<String> = own
        .iter()
        .filter(|vantage| vantage.propagated == Some(false))
        .map(|vantage| vantage.server.to_string())
        .collect();
    let host = &record.host;
    let (rtype, value) = (record.rtype, &record.value);
    let (code, message) = match (observed, at_all) {
        (_, false) => (
            "not_at_all_servers",
            format!(
                "{rtype} {host} is not yet at {}; the other servers of the zone have it. Wait for the zone to spread.",
                servers.join(", ")
            ),
        ),
        (None, true) => {
            ("record_missing", format!("{host} has no {rtype} record. Add {rtype} {host} with the value {value}."))
        }
        (Some(found), true) => (
            "record_differs",
            format!(
                "{host} has {found} where {rtype} {value} is wanted. Change that record, and remove others of the same name."
            ),
        ),
    };
    Problem { code: code.into(), message }
}

/// Addresses that lead some visitors elsewhere, beside those that are wanted.
fn foreign_addresses(evidence: &RecordEvidence, wanted: &[&str]) -> Option<Problem> {
    if !matches!(evidence.record.rtype, RecordType::A | RecordType::Aaaa | RecordType::Alias) {
        return None;
    }
    let of_target = |address: &str| evidence.targets.iter().any(|target| target.values().contains(&address));
    let foreign: Vec<&str> = evidence
        .host
        .iter()
        .flat_map(Sighting::values)
        .filter(|address| !wanted.contains(address) && !of_target(address))
        .collect();
    if foreign.is_empty() || evidence.host.iter().any(|s| s.answers().any(|(_, answer)| !answer.aliases.is_empty())) {
        return None;
    }
    Some(Problem {
        code: "foreign_addresses".into(),
        message: format!(
            "{} also has {}, which is not ours: some visitors go there. Remove it.",
            evidence.record.host,
            foreign.join(", ")
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Vantage;

    const APP: &str = "app-1.saas.example";

    /// Aliases and values.
    type Told<'a> = (&'a [&'a str], &'a [&'a str]);

    fn seen(qtype: QueryType, outcomes: Vec<Result<Told<'_>, Unanswered>>) -> Sighting {
        let strings = |texts: &[&str]| texts.iter().map(ToString::to_string).collect();
        let reply = |outcome: Result<Told<'_>, Unanswered>| Reply {
            server: Server { name: Some("ns1.customer.com".into()), address: None, vantage: Vantage::Authoritative },
            at: Timestamp::from_ms(0),
            outcome: outcome.map(|(aliases, values)| Answer {
                aliases: strings(aliases),
                values: strings(values),
                ttl: Some(300),
                no_such_name: false,
            }),
        };
        Sighting {
            name: "app.customer.com".into(),
            qtype,
            zone: Some("customer.com".into()),
            replies: outcomes.into_iter().map(reply).collect(),
        }
    }

    fn judged(record: Record, host: Vec<Sighting>, targets: Vec<Sighting>) -> RecordReport {
        let wanted = [record.value.clone()];
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        judge_record(&RecordEvidence { record, host, resolvers: vec![], targets }, APP, &wanted)
    }

    fn cname() -> Record {
        Record::new("app.customer.com", RecordType::Cname, "edge.saas.example", 300)
    }

    #[test]
    fn a_cname_is_there_when_the_chain_leads_to_the_target() {
        for aliases in [&["edge.saas.example"][..], &["www.customer.com", "edge.saas.example"], &[APP]] {
            let report = judged(cname(), vec![seen(QueryType::A, vec![Ok((aliases, &[]))])], vec![]);
            assert_eq!(report.propagation, Propagation::Propagated, "{aliases:?}");
            assert_eq!(report.observed_value.as_deref(), Some(aliases[0]));
        }
    }

    #[test]
    fn a_cname_elsewhere_is_named_with_the_remedy() {
        let report = judged(cname(), vec![seen(QueryType::A, vec![Ok((&["other.example"], &["192.0.2.9"]))])], vec![]);
        assert_eq!(report.propagation, Propagation::Missing);
        assert_eq!(report.observed_value.as_deref(), Some("other.example"));
        assert_eq!(report.problem.unwrap().code, "record_differs");
    }

    #[test]
    fn flattened_addresses_count_only_when_all_are_the_targets() {
        let target = || vec![seen(QueryType::A, vec![Ok((&[], &["192.0.2.1", "192.0.2.2"]))])];
        let alias = Record::new("customer.com", RecordType::Alias, "edge.saas.example", 300);
        let with = |values: &'static [&'static str]| vec![seen(QueryType::A, vec![Ok((&[], values))])];
        assert_eq!(judged(alias.clone(), with(&["192.0.2.1"]), target()).propagation, Propagation::Propagated);
        assert_eq!(
            judged(alias.clone(), with(&["192.0.2.1", "198.51.100.1"]), target()).propagation,
            Propagation::Missing
        );
        assert_eq!(judged(alias.clone(), with(&[]), target()).propagation, Propagation::Missing);
        assert_eq!(judged(alias, with(&["192.0.2.1"]), vec![]).propagation, Propagation::Missing);
    }

    #[test]
    fn foreign_addresses_beside_ours_are_reported() {
        let record = Record::new("customer.com", RecordType::A, "192.0.2.1", 300);
        let host = vec![
            seen(QueryType::A, vec![Ok((&[], &["198.51.100.1", "192.0.2.1"]))]),
            seen(QueryType::Aaaa, vec![Ok((&[], &["2001:db8::9"]))]),
        ];
        let report = judged(record, host, vec![]);
        assert_eq!(report.propagation, Propagation::Propagated);
        assert_eq!(report.observed_value.as_deref(), Some("192.0.2.1"));
        let problem = report.problem.unwrap();
        assert_eq!(problem.code, "foreign_addresses");
        assert!(problem.message.contains("198.51.100.1, 2001:db8::9"), "{}", problem.message);
    }

    #[test]
    fn failing_servers_are_never_absence() {
        for failure in [Unanswered::Timeout, Unanswered::ServerFailure, Unanswered::Lame] {
            let report = judged(cname(), vec![seen(QueryType::A, vec![Err(failure)])], vec![]);
            assert_eq!(report.propagation, Propagation::Unknown);
        }
        let one_dead = seen(QueryType::A, vec![Err(Unanswered::Timeout), Ok((&["edge.saas.example"], &[]))]);
        assert_eq!(judged(cname(), vec![one_dead], vec![]).propagation, Propagation::Propagated);
    }

    #[test]
    fn an_alias_into_silence_is_shown_and_concludes_nothing() {
        let why = "ns.old.example answered REFUSED".to_owned();
        let lost = || Err(Unanswered::Beyond { alias: "old.example".into(), why: why.clone() });
        let report = judged(cname(), vec![seen(QueryType::A, vec![lost()])], vec![]);
        assert_eq!((report.propagation, report.observed_value.as_deref()), (Propagation::Unknown, Some("old.example")));
        assert_eq!(report.vantages[0].observed_value.as_deref(), Some("old.example"));
        let problem = report.problem.unwrap();
        assert_eq!(problem.code, "alias_unanswered");
        for part in ["app.customer.com leads to old.example", &why, "with the value edge.saas.example"] {
            assert!(problem.message.contains(part), "{}", problem.message);
        }
        let one = seen(QueryType::A, vec![lost(), Ok((&["edge.saas.example"], &[]))]);
        assert_eq!(judged(cname(), vec![one], vec![]).propagation, Propagation::Propagated);
    }

    #[test]
    fn addresses_of_a_proxy_are_told_from_a_wrong_record() {
        let alias = Record::new("customer.com", RecordType::Alias, "edge.saas.example", 300);
        let a = Record::new("customer.com", RecordType::A, "192.0.2.1", 300);
        let code = |record: &Record, told: Vec<Result<Told<'_>, Unanswered>>| {
            judged(record.clone(), vec![seen(QueryType::A, told)], vec![]).problem.unwrap().code
        };
        let proxied: Told<'_> = (&[], &["104.16.0.1", "104.16.0.2"]);
        let by_cname: Told<'_> = (&["app.customer.com.cdn.cloudflare.net"], &["104.16.0.1"]);
        for record in [cname(), alias, a] {
            assert_eq!(code(&record, vec![Ok(proxied), Ok(proxied)]), "record_proxied");
            assert_eq!(code(&record, vec![Ok(by_cname)]), "record_proxied");
            // Somebody else's site that happens to be behind Cloudflare, and a record that is being changed.
            assert_eq!(code(&record, vec![Ok((&["other.example"], &["104.16.0.1"]))]), "record_differs");
            assert_eq!(code(&record, vec![Ok(proxied), Ok((&[], &["198.51.100.1"]))]), "record_differs");
            assert_eq!(code(&record, vec![Ok((&[], &["104.16.0.1", "198.51.100.1"]))]), "record_differs");
        }
        let text = Record::new("customer.com", RecordType::Txt, "x", 300);
        assert_eq!(code(&text, vec![Ok(proxied)]), "record_differs");
    }

    #[test]
    fn a_server_that_lags_is_named() {
        let lagging = seen(QueryType::A, vec![Ok((&["edge.saas.example"], &[])), Ok((&[], &[]))]);
        let report = judged(cname(), vec![lagging], vec![]);
        assert_eq!(
            (report.propagation, report.problem.unwrap().code.as_str()),
            (Propagation::Missing, "not_at_all_servers")
        );
    }

    #[test]
    fn one_missing_record_outweighs_an_unknown_one() {
        let missing = judged(cname(), vec![seen(QueryType::A, vec![Ok((&[], &[]))])], vec![]);
        let unknown = judged(cname(), vec![seen(QueryType::A, vec![Err(Unanswered::Timeout)])], vec![]);
        assert_eq!(overall(&[unknown.clone(), missing]), Propagation::Missing);
        assert_eq!(overall(&[unknown]), Propagation::Unknown);
        assert_eq!(overall(&[]), Propagation::Propagated);
    }
}
