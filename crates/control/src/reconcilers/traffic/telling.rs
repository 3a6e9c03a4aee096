//! Telling the rest of the platform how names stand at a backend: as an edge would, by the same operation.

use super::{Memory, Traffic, Trouble, WANTED_MAX};
use crate::{CertificateOutcome, CertificateReport, Control, Refused};
use nameplate_domain::connection::WaitingFor;
use nameplate_domain::edge_status::EdgeStatus;
use nameplate_domain::issuance::problem::{Actor, IssuanceProblem};
use nameplate_domain::tenancy::ConnectionId;
use nameplate_store::StoreError;
use nameplate_traffic::{Plan, Refusal, Served, Sight};
use std::collections::{BTreeMap, BTreeSet};

/// What a name is not served for, where a backend is the reason.
const CODE: &str = "traffic_backend";

impl Control {
    /// While a backend obtains certificates, it counts as an edge: connections wait for it with `issuing_cert`.
    pub(super) async fn attach_as_edge(&self, traffic: &Traffic) -> Result<(), StoreError> {
        let Some(edge) = &traffic.known_as else { return Ok(()) };
        let status = EdgeStatus { version: Some(env!("CARGO_PKG_VERSION").to_owned()), ..EdgeStatus::default() };
        match self.note_edge(edge, status).await {
            Err(Refused::Store(error)) => Err(error),
            // The identifier is our own.
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Looks at what is served, and tells what is new about it.
    pub(super) async fn tell_sights(
        &self,
        traffic: &Traffic,
        served: &[Served],
        refused: &BTreeMap<ConnectionId, Refusal>,
        memory: &mut Memory,
    ) -> Result<(), Trouble> {
        let wanted: BTreeSet<String> = match traffic.known_as {
            Some(_) => self.reader().certificates_wanted(self.now(), WANTED_MAX).await?.into_iter().collect(),
            None => BTreeSet::new(),
        };
        let sights = traffic.backend.observe(served).await?;
        for (served, mut sight) in served.iter().zip(sights) {
            if let Some(refusal) = refused.get(&sight.connection) {
                sight.waiting_for = refusal.waiting_for();
                sight.sentence = refusal.to_string();
                sight.has_failed = true;
            }
            let is_new = memory.sentences.get(&sight.connection) != Some(&sight.sentence);
            if is_new {
                log(&sight, traffic.backend.name());
                memory.sentences.insert(sight.connection, sight.sentence.clone());
            }
            let is_waited_for = wanted.contains(&sight.hostname);
            if let Some(edge) = &traffic.known_as {
                if sight.has_failed && (is_new || is_waited_for) {
                    self.report(edge, &sight.hostname, failure(&sight)).await;
                } else if sight.waiting_for == WaitingFor::Nobody {
                    self.tell_certificate(traffic, edge, served, &sight, is_waited_for, memory).await?;
                }
            }
        }
        Ok(())
    }

    async fn tell_certificate(
        &self,
        traffic: &Traffic,
        edge: &str,
        served: &Served,
        sight: &Sight,
        is_waited_for: bool,
        memory: &mut Memory,
    ) -> Result<(), Trouble> {
        let Some(mark) = &sight.certificate else { return Ok(()) };
        if memory.certificates.get(&sight.connection) == Some(mark) && !is_waited_for {
            return Ok(());
        }
        let chain = (traffic.links_of)(&traffic.backend.chain(served).await?);
        let Some(leaf) = chain.first().cloned() else { return Ok(()) };
        let outcome = CertificateOutcome::Stored {
            issuer: leaf.issuer,
            serial: leaf.serial,
            fingerprint_sha256: leaf.fingerprint_sha256,
            not_before: leaf.not_before,
            not_after: leaf.not_after,
            names: vec![],
            authority: None,
            chain,
            renew_at: None,
            renewal: None,
        };
        if self.report(edge, &sight.hostname, outcome).await {
            memory.certificates.insert(sight.connection, mark.clone());
        }
        Ok(())
    }

    /// The certificates that went with a plan, of names that nobody has now.
    pub(super) async fn tell_removed(&self, traffic: &Traffic, plan: &Plan, served: &[Served]) {
        let Some(edge) = &traffic.known_as else { return };
        let gone = plan.changes.iter().filter(|change| change.key.kind == "Certificate" && change.after.is_none());
        for hostname in gone.filter_map(|change| change.before.as_ref()?.hostname()) {
            if !served.iter().any(|one| one.hostname.as_str() == hostname) {
                self.report(edge, hostname, CertificateOutcome::Removed).await;
            }
        }
    }

    /// Whether it was noted. What was not is told again when everything is looked at.
    async fn report(&self, edge: &str, hostname: &str, outcome: CertificateOutcome) -> bool {
        let report = CertificateReport { hostname: hostname.to_owned(), outcome };
        let noted = self.note_certificate(edge, report).await;
        if let Err(refused) = &noted {
            tracing::warn!(
                host.name = hostname,
                error = refused as &dyn std::error::Error,
                "A certificate could not be noted."
            );
        }
        noted.is_ok()
    }
}

fn failure(sight: &Sight) -> CertificateOutcome {
    let actor = match sight.waiting_for {
        WaitingFor::Customer => Actor::Customer,
        WaitingFor::Authority => Actor::Authority,
        WaitingFor::Developer | WaitingFor::Platform | WaitingFor::Nobody => Actor::Operator,
    };
    let problem = IssuanceProblem {
        code: CODE.to_owned(),
        message: sight.sentence.clone(),
        actor,
        detail: None,
        authority: None,
        retry_at: None,
    };
    CertificateOutcome::Failed { detail: String::new(), problem: Some(problem) }
}

fn log(sight: &Sight, backend: &'static str) {
    let Sight { hostname, sentence, waiting_for, has_failed, .. } = sight;
    let who = waiting_for.as_str();
    match has_failed {
        true => tracing::warn!(
            backend,
            host.name = hostname,
            waiting_for = who,
            reason = sentence,
            "A host name is not served."
        ),
        false => tracing::debug!(
            backend,
            host.name = hostname,
            waiting_for = who,
            reason = sentence,
            "How a host name stands has changed."
        ),
    }
}
