//! Taking a host name down and leaving its zone tidy: what dangles is told, and what we wrote is removed where that is wished.
//!
//! The end comes first, since nothing may be served any more from then on; the zone is tidied after it. What is still to be done is
//! written together with the end, so that a process that dies in between leaves it to the workers.

use super::apply::{Findings, to_its_end};
use super::dangling::DanglingRecord;
use super::hand::{Hand, Trouble};
use super::write::ZoneLease;
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::connection::{Connection, Problem};
use nameplate_domain::delegated::{ChangeSet, Purpose, WriteStatus};
use nameplate_domain::tenancy::{Caller, ChangeSetId, ConnectionId, Scope};
use nameplate_domain::time::Timestamp;
use nameplate_domain::zone::{Change, LeftAlone, RrSet, Wish, ZoneContents, is_carried_out, removal};
use nameplate_store::Page;
use serde_json::json;
use std::time::Duration;

/// How long a request waits for the removal; the workers go on without it.
const REQUEST_WAIT_MAX: Duration = Duration::from_secs(15);
/// How long workers leave a removal to the request that wants it, and least time between tries.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(60);
/// For how long it is tried.
const TRIED_FOR: Duration = Duration::from_hours(24);
/// Newest change sets among which interrupted removals are looked for.
const LOOKED_THROUGH: u32 = 20;

/// Problem of an archived connection whose records are still to be removed.
const UNFINISHED: &str = "cleanup_unfinished";

/// What became of a host name that was taken down.
#[derive(Clone, PartialEq, Debug)]
pub struct Offboarded {
    /// The connection, archived.
    pub connection: Connection,
    /// Records that still lead to the platform, or were there when DNS was last asked.
    pub dangling: Vec<DanglingRecord>,
    /// What was removed; `None` when that was not wished.
    pub cleanup: Option<Cleanup>,
}

/// The removal of what was written with a credential.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cleanup {
    /// How far it has come.
    pub status: CleanupStatus,
    /// The values that were removed, as sets.
    pub removed: Vec<RrSet>,
    /// What was left alone, and why.
    pub left: Vec<LeftAlone>,
    /// The receipt; `None` when there was nothing to remove.
    pub change_set: Option<ChangeSetId>,
    /// Why it is not done.
    pub problem: Option<Problem>,
}

/// How far a removal has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CleanupStatus {
    /// Nothing is left to do.
    Done,
    /// It is tried again by itself.
    Pending,
    /// Somebody has to do something.
    Failed,
}

impl CleanupStatus {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Pending => "pending",
            Self::Failed => "failed",
        }
    }
}

impl Control {
    /// Archives a connection and says which DNS records dangle. With `cleanup`, exactly those that we wrote for it are removed with a
    /// credential of its application. An archived connection can be asked for again: what is left is told, or removed.
    ///
    /// # Errors
    /// As [`Control::archive_connection`], which says what `detach` does. With `cleanup`, where something was written and before anything
    /// is done: [`Refused::NoCredential`] when no credential sees the zone, [`Refused::ProviderFailed`] when the provider cannot be asked.
    pub async fn offboard_connection(
        &self,
        caller: &Caller,
        id: ConnectionId,
        cleanup: bool,
        detach: bool,
    ) -> Result<Offboarded, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let connection = self.connection_of(caller, id).await?;
        if !cleanup {
            let connection = self.archive_connection(caller, id, detach).await?;
            let dangling = self.dangling_records(&connection, &[]).await?;
            return Ok(Offboarded { connection, dangling, cleanup: None });
        }
        self.plan_release(&connection, detach).await?;
        let hand = match self.hand_or_refusal(&connection).await {
            Ok(hand) => hand,
            // Who wrote nothing has nothing to remove, and needs no credential for it.
            Err(_) if self.reader().standing_change_sets(connection.tenant, connection.id).await?.is_empty() => {
                let connection = self.archive_connection(caller, id, detach).await?;
                let dangling = self.dangling_records(&connection, &[]).await?;
                return Ok(Offboarded { connection, dangling, cleanup: Some(Cleanup::nothing()) });
            }
            Err(refused) => return Err(refused),
        };
        let now = self.now();
        let findings = Findings {
            problem: Some(unfinished(&connection)),
            due_at: Some(now.plus(TRY_AGAIN_AFTER)),
            ..Findings::default()
        };
        let archived = self.archive_with(caller, id, detach, &findings).await?;
        if archived.problem != findings.problem {
            // It had ended before: what is to be removed is written down now.
            let mut tx = self.store.begin().await?;
            tx.note_check(&archived, None, findings.problem.as_ref(), findings.due_at, now).await?;
            tx.commit().await?;
        }
        let (control, begun, by) = (self.clone(), archived.clone(), caller.clone());
        let work = to_its_end(async move { control.remove_written(&by, &begun, &hand, now).await });
        let cleanup = match tokio::time::timeout(REQUEST_WAIT_MAX, work).await {
            Ok(done) => done?,
            Err(_) => Cleanup::waiting(unfinished(&archived)),
        };
        let dangling = self.dangling_records(&archived, &cleanup.removed).await?;
        let connection = self.read_again(&archived).await?;
        Ok(Offboarded { connection, dangling, cleanup: Some(cleanup) })
    }

    /// Goes on with a removal that a request could not finish.
    pub(crate) async fn go_on_cleaning_up(&self, connection: Connection) -> Result<(), Refused> {
        if connection.problem.as_ref().is_none_or(|problem| problem.code != UNFINISHED) {
            return Ok(());
        }
        let (caller, since) = (Caller::system(connection.tenant), connection.state_since);
        match self.hand_for(&connection).await? {
            Ok(Some(hand)) => self.remove_written(&caller, &connection, &hand, since).await.map(drop),
            Ok(None) => {
                let message = "No credential sees the zone any more. Remove the records by hand.".to_owned();
                let problem = Problem { code: "no_credential".into(), message };
                self.end_cleanup(&connection, Trouble::Final(problem), since).await.map(drop)
            }
            Err(trouble) => self.end_cleanup(&connection, trouble, since).await.map(drop),
        }
    }

    /// Removes what was written for the connection, under the zone's lease. It is to be removed since `since`.
    async fn remove_written(
        &self,
        caller: &Caller,
        connection: &Connection,
        hand: &Hand,
        since: Timestamp,
    ) -> Result<Cleanup, Refused> {
        let lease = match self.lease_zone(hand).await? {
            Ok(lease) => lease,
            Err(trouble) => return self.end_cleanup(connection, trouble, since).await,
        };
        let result = self.remove_with(caller, connection, hand, &lease).await;
        self.release_zone(lease).await;
        match result? {
            Ok(cleanup) => Ok(cleanup),
            Err(trouble) => self.end_cleanup(connection, trouble, since).await,
        }
    }

    async fn remove_with(
        &self,
        caller: &Caller,
        connection: &Connection,
        hand: &Hand,
        lease: &ZoneLease,
    ) -> Result<Result<Cleanup, Trouble>, Refused> {
        let mut sets = self.reader().standing_change_sets(connection.tenant, connection.id).await?;
        sets.reverse();
        let (here, elsewhere): (Vec<ChangeSet>, Vec<ChangeSet>) =
            sets.into_iter().partition(|set| set.provider == hand.spec.key && set.zone == hand.zone.name);
        let holder = self.reader().holder(connection.hostname.as_str()).await?;
        let done: Vec<Change> = here.iter().flat_map(|set| &set.changes).cloned().collect();
        let wishes: Vec<Wish> = done.iter().filter_map(to_be_read).collect();
        let contents = match self.read_for(hand, &wishes).await {
            Ok(contents) => contents,
            Err(trouble) => return Ok(Err(trouble)),
        };
        self.settle_removals(connection, &contents).await?;
        let mut way = removal(&contents, &done);
        if holder.is_some() {
            way.changes.retain(|change| {
                let leads = change.key().is_some_and(|(_, rtype)| rtype.leads_visitors());
                if let (true, Some(set)) = (leads, &change.before) {
                    let why = format!("{} is connected again, and this leads its visitors", connection.hostname);
                    way.left.push(LeftAlone { set: set.clone(), why });
                }
                !leads
            });
        }
        for set in elsewhere.iter().flat_map(|set| &set.changes).filter_map(|change| change.after.clone()) {
            way.left.push(LeftAlone { set, why: "it was written at another provider or in another zone".into() });
        }
        let removed = way.changes.iter().filter_map(gone).collect();
        let receipt = match self.write(connection, hand, lease, Purpose::Cleanup, way.changes).await? {
            Ok(receipt) => receipt,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let cleanup = Cleanup {
            status: CleanupStatus::Done,
            removed,
            left: way.left,
            change_set: receipt.map(|receipt| receipt.id),
            problem: None,
        };
        self.keep_cleanup(caller, connection, &here, &cleanup).await?;
        Ok(Ok(cleanup))
    }

    /// Ends the receipts of what was removed, and the connection's own note of it.
    async fn keep_cleanup(
        &self,
        caller: &Caller,
        connection: &Connection,
        sets: &[ChangeSet],
        cleanup: &Cleanup,
    ) -> Result<(), Refused> {
        let now = self.now();
        let is_left = |change: &Change| {
            change.key().is_some_and(|(name, rtype)| cleanup.left.iter().any(|left| left.set.is_at(name, rtype)))
        };
        let mut tx = self.store.begin().await?;
        for set in sets.iter().filter(|set| !set.changes.iter().any(is_left)) {
            tx.finish_change_set(set.id, WriteStatus::Undone, None, now).await?;
        }
        if connection.problem.as_ref().is_none_or(|problem| problem.code != "transferred") {
            tx.note_check(connection, None, None, None, now).await?;
        }
        let names = |sets: &mut dyn Iterator<Item = &RrSet>| -> Vec<String> {
            sets.map(|set| format!("{} {}", set.rtype, set.name)).collect()
        };
        let deed = Deed::new("connection.cleanup", connection.id).to(json!({
            "hostname": connection.hostname.as_str(),
            "removed": names(&mut cleanup.removed.iter()),
            "left": names(&mut cleanup.left.iter().map(|left| &left.set)),
            "change_set_id": cleanup.change_set,
        }));
        self.audit(&mut tx, caller, deed).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Keeps why a removal is not done; what passes is tried again by the workers.
    async fn end_cleanup(
        &self,
        connection: &Connection,
        trouble: Trouble,
        since: Timestamp,
    ) -> Result<Cleanup, Refused> {
        let now = self.now();
        let is_late = now.since(since) >= TRIED_FOR;
        let told = |problem: &Problem| format!("The records were not removed: {}", problem.message);
        let (status, problem, due_at) = match trouble {
            Trouble::Passing { problem, wait } if !is_late => {
                let message = format!("{} It is tried again.", told(&problem));
                let due_at = now.plus(wait.unwrap_or_default().max(TRY_AGAIN_AFTER));
                (CleanupStatus::Pending, Problem { code: UNFINISHED.into(), message }, Some(due_at))
            }
            Trouble::Passing { problem, .. } | Trouble::Final(problem) => {
                let message = format!("{} Remove them by hand.", told(&problem));
                (CleanupStatus::Failed, Problem { code: "cleanup_failed".into(), message }, None)
            }
        };
        let mut tx = self.store.begin().await?;
        tx.note_check(connection, None, Some(&problem), due_at, now).await?;
        tx.commit().await?;
        Ok(Cleanup { status, ..Cleanup::waiting(problem) })
    }

    /// Ends receipts of removals that a process left behind in the middle, by what stands in the zone.
    async fn settle_removals(&self, connection: &Connection, contents: &ZoneContents) -> Result<(), Refused> {
        let newest = self.reader().change_sets(connection.tenant, connection.id, Page::first(LOOKED_THROUGH)).await?;
        let begun = |set: &&ChangeSet| set.purpose == Purpose::Cleanup && set.status == WriteStatus::Applying;
        for set in newest.iter().filter(begun) {
            let status = match set.changes.iter().all(|change| is_carried_out(contents, change)) {
                true => WriteStatus::Applied,
                false => WriteStatus::Failed,
            };
            let mut tx = self.store.begin().await?;
            tx.finish_change_set(set.id, status, None, self.now()).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

impl Cleanup {
    /// Nothing was to be removed.
    const fn nothing() -> Self {
        Self { status: CleanupStatus::Done, removed: vec![], left: vec![], change_set: None, problem: None }
    }

    fn waiting(problem: Problem) -> Self {
        let status = CleanupStatus::Pending;
        Self { status, removed: vec![], left: vec![], change_set: None, problem: Some(problem) }
    }
}

fn unfinished(connection: &Connection) -> Problem {
    Problem {
        code: UNFINISHED.into(),
        message: format!("The records that were written for {} are being removed.", connection.hostname),
    }
}

fn to_be_read(change: &Change) -> Option<Wish> {
    let (name, rtype) = change.key()?;
    Some(Wish::Nothing { name: name.to_owned(), rtype: rtype.clone() })
}

/// The values that a change takes away.
fn gone(change: &Change) -> Option<RrSet> {
    let before = change.before.as_ref()?;
    let stays = |data: &_| change.after.as_ref().is_some_and(|after| after.data.contains(data));
    let data = before.data.iter().filter(|data| !stays(data)).cloned().collect();
    Some(RrSet::new(&before.name, before.rtype.clone(), before.ttl, data))
}
