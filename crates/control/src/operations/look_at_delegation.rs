//! Looking whether the `_acme-challenge` CNAME leads into our ACME zone, so that certificates can be had by DNS-01.

use crate::Control;
use nameplate_domain::connection::{Connection, Problem, offered_proofs};
use nameplate_domain::evidence::{ProofMethod, Propagation, RecordReport, Sighting, VantageReport};
use nameplate_domain::issuance::delegation::{Delegation, delegation_problem, judge_delegation};
use nameplate_domain::records::Record;

/// What was seen of the challenge CNAME.
#[derive(Clone, Debug)]
pub(crate) struct DelegationSeen {
    record: Record,
    delegation: Delegation,
    problem: Option<Problem>,
    sighting: Sighting,
}

impl DelegationSeen {
    /// Whether it is right; `None` when no server could be asked.
    pub(crate) fn is_right(&self) -> Option<bool> {
        match self.delegation {
            Delegation::Unknown { .. } => None,
            _ => Some(self.problem.is_none()),
        }
    }

    /// What is wrong with something that somebody has published; nothing for a name without anything.
    pub(crate) fn begun(&self) -> Option<Problem> {
        match self.delegation {
            Delegation::Missing | Delegation::Unknown { .. } => None,
            _ => self.problem.clone(),
        }
    }

    /// What stands in the way, whatever it is.
    pub(crate) fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }

    /// In the form in which desired records are reported.
    pub(crate) fn to_report(&self) -> RecordReport {
        let vantages: Vec<VantageReport> = self
            .sighting
            .replies
            .iter()
            .map(|reply| {
                let answer = reply.outcome.as_ref().ok();
                let target = answer.and_then(|answer| answer.aliases.first().or(answer.values.first())).cloned();
                VantageReport {
                    server: reply.server.clone(),
                    at: reply.at,
                    propagated: answer.map(|_| target.as_deref() == Some(self.record.value.as_str())),
                    observed_value: target,
                    ttl: answer.and_then(|answer| answer.ttl),
                    failure: reply.outcome.as_ref().err().map(ToString::to_string),
                }
            })
            .collect();
        let observed_value = match &self.delegation {
            Delegation::Elsewhere { target } => Some(target.clone()),
            Delegation::TextBeside { values } => Some(values.join(", ")),
            Delegation::Proxied { addresses } => Some(addresses.join(", ")),
            _ => vantages.iter().find_map(|vantage| vantage.observed_value.clone()),
        };
        RecordReport {
            record: self.record.clone(),
            propagation: match self.is_right() {
                Some(true) => Propagation::Propagated,
                Some(false) => Propagation::Missing,
                None => Propagation::Unknown,
            },
            observed_value,
            problem: self.problem.clone(),
            vantages,
        }
    }
}

impl Control {
    /// Every record that proves control of the connection's name.
    #[must_use]
    pub fn offered_proofs(&self, connection: &Connection) -> Vec<(ProofMethod, Record)> {
        let target = self.platform.app_target(connection.application);
        let zone = self.platform.acme_zone();
        offered_proofs(&connection.hostname, &connection.challenge, &target, &zone, connection.fresh_proof)
    }

    /// The challenge CNAME of a connection.
    #[must_use]
    pub fn challenge_cname(&self, connection: &Connection) -> Option<Record> {
        let mut offered = self.offered_proofs(connection).into_iter();
        offered.find(|(method, _)| *method == ProofMethod::AcmeCname).map(|(_, record)| record)
    }

    /// Asks the zone's own servers. Every connection has a challenge CNAME, so that this is never nothing.
    pub(crate) async fn look_at_delegation(&self, connection: &Connection) -> DelegationSeen {
        let zone = self.platform.acme_zone();
        let record = self.challenge_cname(connection).unwrap_or_else(|| {
            Record::new(
                format!("_acme-challenge.{}", connection.hostname.base()),
                nameplate_domain::records::RecordType::Cname,
                &zone,
                300,
            )
        });
        let [cname, txt, a] = self.observer.look_at_challenge(connection.hostname.base()).await;
        let delegation = judge_delegation(&cname, &txt, &a, &zone);
        let problem = delegation_problem(&delegation, &record);
        DelegationSeen { record, delegation, problem, sighting: cname }
    }
}
