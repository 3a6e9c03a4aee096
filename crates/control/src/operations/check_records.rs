//! Looking whether the desired records are there, and moving on when they are.

use super::apply::{Applied, Findings, RACES_MAX};
use super::hand::ended_automation;
use super::look_at_delegation::DelegationSeen;
use crate::{Control, Refused};
use futures_util::future::join_all;
use nameplate_domain::connection::{Connection, Event, Problem, SetupType, State};
use nameplate_domain::evidence::{
    ProofMethod, Propagation, QueryType, RecordEvidence, RecordReport, Sighting, Vantage, VantageReport, judge_record,
    overall, questions_for,
};
use nameplate_domain::records::{Record, RecordType};
use nameplate_domain::schedule::is_overdue;
use nameplate_domain::tenancy::{Caller, ConnectionId, Scope};
use nameplate_store::Signal;
use std::time::Duration;

/// How long a person's check waits for the certificate, so that it can answer `live`.
const CERTIFICATE_WAIT_MAX: Duration = Duration::from_secs(5);

/// Who asked for the check.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Asker {
    /// Somebody who wants to see the result: it is kept, resolvers are asked too.
    Person,
    /// A worker that has thousands to do: an unchanged result is not written.
    Worker,
}

impl Control {
    /// Checks the desired records now. When the last one is there, waits up to 5 s for the certificate, so that the answer
    /// can be `live`. An unproven connection is reported on and stays as it is.
    ///
    /// # Errors
    /// [`Refused::Ended`] for an archived or failed connection; [`Refused::NotFound`].
    pub async fn check_records(&self, caller: &Caller, id: ConnectionId) -> Result<Connection, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let connection = self.connection_of(caller, id).await?;
        let mut signals = self.store.signals().subscribe();
        self.observer.forget(connection.hostname.base()).await;
        let mut connection = self.on_behalf_of(caller).check(connection, Asker::Person).await?;
        let waited = tokio::time::timeout(CERTIFICATE_WAIT_MAX, async {
            while connection.state == State::IssuingCert {
                let hostname = connection.hostname.to_string();
                let about_it = |signal: &Signal| matches!(signal, Signal::Route(name) if *name == hostname);
                Self::wait_for_signal(&mut signals, about_it).await;
                connection = self.read_again(&connection).await?;
            }
            Ok::<_, Refused>(())
        });
        match waited.await {
            Ok(result) => result.map(|()| connection),
            Err(_) => self.read_again(&connection).await,
        }
    }

    /// The operation itself, for people and workers alike.
    pub(crate) async fn check(&self, mut connection: Connection, asker: Asker) -> Result<Connection, Refused> {
        if connection.state.is_terminal() {
            return Err(Refused::Ended(connection.state));
        }
        let (mut reports, delegation) =
            tokio::join!(self.look_at_records(&connection, asker), self.delegation_if_it_matters(&connection, asker));
        if asker == Asker::Worker {
            keep_resolvers(&connection.reports, &mut reports);
        }
        let event = self.event_of(&connection, &reports).await?;
        let mut problem = reports.iter().find_map(|report| report.problem.clone());
        match &delegation {
            Some(seen) => {
                if problem.is_none() && self.needs_delegation(&connection) {
                    problem = seen.problem().cloned();
                }
                reports.push(seen.to_report());
            }
            // Not looked at this time: what was seen last stays.
            None => reports
                .extend(connection.reports.iter().find(|seen| !connection.records.contains(&seen.record)).cloned()),
        }
        if let (Some(missing), Some(why)) = (&problem, &connection.problem)
            && missing.code == "record_missing"
            && ended_automation(why)
        {
            problem = Some(why.clone());
        }
        let delegated = delegation.as_ref().and_then(DelegationSeen::is_right);
        let findings = Findings { reports: Some(reports), problem, delegated, ..Findings::default() };
        for _ in 0..RACES_MAX {
            let applied = match event {
                Some(event) if connection.standing().proven => self.apply(&connection, event, &findings).await?,
                _ => Applied::Unchanged,
            };
            match applied {
                Applied::Moved(after) => return self.after_move(*after).await,
                Applied::Outdated => connection = self.read_again(&connection).await?,
                Applied::Unchanged => match self.keep(&connection, &findings, asker).await? {
                    Some(kept) => return self.time_out(kept).await,
                    None => connection = self.read_again(&connection).await?,
                },
            }
            if connection.state.is_terminal() {
                return Err(Refused::Ended(connection.state));
            }
        }
        Err(Refused::Contended)
    }

    /// Whether certificates of the name hang on the challenge CNAME: by the way it was proven, or because public authorities
    /// issue wildcards by DNS-01 only.
    fn needs_delegation(&self, connection: &Connection) -> bool {
        let proven_by_it = connection.proof.as_ref().is_some_and(|proof| proof.method == ProofMethod::AcmeCname);
        proven_by_it || (connection.hostname.is_wildcard() && !self.platform.ca_identities.is_empty())
    }

    /// A worker that watches live names asks about the challenge CNAME only where certificates hang on it.
    async fn delegation_if_it_matters(&self, connection: &Connection, asker: Asker) -> Option<DelegationSeen> {
        let matters = asker == Asker::Person
            || !is_steady(connection.state)
            || connection.delegated
            || self.needs_delegation(connection);
        if matters { Some(self.look_at_delegation(connection).await) } else { None }
    }

    async fn event_of(&self, connection: &Connection, reports: &[RecordReport]) -> Result<Option<Event>, Refused> {
        let state = connection.state;
        Ok(match overall(reports) {
            Propagation::Unknown => None,
            // They are about to be written: there is nothing to wait for yet.
            Propagation::Missing if state == State::Verified && connection.setup_type == SetupType::Automatic => None,
            Propagation::Missing => Some(Event::RecordsMissing),
            // A name that went live has left the question of edges behind it; most checks end here.
            Propagation::Propagated if is_steady(state) => Some(Event::RecordsPropagated),
            // An edge was there when this was ordered: silence for a minute is an outage, not somebody else's TLS.
            Propagation::Propagated if state == State::IssuingCert => Some(Event::RecordsPropagated),
            // The authority said no and named a time: until then there is nothing to order.
            Propagation::Propagated if state == State::Stalled && self.is_put_off(connection).await? => None,
            Propagation::Propagated if self.is_edge_attached().await? => Some(Event::RecordsPropagated),
            Propagation::Propagated => Some(Event::RecordsPropagatedNoEdge),
        })
    }

    /// Whether the last attempt at a certificate failed and the next one is not due yet.
    async fn is_put_off(&self, connection: &Connection) -> Result<bool, Refused> {
        let certificate = self.reader().certificate(connection.hostname.as_str()).await?;
        let retry_at = certificate.and_then(|certificate| certificate.trouble).and_then(|trouble| trouble.retry_at);
        Ok(retry_at.is_some_and(|at| at > self.now()))
    }

    /// Whether an edge has been heard of lately.
    pub(crate) async fn is_edge_attached(&self) -> Result<bool, Refused> {
        Ok(self.edges_attached().await? > 0)
    }

    /// A name that has a certificate already (it stalled, or was connected before) needs no new one to be live.
    async fn after_move(&self, connection: Connection) -> Result<Connection, Refused> {
        if connection.state != State::IssuingCert {
            return Ok(connection);
        }
        let certificate = self.reader().certificate(connection.hostname.as_str()).await?;
        let is_valid = certificate.is_some_and(|found| found.not_after.is_some_and(|end| end > self.now()));
        if !is_valid {
            return Ok(connection);
        }
        match self.apply(&connection, Event::CertificateStored, &Findings::default()).await? {
            Applied::Moved(live) => Ok(*live),
            Applied::Unchanged => Ok(connection),
            Applied::Outdated => self.read_again(&connection).await,
        }
    }

    /// Keeps what was seen without a change of state; `None` when the connection changed meanwhile.
    async fn keep(
        &self,
        connection: &Connection,
        findings: &Findings,
        asker: Asker,
    ) -> Result<Option<Connection>, Refused> {
        let reports = findings.reports.as_deref().unwrap_or_default();
        // The lease has written the next check already; see `lease_due`.
        let is_delegation_known = findings.delegated.is_none_or(|delegated| delegated == connection.delegated);
        if asker == Asker::Worker
            && is_steady(connection.state)
            && is_delegation_known
            && says_the_same(&connection.reports, reports)
        {
            return Ok(Some(connection.clone()));
        }
        let now = self.now();
        let due_at = self.due_after(connection.state, connection.state_since, now);
        // Without proof the ownership problem is what stands in the way; records come second.
        let problem = match connection.standing().proven {
            true => findings.problem.as_ref(),
            false => connection.problem.as_ref(),
        };
        let mut tx = self.store.begin().await?;
        let kept = tx.note_check(connection, Some(reports), problem, due_at, now).await?;
        if kept {
            self.observe_records(&mut tx, connection, reports).await?;
        }
        let delegated = findings.delegated.unwrap_or(connection.delegated);
        if kept && delegated != connection.delegated {
            tx.note_delegation(connection.tenant, connection.id, delegated).await?;
        }
        tx.commit().await?;
        Ok(kept.then(|| Connection {
            delegated,
            reports: reports.to_vec(),
            problem: problem.cloned(),
            checked_at: Some(now),
            due_at,
            updated_at: now,
            ..connection.clone()
        }))
    }

    async fn time_out(&self, connection: Connection) -> Result<Connection, Refused> {
        if !is_overdue(connection.state, self.now().since(connection.state_since)) {
            return Ok(connection);
        }
        let problem = connection.problem.clone().unwrap_or_else(|| Problem {
            code: "took_too_long".into(),
            message: format!("{} has been {} for too long. Checks go on.", connection.hostname, connection.state),
        });
        let findings = Findings { problem: Some(problem), ..Findings::default() };
        match self.apply(&connection, Event::TimedOut, &findings).await? {
            Applied::Moved(after) => Ok(*after),
            Applied::Unchanged | Applied::Outdated => self.read_again(&connection).await,
        }
    }

    pub(crate) async fn look_at_records(&self, connection: &Connection, asker: Asker) -> Vec<RecordReport> {
        let app_target = self.platform.app_target(connection.application);
        let wanted: Vec<&str> = connection.records.iter().map(|record| record.value.as_str()).collect();
        let gathered = connection.records.iter().map(|record| self.gather_record(record, &app_target, asker));
        let evidence: Vec<RecordEvidence> = join_all(gathered).await;
        evidence.iter().map(|evidence| judge_record(evidence, &app_target, &wanted)).collect()
    }

    async fn gather_record(&self, record: &Record, app_target: &str, asker: Asker) -> RecordEvidence {
        let satisfying = [record.value.as_str(), app_target];
        let follows = matches!(record.rtype, RecordType::A | RecordType::Aaaa | RecordType::Alias | RecordType::Cname);
        let host = probe_name(&record.host, || self.chance.label());
        let ask = async |qtype: QueryType| match follows {
            true => self.observer.follow(&host, qtype, &satisfying).await,
            false => self.observer.observe(&host, qtype).await,
        };
        let asked = questions_for(record.rtype);
        let host_sightings = join_all(asked.iter().map(|qtype| ask(*qtype))).await;
        // Where resolvers decide (a closed network), they have been asked already.
        let resolvers = match (asker, asked.first()) {
            (Asker::Person, Some(qtype)) if is_from_the_zone(&host_sightings) => {
                vec![self.observer.observe_resolvers(&host, *qtype).await]
            }
            _ => vec![],
        };
        let targets = match record.rtype {
            RecordType::Cname | RecordType::Alias if has_own_addresses(&host_sightings) => {
                self.addresses_of(&satisfying).await
            }
            _ => vec![],
        };
        RecordEvidence { record: record.clone(), host: host_sightings, resolvers, targets }
    }

    async fn addresses_of(&self, names: &[&str]) -> Vec<Sighting> {
        let questions = names.iter().flat_map(|name| [(name, QueryType::A), (name, QueryType::Aaaa)]);
        join_all(questions.map(|(name, qtype)| self.observer.follow(name, qtype, &[]))).await
    }
}

/// Whether nothing is awaited in this state, only watched.
fn is_steady(state: State) -> bool {
    matches!(state, State::Live | State::Drifted)
}

/// The name to ask about: itself, or any one name that a wildcard covers.
pub(crate) fn probe_name(host: &str, label: impl FnOnce() -> String) -> String {
    host.strip_prefix("*.").map_or_else(|| host.to_owned(), |parent| format!("{}.{parent}", label()))
}

fn is_from_the_zone(sightings: &[Sighting]) -> bool {
    let mut replies = sightings.iter().flat_map(|sighting| &sighting.replies);
    replies.any(|reply| reply.server.vantage == Vantage::Authoritative)
}

/// Whether some server answers with addresses directly, as providers do that flatten.
fn has_own_addresses(sightings: &[Sighting]) -> bool {
    sightings
        .iter()
        .flat_map(Sighting::answers)
        .any(|(_, answer)| answer.aliases.is_empty() && !answer.values.is_empty())
}

/// What resolvers said when a person last asked stays with the record, under its own time: workers do not ask them.
fn keep_resolvers(before: &[RecordReport], now: &mut [RecordReport]) {
    let is_resolver = |vantage: &&VantageReport| vantage.server.vantage == Vantage::Resolver;
    for report in now {
        let seen_before = before.iter().find(|before| before.record == report.record);
        if !report.vantages.iter().any(|vantage| is_resolver(&vantage)) {
            report.vantages.extend(seen_before.iter().flat_map(|before| &before.vantages).filter(is_resolver).cloned());
        }
    }
}

fn says_the_same(before: &[RecordReport], now: &[RecordReport]) -> bool {
    before.len() == now.len()
        && before.iter().zip(now).all(|(a, b)| {
            (a.propagation, &a.observed_value, &a.problem) == (b.propagation, &b.observed_value, &b.problem)
        })
}
