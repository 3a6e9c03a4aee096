//! Carrying out one event: the machine decides, the store writes, once.

use super::import_name::Vouched;
use super::routes::RouteDraft;
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::connection::{Connection, Effect, Event, Problem, State, Step, step};
use nameplate_domain::evidence::{Proof, RecordReport};
use nameplate_domain::schedule::next_check_in;
use nameplate_domain::tenancy::EventId;
use nameplate_domain::time::Timestamp;
use nameplate_store::{StepValues, StoreError, Tx};
use std::sync::Arc;
use std::time::Duration;
use tracing::Instrument as _;

/// How often an operation reads a connection again after losing a race for it.
pub(crate) const RACES_MAX: usize = 8;

/// What was found out on the way to an event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    pub(crate) proof: Option<Proof>,
    pub(crate) reports: Option<Vec<RecordReport>>,
    pub(crate) problem: Option<Problem>,
    /// Whether the challenge CNAME is right, if that was looked at.
    pub(crate) delegated: Option<bool>,
    /// When a worker shall look, if not when the next state says.
    pub(crate) due_at: Option<Timestamp>,
    /// The route that is to serve the name once the connection holds it.
    pub(crate) route: Option<Arc<RouteDraft>>,
    /// What the operator showed who proved the name by its word.
    pub(crate) vouched: Option<Vouched>,
}

/// What became of an event.
#[derive(Debug)]
pub(crate) enum Applied {
    /// The connection is now this.
    Moved(Box<Connection>),
    /// The event changes nothing.
    Unchanged,
    /// Somebody else changed the connection first, or it cannot happen (any more): read it again.
    Outdated,
}

/// Starts `work`, which runs to its end even when the request that wants it goes away: a write that was begun is never broken off.
pub(crate) fn to_its_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, Refused>> + Send + 'static,
) -> impl Future<Output = Result<T, Refused>> {
    let task = tokio::spawn(work.in_current_span());
    async move {
        match task.await {
            Ok(result) => result,
            Err(ended) => match ended.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // The process stops.
                Err(_) => Err(Refused::Contended),
            },
        }
    }
}

impl Control {
    /// Carries out `event` in a transaction of its own.
    pub(crate) async fn apply(
        &self,
        before: &Connection,
        event: Event,
        findings: &Findings,
    ) -> Result<Applied, Refused> {
        let next = match step(before.standing(), event) {
            Ok(Some(next)) => next,
            Ok(None) => return Ok(Applied::Unchanged),
            Err(refused) => {
                tracing::debug!(connection.id = %before.id, "Refused an event: {refused}.");
                return Ok(Applied::Outdated);
            }
        };
        let mut tx = self.store.begin().await?;
        match self.commit_step(&mut tx, before, next, findings).await {
            Ok(after) => {
                tx.commit().await?;
                tracing::info!(connection.id = %after.id, connection.state = %after.state, event = %event, "A connection moved.");
                Ok(Applied::Moved(Box::new(after)))
            }
            Err(StoreError::LostRace) => Ok(Applied::Outdated),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes one step into `tx`.
    pub(crate) async fn commit_step(
        &self,
        tx: &mut Tx,
        before: &Connection,
        next: Step,
        findings: &Findings,
    ) -> Result<Connection, StoreError> {
        let now = self.now();
        let announced = next.effects.iter().filter(|effect| matches!(effect, Effect::Announce(_))).count();
        // Identifiers of one millisecond have no order by themselves; readers get events in theirs.
        let mut event_ids: Vec<EventId> = (0..announced).map(|_| EventId(self.chance.id(now))).collect();
        event_ids.sort_unstable();
        let values = StepValues {
            proof: findings.proof.clone(),
            reports: findings.reports.clone(),
            problem: findings.problem.clone(),
            due_at: findings.due_at.or_else(|| self.due_after(next.to, now, now)),
            now,
            event_ids: &event_ids,
        };
        let after = tx.commit_step(before, next, values).await?;
        self.audit_own(tx, after.tenant, Deed::step(before, &after)).await?;
        if let Some(vouched) = &findings.vouched {
            self.audit_own(tx, after.tenant, Deed::new("connection.vouch", after.id).to(vouched.shown())).await?;
        }
        self.observe_records(tx, before, findings.reports.as_deref().unwrap_or_default()).await?;
        self.observe_ownership(tx, before, findings.problem.as_ref().filter(|_| !after.state.is_terminal())).await?;
        let (held, holds) = (before.standing().holds_claim(), after.standing().holds_claim());
        if held && !holds {
            Box::pin(self.let_routes_go(tx, &after)).await?;
        }
        let after = match findings.route.as_ref().filter(|_| holds && !held) {
            Some(route) => {
                Box::pin(self.write_route(tx, route)).await?;
                // That a route takes the name up counts as a change of its connection.
                Connection { version: after.version + 1, ..after }
            }
            None => after,
        };
        match findings.delegated.filter(|delegated| *delegated != before.delegated) {
            Some(delegated) => {
                tx.note_delegation(after.tenant, after.id, delegated).await?;
                Ok(Connection { delegated, ..after })
            }
            None => Ok(after),
        }
    }

    /// When to look again at a connection that entered `state` at `since`.
    pub(crate) fn due_after(&self, state: State, since: Timestamp, now: Timestamp) -> Option<Timestamp> {
        // Proof was just seen, so the person is at it: the other records may be there already.
        if state == State::Verified && now == since {
            return Some(now);
        }
        next_check_in(state, now.since(since), self.chance.fraction()).map(|wait: Duration| now.plus(wait))
    }

    /// The connection as it is now.
    pub(crate) async fn read_again(&self, before: &Connection) -> Result<Connection, Refused> {
        self.reader().connection(before.tenant, before.id).await?.ok_or(Refused::NotFound("connection"))
    }
}
