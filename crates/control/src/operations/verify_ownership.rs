//! Looking for proof of ownership at the zone's own servers.

use super::apply::{Applied, Findings, RACES_MAX};
use super::fresh_proof::why_by_hand;
use super::hand::ended_automation;
use super::import_name::Vouched;
use super::ownership_finding::{Finding, weigh};
use super::routes::RouteDraft;
use crate::{Control, Refused};
use futures_util::future::join_all;
use nameplate_domain::connection::{Connection, Event, Problem, step};
use nameplate_domain::evidence::{
    OwnershipEvidence, OwnershipVerdict, Proof, ProofMethod, QueryType, Sighting, judge_ownership,
};
use nameplate_domain::records::{Record, RecordType};
use nameplate_domain::tenancy::{Caller, ConnectionId, Scope};
use nameplate_domain::zone::{Change, RrData};
use nameplate_store::{Conflict, StoreError};
use std::sync::Arc;

impl Control {
    /// Looks for a proof now. A connection that is proven already is returned as it is.
    ///
    /// # Errors
    /// [`Refused::OwnershipNotFound`] when the zone's servers say it is not there, [`Refused::DnsUnreachable`] when none could
    /// be asked, [`Refused::HostnameConflict`] when somebody else holds the name, [`Refused::Ended`] for an archived or failed
    /// connection.
    pub async fn verify_ownership(&self, caller: &Caller, id: ConnectionId) -> Result<Connection, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let connection = self.connection_of(caller, id).await?;
        self.observer.forget(connection.hostname.base()).await;
        self.on_behalf_of(caller).verify(connection).await
    }

    /// The operation itself, for people and workers alike.
    pub(crate) async fn verify(&self, connection: Connection) -> Result<Connection, Refused> {
        self.verify_with(connection, None).await
    }

    /// As [`Control::verify`]; the step that makes the connection the holder of its name writes `route` too.
    pub(crate) async fn verify_with(
        &self,
        mut connection: Connection,
        route: Option<Arc<RouteDraft>>,
    ) -> Result<Connection, Refused> {
        if connection.state.is_terminal() {
            return Err(Refused::Ended(connection.state));
        }
        if connection.standing().proven {
            return Ok(connection);
        }
        // Whoever comes second is told so before DNS is asked: no record of theirs can change it.
        if !connection.takeover && self.reader().holder(connection.hostname.as_str()).await?.is_some() {
            let now = self.read_again(&connection).await?;
            return if now.standing().holds_claim() { Ok(now) } else { Err(conflict(&connection)) };
        }
        connection = self.judge_freshness(connection).await?;
        let finding = self.look_for_proof(&connection).await?;
        for _ in 0..RACES_MAX {
            match self.conclude(&connection, &finding, route.as_ref()).await? {
                Applied::Moved(after) => return answer(*after, finding),
                Applied::Unchanged => return answer(connection, finding),
                Applied::Outdated => connection = self.read_again(&connection).await?,
            }
            if connection.state.is_terminal() {
                return Err(Refused::Ended(connection.state));
            }
            if connection.standing().proven {
                return Ok(connection);
            }
        }
        Err(Refused::Contended)
    }

    async fn conclude(
        &self,
        connection: &Connection,
        finding: &Finding,
        route: Option<&Arc<RouteDraft>>,
    ) -> Result<Applied, Refused> {
        let (event, problem) = match finding {
            Finding::Proven(proof) => return self.take(connection, proof, route, None).await,
            Finding::Partly(problem) => (Event::OwnershipPartlySeen, problem),
            Finding::NotSeen(problem) => (Event::OwnershipNotSeen, problem),
            Finding::CouldNotAsk(problem) => {
                return self.note(connection, problem).await;
            }
        };
        // That nothing is published (yet) says less than why it could not be written.
        let problem = match &connection.problem {
            Some(why) if problem.code == "ownership_missing" && ended_automation(why) => why,
            _ => problem,
        };
        let findings = Findings { problem: Some(problem.clone()), ..Findings::default() };
        match self.apply(connection, event, &findings).await? {
            Applied::Unchanged => self.note(connection, problem).await,
            moved_or_outdated => Ok(moved_or_outdated),
        }
    }

    /// Who put the record with our token there: we with a credential, the provider by a template, or else the customer.
    async fn by_whom(&self, connection: &Connection, proof: &Proof) -> Result<ProofMethod, Refused> {
        if !proof.method.is_fresh_challenge() {
            return Ok(proof.method);
        }
        let standing = self.reader().standing_change_sets(connection.tenant, connection.id).await?;
        let offered = self.offered_proofs(connection);
        let wanted = offered.iter().find(|(method, _)| *method == proof.method).map(|(_, record)| &record.value);
        let is_wanted = |data: &RrData| wanted.is_some_and(|wanted| proof.method.accepts(wanted, &data.to_string()));
        let wrote = |change: &Change| {
            change.after.as_ref().is_some_and(|set| set.name == proof.name && set.data.iter().any(is_wanted))
        };
        if standing.iter().flat_map(|set| &set.changes).any(wrote) {
            return Ok(ProofMethod::Credential);
        }
        // Templates carry the TXT.
        let is_templates = proof.method == ProofMethod::Txt
            && self.reader().has_returned_from_provider(connection.tenant, connection.id).await?;
        Ok(if is_templates { ProofMethod::DomainConnect } else { proof.method })
    }

    /// Makes the proven connection the holder of its name.
    pub(super) async fn take(
        &self,
        connection: &Connection,
        proof: &Proof,
        route: Option<&Arc<RouteDraft>>,
        vouched: Option<&Vouched>,
    ) -> Result<Applied, Refused> {
        let delegated = proof.method == ProofMethod::AcmeCname;
        let proof = &Proof { method: self.by_whom(connection, proof).await?, ..proof.clone() };
        let findings = Findings {
            proof: Some(proof.clone()),
            vouched: vouched.cloned(),
            delegated: delegated.then_some(true),
            route: route.cloned(),
            ..Findings::default()
        };
        if !connection.fresh_proof
            && !proof.method.is_fresh_challenge()
            && self.judge_freshness(connection.clone()).await?.fresh_proof
        {
            // The name was let go while DNS was asked.
            return Err(Refused::Contended);
        }
        let holder = self.reader().holder(connection.hostname.as_str()).await?;
        let applied = match holder {
            None => self.apply(connection, Event::OwnershipProven, &findings).await,
            // A check at the same time was faster.
            Some(holder) if holder.id == connection.id => return Ok(Applied::Outdated),
            Some(_) if !connection.takeover => return Err(conflict(connection)),
            Some(holder) => self.take_over(connection, &holder, &findings).await,
        };
        match applied {
            // Somebody else proved the same name in the meantime.
            Err(Refused::Store(StoreError::Conflict(Conflict::Hostname))) => Err(conflict(connection)),
            other => other,
        }
    }

    /// Both sides of a transfer in one transaction.
    async fn take_over(
        &self,
        connection: &Connection,
        holder: &Connection,
        findings: &Findings,
    ) -> Result<Applied, Refused> {
        let (Ok(Some(away)), Ok(Some(here))) =
            (step(holder.standing(), Event::TakenAway), step(connection.standing(), Event::OwnershipTakenOver))
        else {
            return Ok(Applied::Outdated);
        };
        let lost = Findings {
            problem: Some(Problem {
                code: "transferred".into(),
                message: format!("{} was proven and taken over by another connection.", holder.hostname),
            }),
            ..Findings::default()
        };
        let mut tx = self.store.begin().await?;
        let written = async {
            self.commit_step(&mut tx, holder, away, &lost).await?;
            self.commit_step(&mut tx, connection, here, findings).await
        };
        match written.await {
            Ok(after) => {
                tx.commit().await?;
                Ok(Applied::Moved(Box::new(after)))
            }
            Err(StoreError::LostRace) => Ok(Applied::Outdated),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps what stands in the way, without a change of state.
    pub(crate) async fn note(&self, connection: &Connection, problem: &Problem) -> Result<Applied, Refused> {
        let now = self.now();
        let due_at = self.due_after(connection.state, connection.state_since, now);
        let mut tx = self.store.begin().await?;
        let kept = tx.note_check(connection, None, Some(problem), due_at, now).await?;
        if kept {
            self.observe_ownership(&mut tx, connection, Some(problem)).await?;
        }
        tx.commit().await?;
        Ok(if kept { Applied::Unchanged } else { Applied::Outdated })
    }

    /// Asks for every offered proof at once and takes the best verdict.
    async fn look_for_proof(&self, connection: &Connection) -> Result<Finding, Refused> {
        let offered = self.offered_proofs(connection);
        let (evidence, delegation) = tokio::join!(
            join_all(offered.into_iter().map(|(method, wanted)| self.gather(method, wanted))),
            self.look_at_delegation(connection)
        );
        let now = self.now();
        let (mut verdicts, mut lent) = (Vec::new(), None);
        for evidence in evidence {
            let mut verdict = judge_ownership(&evidence, now);
            if let OwnershipVerdict::Proven(proof) = &verdict
                && connection.fresh_proof
                && !self.is_fresh(connection, proof).await?
            {
                lent = Some(format!("{} {} is there, and was not published by hand.", proof.rtype, proof.name));
                verdict = OwnershipVerdict::NotSeen { found: vec![] };
            }
            verdicts.push((evidence, verdict));
        }
        let finding = match weigh(verdicts) {
            // Whoever has begun to publish the challenge CNAME wants to hear about that one.
            Finding::NotSeen(missing) if missing.code == "ownership_missing" && lent.is_none() => {
                Finding::NotSeen(delegation.begun().unwrap_or(missing))
            }
            finding => finding,
        };
        Ok(match finding {
            Finding::NotSeen(missing) if connection.fresh_proof => Finding::NotSeen(by_hand(connection, missing, lent)),
            finding => finding,
        })
    }

    /// Whether the proof is a fresh DNS challenge that the customer published.
    async fn is_fresh(&self, connection: &Connection, proof: &Proof) -> Result<bool, Refused> {
        Ok(self.by_whom(connection, proof).await?.is_fresh_challenge())
    }

    pub(crate) async fn gather(&self, method: ProofMethod, wanted: Record) -> OwnershipEvidence {
        let qtype = match wanted.rtype {
            RecordType::Cname => QueryType::Cname,
            _ => QueryType::Txt,
        };
        let sighting = self.observer.observe(&wanted.host, qtype).await;
        let sibling = match (wanted.rtype, wanted.host.split_once('.')) {
            (RecordType::Cname, Some((_, parent)))
                if method == ProofMethod::TrafficCname && points_at(&sighting, &wanted.value) =>
            {
                Some(self.observer.observe(&format!("{}.{parent}", self.chance.label()), qtype).await)
            }
            _ => None,
        };
        OwnershipEvidence { method, wanted, sighting, sibling }
    }
}

/// What is missing, with why less would not do. `lent` is what is there and does not count.
fn by_hand(connection: &Connection, missing: Problem, lent: Option<String>) -> Problem {
    let message = format!(
        "{} {}: publish one of ownership_proofs. What was written with a credential or by a provider's template does not count, nor does a \
         CNAME that leads visitors here.",
        lent.unwrap_or(missing.message),
        why_by_hand(connection)
    );
    Problem { code: missing.code, message }
}

fn conflict(connection: &Connection) -> Refused {
    Refused::HostnameConflict { hostname: connection.hostname.to_string() }
}

fn points_at(sighting: &Sighting, target: &str) -> bool {
    sighting.answers().any(|(_, answer)| answer.aliases.iter().chain(&answer.values).any(|alias| alias == target))
}

fn answer(connection: Connection, finding: Finding) -> Result<Connection, Refused> {
    match finding {
        Finding::Proven(_) => Ok(connection),
        Finding::Partly(problem) | Finding::NotSeen(problem) => Err(Refused::OwnershipNotFound(problem)),
        Finding::CouldNotAsk(problem) => Err(Refused::DnsUnreachable(problem)),
    }
}
