//! Connecting a name with a delegated credential: the challenge is written, seen at the zone's own servers, and then the records.
//!
//! The challenge comes first and alone: records that lead visitors replace what is there, and only who has proven the name may do
//! that. Everything is planned before anything is written, so that what stands in the way stops it before the first write.

use super::apply::{Applied, Findings, RACES_MAX, to_its_end};
use super::fresh_proof::why_by_hand;
use super::hand::{Hand, Trouble};
use super::write::{ZoneLease, planned};
use crate::{Control, Refused};
use nameplate_domain::connection::{Connection, Event, Problem, SetupType, State};
use nameplate_domain::delegated::{ChangeSet, Purpose, WriteStatus};
use nameplate_domain::records::{Record, RecordType};
use nameplate_domain::schedule::is_overdue;
use nameplate_domain::zone::{RrData, RrSet, RrType, Wish, ZoneContents, carried_out, names_to_read, undo};
use std::time::Duration;

/// How long a request waits for the automatic flow; it goes on without it.
const REQUEST_WAIT_MAX: Duration = Duration::from_secs(8);
/// Waits between looks for the challenge at the zone's own servers, before the workers take over.
const LOOK_AGAIN_AFTER: [Duration; 5] = [
    Duration::from_millis(50),
    Duration::from_millis(250),
    Duration::from_millis(700),
    Duration::from_millis(1500),
    Duration::from_secs(2),
];
/// Least time between tries that failed by something that passes.
const PAUSE_MIN: Duration = Duration::from_secs(15);

impl Control {
    /// [`Control::automate`], for a request: answers with how far it has come after a few seconds. A write that was begun is never
    /// broken off.
    pub(crate) async fn automate_for_request(&self, connection: Connection) -> Result<Connection, Refused> {
        let (control, begun) = (self.clone(), connection.clone());
        let flow = to_its_end(async move { control.automate(begun).await });
        match tokio::time::timeout(REQUEST_WAIT_MAX, flow).await {
            Ok(result) => result,
            Err(_) => self.read_again(&connection).await,
        }
    }

    /// The automatic flow, as far as it goes now. What passes is tried again by the workers; what does not is told, and the name goes on
    /// by hand.
    pub(crate) async fn automate(&self, connection: Connection) -> Result<Connection, Refused> {
        match Box::pin(self.write_for(connection.clone())).await? {
            Ok(after) => Ok(after),
            Err(trouble) => self.note_trouble(connection, trouble).await,
        }
    }

    /// Writes what the connection needs.
    pub(crate) async fn write_for(&self, connection: Connection) -> Result<Result<Connection, Trouble>, Refused> {
        let hand = match self.hand_for(&connection).await? {
            Ok(Some(hand)) => hand,
            Ok(None) => return Ok(Err(no_credential(&connection))),
            Err(trouble) => return Ok(Err(trouble)),
        };
        let lease = match self.lease_zone(&hand).await? {
            Ok(lease) => lease,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let result = self.write_with(connection, &hand, &lease).await;
        self.release_zone(lease).await;
        result
    }

    async fn write_with(
        &self,
        connection: Connection,
        hand: &Hand,
        lease: &ZoneLease,
    ) -> Result<Result<Connection, Trouble>, Refused> {
        // Somebody may have got further while this one waited.
        let connection = self.read_again(&connection).await?;
        if connection.state.is_terminal() {
            return Ok(Ok(connection));
        }
        let mut connection = self.judge_freshness(connection).await?;
        let is_to_be_proven = !connection.standing().proven;
        // Whoever comes second writes nothing: no record of theirs can change it.
        if is_to_be_proven
            && !connection.takeover
            && let Some(holder) = self.reader().holder(connection.hostname.as_str()).await?
            && holder.id != connection.id
        {
            return Err(Refused::HostnameConflict { hostname: connection.hostname.to_string() });
        }
        let wished = self.wished(&connection);
        let all = wished.all();
        let contents = match self.read_for(hand, &all).await {
            Ok(contents) => contents,
            Err(trouble) => return Ok(Err(trouble)),
        };
        self.settle_interrupted(&connection, &contents, &names_to_read(&hand.zone.name, &all)).await?;
        let wished = wished.without_taken(&contents);
        if let Err(trouble) = planned(&contents, &wished.all(), hand) {
            return Ok(Err(trouble));
        }
        if is_to_be_proven && connection.fresh_proof {
            return Ok(Err(self.not_served_yet(&connection, hand)));
        }
        let first = match planned(&contents, &wished.challenge, hand) {
            Ok(first) => first,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let contents = carried_out(&contents, &first);
        let receipt = match self.write(&connection, hand, lease, Purpose::Challenge, first).await? {
            Ok(receipt) => receipt,
            Err(trouble) => return Ok(Err(trouble)),
        };
        if is_to_be_proven {
            connection = self.look_until_proven(connection).await?;
            if !connection.standing().proven {
                return Ok(Err(self.not_served_yet(&connection, hand)));
            }
        }
        let second = match planned(&contents, &wished.records, hand) {
            Ok(second) => second,
            Err(trouble) => return Ok(Err(trouble)),
        };
        // Where nothing is written, nothing is announced again.
        if second.is_empty() && !matches!(connection.state, State::Verified | State::DnsWriting) {
            return Ok(Ok(connection));
        }
        connection = self.happen(connection, Event::WriteStarted, &Findings::default()).await?;
        match self.write(&connection, hand, lease, Purpose::Records, second).await? {
            Ok(_) => self.happen(connection, Event::WriteSucceeded, &Findings::default()).await.map(Ok),
            Err(trouble) => {
                // The zone is left as it was, the challenge too.
                if let (Trouble::Final(_), Some(receipt)) = (&trouble, receipt) {
                    self.take_back_challenge(&connection, hand, lease, &contents, &receipt).await?;
                }
                Ok(Err(trouble))
            }
        }
    }

    async fn take_back_challenge(
        &self,
        connection: &Connection,
        hand: &Hand,
        lease: &ZoneLease,
        contents: &ZoneContents,
        receipt: &ChangeSet,
    ) -> Result<(), Refused> {
        let Ok(back) = undo(contents, &receipt.changes) else { return Ok(()) };
        if self.write(connection, hand, lease, Purpose::Undo, back).await?.is_ok() {
            let mut tx = self.store.begin().await?;
            tx.finish_change_set(receipt.id, WriteStatus::Undone, None, self.now()).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Carries out an event of the write; one that has no place any more changes nothing.
    async fn happen(
        &self,
        mut connection: Connection,
        event: Event,
        findings: &Findings,
    ) -> Result<Connection, Refused> {
        for _ in 0..RACES_MAX {
            match self.apply(&connection, event, findings).await? {
                Applied::Moved(after) => return Ok(*after),
                Applied::Unchanged => return Ok(connection),
                Applied::Outdated => {
                    let now = self.read_again(&connection).await?;
                    if now.version == connection.version {
                        return Ok(now);
                    }
                    connection = now;
                }
            }
        }
        Err(Refused::Contended)
    }

    async fn look_until_proven(&self, mut connection: Connection) -> Result<Connection, Refused> {
        for pause in LOOK_AGAIN_AFTER {
            self.observer.forget(connection.hostname.base()).await;
            match self.verify(connection.clone()).await {
                Ok(proven) => return Ok(proven),
                Err(Refused::OwnershipNotFound(_) | Refused::DnsUnreachable(_)) => tokio::time::sleep(pause).await,
                Err(other) => return Err(other),
            }
        }
        connection = self.read_again(&connection).await?;
        Ok(connection)
    }

    fn not_served_yet(&self, connection: &Connection, hand: &Hand) -> Trouble {
        let message = match connection.fresh_proof {
            true => format!(
                "{}: publish the record in ownership_challenge. The other records are written then.",
                why_by_hand(connection)
            ),
            false => format!(
                "The ownership record was written at {} and is not yet at the name servers of {}. If this stays so, the domain is served elsewhere: compare its name servers.",
                hand.spec.name, hand.zone.name
            ),
        };
        Trouble::Passing { problem: Problem { code: "dns_write_spreading".into(), message }, wait: None }
    }

    /// Whether the challenge was written and only has to be seen: then looking is enough.
    pub(crate) async fn is_challenge_written(&self, connection: &Connection) -> Result<bool, Refused> {
        let standing = self.reader().standing_change_sets(connection.tenant, connection.id).await?;
        Ok(standing.iter().any(|set| set.purpose == Purpose::Challenge && set.status == WriteStatus::Applied))
    }

    /// Keeps what went wrong. What does not pass ends the automatic way: the customer goes on by hand.
    pub(crate) async fn note_trouble(&self, connection: Connection, trouble: Trouble) -> Result<Connection, Refused> {
        let connection = self.read_again(&connection).await?;
        if connection.state.is_terminal() {
            return Ok(connection);
        }
        let late = connection.state == State::DnsWriting
            && is_overdue(connection.state, self.now().since(connection.state_since));
        match trouble {
            Trouble::Passing { problem, wait } if !late => {
                let now = self.now();
                let usual = self.due_after(connection.state, connection.state_since, now);
                let due_at = usual.max(Some(now.plus(wait.unwrap_or_default().max(PAUSE_MIN))));
                let mut tx = self.store.begin().await?;
                tx.note_check(&connection, None, Some(&problem), due_at, now).await?;
                tx.commit().await?;
            }
            Trouble::Passing { problem, .. } | Trouble::Final(problem) => {
                let mut tx = self.store.begin().await?;
                tx.note_setup_type(connection.tenant, connection.id, SetupType::Manual).await?;
                tx.commit().await?;
                tracing::info!(connection.id = %connection.id, problem = problem.code, "A connection goes on by hand.");
                let findings = Findings { problem: Some(problem.clone()), ..Findings::default() };
                if connection.state == State::DnsWriting {
                    self.happen(connection.clone(), Event::WriteFailed, &findings).await?;
                } else {
                    self.note(&connection, &problem).await?;
                }
            }
        }
        self.read_again(&connection).await
    }
}

/// What the connection's records wish for: of those that lead visitors exactly these, of the others these among whatever is there.
pub(crate) fn record_wishes(connection: &Connection) -> Vec<Wish> {
    wishes_for(&connection.records)
}

/// As [`record_wishes`], for any records.
pub(crate) fn wishes_for(records: &[Record]) -> Vec<Wish> {
    let mut wishes: Vec<Wish> = Vec::new();
    for record in records {
        let Some(data) = data_of(record) else { continue };
        let rtype = RrType::from(record.rtype);
        if !rtype.leads_visitors() {
            wishes.push(Wish::Among { name: record.host.clone(), data, ttl: record.ttl });
            continue;
        }
        let same = wishes.iter_mut().find_map(|wish| match wish {
            Wish::Exactly(set) if set.is_at(&record.host, &rtype) => Some(set),
            _ => None,
        });
        match same {
            Some(set) => set.data.push(data),
            None => wishes.push(Wish::Exactly(RrSet::new(&record.host, rtype, record.ttl, vec![data]))),
        }
    }
    wishes
}

fn data_of(record: &Record) -> Option<RrData> {
    let text = match (record.rtype, record.priority) {
        (RecordType::Mx, priority) => format!("{} {}", priority.unwrap_or(10), record.value),
        _ => record.value.clone(),
    };
    RrData::parse(&RrType::from(record.rtype), &text).ok()
}

fn no_credential(connection: &Connection) -> Trouble {
    Trouble::Final(Problem {
        code: "no_credential".into(),
        message: format!(
            "The application has no credential that sees the zone of {}. Publish the records by hand, or store one and apply them again.",
            connection.hostname
        ),
    })
}
