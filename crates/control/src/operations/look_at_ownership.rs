//! Looking whether the record that proved ownership still stands. A claim is not lost by it: the proof was given once, and whether the
//! name still leads here is watched by its records.

use crate::Control;
use nameplate_domain::connection::{Connection, Problem};
use nameplate_domain::evidence::{OwnershipVerdict, ProofMethod, ServerSeen, judge_ownership};
use nameplate_domain::records::Record;
use nameplate_domain::time::Timestamp;

/// What became of the record that proved ownership.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnershipSeen {
    /// How ownership was proven.
    pub method: ProofMethod,
    /// The record.
    pub record: Record,
    /// Whether it is there; `None` when no server of the zone gave a usable answer.
    pub still_published: Option<bool>,
    /// Every server that was asked, and what it showed.
    pub servers: Vec<ServerSeen>,
    /// What that means.
    pub problem: Option<Problem>,
    /// When it was looked at.
    pub checked_at: Timestamp,
}

impl Control {
    /// Asks the zone's own servers for the record that proved `connection`, unless it was proven at or after `since`: then what was
    /// seen is known. `None` for one that is not proven, or by no record.
    pub async fn look_at_ownership(&self, connection: &Connection, since: Timestamp) -> Option<OwnershipSeen> {
        let proof = connection.proof.as_ref()?;
        let published_as = match proof.method {
            ProofMethod::Credential | ProofMethod::DomainConnect => ProofMethod::Txt,
            // There never was one.
            ProofMethod::Operator => return None,
            by_hand => by_hand,
        };
        // What proved it before counts, also when less is offered by now.
        let offered = self.offered_proofs(&Connection { fresh_proof: false, ..connection.clone() });
        let (_, record) = offered.into_iter().find(|(method, _)| *method == published_as)?;
        let seen = |still_published, servers, problem, checked_at| OwnershipSeen {
            method: proof.method,
            record: record.clone(),
            still_published,
            servers,
            problem,
            checked_at,
        };
        if proof.at >= since {
            return Some(seen(Some(true), proof.servers.clone(), None, proof.at));
        }
        self.observer.forget(connection.hostname.base()).await;
        let evidence = self.gather(published_as, record.clone()).await;
        let now = self.now();
        let servers = evidence.servers();
        let gone = || Problem {
            code: "ownership_gone".into(),
            message: format!(
                "{} {} is not there any more. {} stays connected; keep the record where you want to be able to show that it is yours.",
                record.rtype, record.host, connection.hostname
            ),
        };
        let (still_published, problem) = match judge_ownership(&evidence, now) {
            OwnershipVerdict::Proven(_) => (Some(true), None),
            OwnershipVerdict::PartlySeen { missing_at } => {
                let servers: Vec<String> = missing_at.iter().map(ToString::to_string).collect();
                let message = format!("{} {} is not at {}.", record.rtype, record.host, servers.join(", "));
                (Some(false), Some(Problem { code: "ownership_not_at_all_servers".into(), message }))
            }
            OwnershipVerdict::NotSeen { .. } | OwnershipVerdict::Wildcard => (Some(false), Some(gone())),
            OwnershipVerdict::CouldNotAsk { why } => {
                let message =
                    format!("The servers of the zone gave no usable answer: {why}. Nothing is concluded from that.");
                (None, Some(Problem { code: "dns_unreachable".into(), message }))
            }
        };
        Some(seen(still_published, servers, problem, now))
    }
}
