//! The story of a connection, merged from everything that keeps a trace of it.

use crate::{Control, Refused};
use nameplate_domain::connection::{Connection, State};
use nameplate_domain::delegated::ChangeSet;
use nameplate_domain::evidence::ProofMethod;
use nameplate_domain::observation::{Observation, Seen};
use nameplate_domain::tenancy::Who;
use nameplate_domain::time::Timestamp;
use nameplate_domain::timeline::{Kind, Moment, title};
use nameplate_domain::webhook::Delivery;
use nameplate_store::{AuditEntry, AuditFilter, DeliveryFilter, Page, StoredEvent};
use serde_json::{Value, json};
use uuid::Uuid;

/// One entry of the story.
#[derive(Clone, PartialEq, Debug)]
pub struct TimelineEntry {
    /// Identifier; entries of one instant are in its order.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// What kind of thing.
    pub kind: Kind,
    /// What happened, in a sentence.
    pub title: String,
    /// By whom, where that is known.
    pub who: Option<Who>,
    /// The event, change set or delivery.
    pub ref_id: Option<Uuid>,
    /// The details: an object.
    pub data: Value,
}

impl Control {
    /// What happened to a connection, newest first. Every source is read from the same place on, in the order of time and identifier,
    /// which never change: a page begins where the one before ended, whatever was added meanwhile.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn tell_timeline(&self, connection: &Connection, page: Page) -> Result<Vec<TimelineEntry>, Refused> {
        let (reader, tenant, id) = (self.reader(), connection.tenant, connection.id);
        let about_it = AuditFilter { target_id: Some(id.to_string()), ..AuditFilter::default() };
        let sent = DeliveryFilter { connection: Some(id), ..DeliveryFilter::default() };
        let (deeds, events, observations, writes, deliveries) = tokio::try_join!(
            reader.audit(tenant, &about_it, page),
            reader.events_of_connection(tenant, id, page),
            reader.observations(tenant, id, page),
            reader.change_sets(tenant, id, page),
            reader.webhook_deliveries(tenant, &sent, page),
        )?;
        let mut story: Vec<TimelineEntry> = deeds.into_iter().map(of_deed).collect();
        story.extend(events.into_iter().map(of_event));
        story.extend(observations.into_iter().map(of_observation));
        story.extend(writes.into_iter().map(of_change_set));
        story.extend(deliveries.into_iter().map(of_delivery));
        story.sort_unstable_by_key(|entry| std::cmp::Reverse((entry.at, entry.id)));
        story.truncate(usize::try_from(page.limit).unwrap_or(usize::MAX));
        Ok(story)
    }
}

/// A step has the state before; everything else that somebody did has not.
fn of_deed(deed: AuditEntry) -> TimelineEntry {
    let verb = deed.action.split_once('.').map_or(deed.action.as_str(), |(_, verb)| verb);
    let text = |value: &Option<Value>, field: &str| Some(value.as_ref()?.get(field)?.as_str()?.to_owned());
    let from = text(&deed.before, "state").and_then(|name| State::from_name(&name));
    let (kind, title) = match (from, State::from_name(verb)) {
        (Some(from), Some(to)) => {
            let method = text(&deed.after, "proof");
            let proof = ProofMethod::ALL.into_iter().find(|known| Some(known.as_str()) == method.as_deref());
            let problem = text(&deed.after, "problem");
            let moment = Moment::Transition { from, to, proof, problem: problem.as_deref() };
            (Kind::Transition, title(&moment))
        }
        _ => (Kind::Action, title(&Moment::Action(verb))),
    };
    let data = json!({"action": deed.action, "before": deed.before, "after": deed.after});
    TimelineEntry { id: deed.id.0, at: deed.at, kind, title, who: Some(deed.who), ref_id: None, data }
}

fn of_event(event: StoredEvent) -> TimelineEntry {
    TimelineEntry {
        id: event.id.0,
        at: event.created_at,
        kind: Kind::Event,
        title: title(&Moment::Event(event.kind)),
        who: None,
        ref_id: Some(event.id.0),
        data: json!({"type": event.kind.as_str(), "data": event.data}),
    }
}

fn of_observation(observation: Observation) -> TimelineEntry {
    let kind = match observation.seen {
        Seen::Records { .. } | Seen::Ownership { .. } => Kind::Observation,
        Seen::CertificateStored { .. } | Seen::CertificateFailed { .. } | Seen::CertificateRemoved => Kind::Certificate,
    };
    TimelineEntry {
        id: observation.id.0,
        at: observation.at,
        kind,
        title: title(&Moment::Seen(&observation.seen)),
        who: None,
        ref_id: None,
        data: shown(observation.seen),
    }
}

/// As it is kept, but for instants, which are text in the API.
fn shown(seen: Seen) -> Value {
    let instant = |at: Timestamp| at.to_string();
    match seen {
        Seen::CertificateStored { issuer, serial, not_after, renew_at, renewal } => json!({
            "of": "certificate_stored", "issuer": issuer, "serial": serial, "not_after": instant(not_after),
            "next_renewal": renew_at.map(instant), "renewal": renewal,
        }),
        Seen::CertificateFailed { code, message, actor, retry_at } => json!({
            "of": "certificate_failed", "code": code, "message": message, "actor": actor, "retry_at": retry_at.map(instant),
        }),
        other => json!(other),
    }
}

fn of_change_set(set: ChangeSet) -> TimelineEntry {
    TimelineEntry {
        id: set.id.0,
        at: set.created_at,
        kind: Kind::ChangeSet,
        title: title(&Moment::ChangeSet { purpose: set.purpose, status: set.status, zone: &set.zone }),
        who: None,
        ref_id: Some(set.id.0),
        data: json!({
            "provider": set.provider, "zone": set.zone, "purpose": set.purpose, "status": set.status, "changes": set.changes.len(),
            "problem": set.problem, "finished_at": set.finished_at.map(|at| at.to_string()),
        }),
    }
}

fn of_delivery(delivery: Delivery) -> TimelineEntry {
    let Delivery { kind: event, status, last_status, attempts, .. } = &delivery;
    TimelineEntry {
        id: delivery.id.0,
        at: delivery.created_at,
        kind: Kind::Delivery,
        title: title(&Moment::Delivery { event, status: *status, last_status: *last_status, attempts: *attempts }),
        who: None,
        ref_id: Some(delivery.id.0),
        data: json!({
            "type": event, "status": status.as_str(), "attempts": attempts, "last_status": last_status,
            "last_problem": delivery.last_problem, "endpoint_id": delivery.endpoint, "event_id": delivery.event,
            "finished_at": delivery.finished_at.map(|at| at.to_string()),
        }),
    }
}
