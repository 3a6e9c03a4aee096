//! What was seen of a connection when it differs from what was seen before: the parts of its story that are no change of state.

use crate::certificate::Renewal;
use crate::connection::Problem;
use crate::evidence::{Propagation, RecordReport, Server, VantageReport};
use crate::issuance::problem::Actor;
use crate::records::Record;
use crate::tenancy::{ConnectionId, ObservationId, TenantId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Longest value that is kept, in characters: what stands in zones may be long.
const VALUE_LENGTH_MAX: usize = 200;

/// Something that was seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Observation {
    /// Identifier; ordered by time.
    pub id: ObservationId,
    /// Owner of the connection.
    pub tenant: TenantId,
    /// The connection.
    pub connection: ConnectionId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub seen: Seen,
}

/// What was seen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Seen {
    /// Records have other values than before.
    Records {
        /// Those that do.
        records: Vec<RecordNews>,
    },
    /// Something else than before stands in the way of proof.
    Ownership {
        /// What.
        problem: Problem,
    },
    /// An edge stored a certificate.
    CertificateStored {
        /// Who signed it.
        issuer: String,
        /// Lower-case hex.
        serial: String,
        /// End of validity.
        not_after: Timestamp,
        /// When it is to be replaced.
        renew_at: Option<Timestamp>,
        /// Who decided on that.
        renewal: Option<Renewal>,
    },
    /// An edge could not obtain one.
    CertificateFailed {
        /// Stable code.
        code: String,
        /// What is wrong and what to do.
        message: String,
        /// Who can put it right.
        actor: Actor,
        /// When it is tried again.
        retry_at: Option<Timestamp>,
    },
    /// The edges hold none any more.
    CertificateRemoved,
}

/// One record that has another value than before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RecordNews {
    /// The desired record.
    pub record: Record,
    /// What the check before saw; `None` for the first check.
    pub before: Option<RecordSeen>,
    /// What this one saw.
    pub after: RecordSeen,
    /// The servers that say something else than before.
    pub vantages: Vec<VantageNews>,
}

/// Where a record stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RecordSeen {
    /// By the zone's own servers.
    pub propagation: Propagation,
    /// What they have.
    pub observed_value: Option<String>,
}

/// One server that says something else than before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct VantageNews {
    /// Who was asked.
    pub server: Server,
    /// What it said before; `None` when it was not asked.
    pub before: Option<VantageSeen>,
    /// What it says now.
    pub after: VantageSeen,
}

/// What one server said.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct VantageSeen {
    /// Whether it had the wanted value; `None` when it gave no usable answer.
    pub propagated: Option<bool>,
    /// What it had.
    pub observed_value: Option<String>,
}

/// What a check saw that the check before had not. A server that gave no answer has not said anything else, and neither has one that was
/// not asked before, unless the record as a whole stands differently.
#[must_use]
pub fn news(before: &[RecordReport], now: &[RecordReport]) -> Vec<RecordNews> {
    now.iter()
        .filter_map(|report| of_record(before.iter().find(|before| before.record == report.record), report))
        .collect()
}

fn of_record(before: Option<&RecordReport>, now: &RecordReport) -> Option<RecordNews> {
    let (was, is) = (before.map(RecordSeen::of), RecordSeen::of(now));
    let stands_differently = was.as_ref() != Some(&is);
    let vantages: Vec<VantageNews> = now
        .vantages
        .iter()
        .filter_map(|vantage| {
            let earlier = before.and_then(|before| before.vantages.iter().find(|other| other.server == vantage.server));
            of_vantage(earlier, vantage, stands_differently)
        })
        .collect();
    (stands_differently || !vantages.is_empty()).then(|| RecordNews {
        record: now.record.clone(),
        before: was,
        after: is,
        vantages,
    })
}

fn of_vantage(before: Option<&VantageReport>, now: &VantageReport, stands_differently: bool) -> Option<VantageNews> {
    let (was, is) = (before.map(VantageSeen::of), VantageSeen::of(now));
    let is_news = match &was {
        Some(was) => *was != is && (stands_differently || (was.propagated.is_some() && is.propagated.is_some())),
        None => stands_differently,
    };
    is_news.then(|| VantageNews { server: now.server.clone(), before: was, after: is })
}

impl RecordSeen {
    fn of(report: &RecordReport) -> Self {
        Self { propagation: report.propagation, observed_value: kept(report.observed_value.as_deref()) }
    }
}

impl VantageSeen {
    fn of(report: &VantageReport) -> Self {
        Self { propagated: report.propagated, observed_value: kept(report.observed_value.as_deref()) }
    }
}

fn kept(value: Option<&str>) -> Option<String> {
    value.map(|value| value.chars().take(VALUE_LENGTH_MAX).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Vantage;
    use crate::records::RecordType;

    fn vantage(name: &str, propagated: Option<bool>, value: Option<&str>) -> VantageReport {
        VantageReport {
            server: Server { name: Some(name.into()), address: None, vantage: Vantage::Authoritative },
            at: Timestamp::from_ms(0),
            propagated,
            observed_value: value.map(str::to_owned),
            ttl: Some(300),
            failure: None,
        }
    }

    fn report(propagation: Propagation, value: Option<&str>, vantages: Vec<VantageReport>) -> RecordReport {
        RecordReport {
            record: Record::new("app.customer.com", RecordType::Cname, "edge.saas.example", 300),
            propagation,
            observed_value: value.map(str::to_owned),
            problem: None,
            vantages,
        }
    }

    fn missing(value: Option<&str>) -> RecordReport {
        report(
            Propagation::Missing,
            value,
            vec![vantage("ns1", Some(false), value), vantage("ns2", Some(false), value)],
        )
    }

    #[test]
    fn the_first_look_is_news_and_the_same_again_is_none() {
        let first = news(&[], &[missing(None)]);
        assert_eq!((first.len(), first[0].before.as_ref(), first[0].vantages.len()), (1, None, 2));
        let mut later = missing(None);
        later.vantages[0].at = Timestamp::from_ms(9);
        later.vantages[0].ttl = Some(1);
        assert_eq!(news(&[missing(None)], &[later]), []);
        assert_eq!(news(&[missing(None)], &[]), []);
    }

    #[test]
    fn a_change_names_what_was_and_what_is_and_who_says_so() {
        let half = report(
            Propagation::Missing,
            None,
            vec![vantage("ns1", Some(true), Some("edge.saas.example")), vantage("ns2", Some(false), None)],
        );
        let [one] = news(&[missing(None)], std::slice::from_ref(&half)).try_into().unwrap();
        assert_eq!(one.before, Some(one.after.clone()), "the record as a whole is as missing as before");
        let servers: Vec<_> = one.vantages.iter().map(|vantage| vantage.server.name.clone().unwrap()).collect();
        assert_eq!(servers, ["ns1"]);
        let [other] = news(&[half], &[missing(Some("old.example"))]).try_into().unwrap();
        assert_eq!(other.after.observed_value.as_deref(), Some("old.example"));
        assert_eq!(other.vantages.len(), 2);
    }

    #[test]
    fn a_server_that_does_not_answer_or_was_not_asked_says_nothing_new() {
        let there = |vantages| report(Propagation::Propagated, Some("edge.saas.example"), vantages);
        let yes = |name: &str| vantage(name, Some(true), Some("edge.saas.example"));
        let both = there(vec![yes("ns1"), yes("ns2")]);
        let one_silent = there(vec![yes("ns1"), vantage("ns2", None, None)]);
        assert_eq!(news(std::slice::from_ref(&both), std::slice::from_ref(&one_silent)), []);
        assert_eq!(news(&[one_silent], std::slice::from_ref(&both)), []);
        assert_eq!(news(&[there(vec![yes("ns1")])], std::slice::from_ref(&both)), []);
        let silent = report(Propagation::Unknown, None, vec![vantage("ns1", None, None)]);
        assert_eq!(news(&[both], &[silent]).len(), 1, "that nobody answers is news");
    }

    #[test]
    fn long_values_are_cut() {
        let [long] = news(&[], &[missing(Some(&"ü".repeat(5000)))]).try_into().unwrap();
        assert_eq!(long.after.observed_value.unwrap().chars().count(), VALUE_LENGTH_MAX);
    }
}
