//! One write to a customer's zone: under the zone's lease, with a receipt.

use super::hand::{Hand, Trouble};
use crate::audit::Deed;
use crate::fleet::Share;
use crate::{Control, Refused};
use nameplate_domain::connection::{Connection, Problem};
use nameplate_domain::delegated::{ChangeSet, Purpose, WriteStatus};
use nameplate_domain::tenancy::ChangeSetId;
use nameplate_domain::zone::{
    Abilities, Change, Obstacle, TtlRange, Wish, ZoneContents, is_carried_out, names_to_read, plan,
};
use nameplate_providers::{Left, Part, carry_out};
use nameplate_store::StoreError;
use serde_json::json;
use std::time::Duration;
use tokio::task::AbortHandle;
use tracing::Instrument as _;
use uuid::Uuid;

/// How long a writer keeps a zone from others without a word. It speaks up while it lives; who dies is waited for so long.
const LEASE: Duration = Duration::from_secs(20);
/// How often a writer speaks up.
const PROLONGED_EVERY: Duration = Duration::from_secs(5);
/// How often, and how long apart, a zone that another writer has is asked for.
const ASK_AGAIN_AFTER: [Duration; 4] =
    [Duration::from_millis(100), Duration::from_millis(300), Duration::from_millis(800), Duration::from_millis(1500)];

const ANOTHER: &str = "Another write to this zone is under way; this one waits for its turn.";

/// The right to write a zone, kept up until it is dropped.
#[derive(Debug)]
pub(crate) struct ZoneLease {
    name: String,
    holder: Uuid,
    keeper: AbortHandle,
    _share: Share,
}

impl Drop for ZoneLease {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

impl Control {
    /// Takes the hand's zone, within the share of the writes that the tenant and the provider have.
    pub(crate) async fn lease_zone(&self, hand: &Hand) -> Result<Result<ZoneLease, Trouble>, Refused> {
        let Some(share) = self.fleet.share(hand.credential.tenant, hand.spec.key) else {
            return Ok(Err(waiting("Many writes at this provider are under way; this one waits for its turn.")));
        };
        let (name, holder) = (hand.lease_name(), self.chance.id(self.now()));
        let mut pauses = ASK_AGAIN_AFTER.into_iter();
        loop {
            let now = self.now();
            let mut tx = self.store.begin().await?;
            let is_taken = tx.lease_zone(&name, holder, now.plus(LEASE), now).await?;
            tx.commit().await?;
            match (is_taken, pauses.next()) {
                (true, _) => {
                    let keeper = self.keep_up(name.clone(), holder);
                    return Ok(Ok(ZoneLease { name, holder, keeper, _share: share }));
                }
                (false, None) => return Ok(Err(waiting(ANOTHER))),
                (false, Some(pause)) => tokio::time::sleep(pause).await,
            }
        }
    }

    fn keep_up(&self, zone: String, holder: Uuid) -> AbortHandle {
        let control = self.clone();
        let keeping = async move {
            loop {
                tokio::time::sleep(PROLONGED_EVERY).await;
                let prolonged = async {
                    let mut tx = control.store.begin().await?;
                    tx.prolong_zone_lease(&zone, holder, control.now().plus(LEASE)).await?;
                    tx.commit().await
                };
                // That it could not be is met again before the next write.
                let _: Result<(), StoreError> = prolonged.await;
            }
        };
        let kept = tokio::spawn(keeping.in_current_span());
        kept.abort_handle()
    }

    /// Gives the zone back. That it could not be is no harm: the lease ends by itself.
    pub(crate) async fn release_zone(&self, lease: ZoneLease) {
        let released = async {
            let mut tx = self.store.begin().await?;
            tx.release_zone(&lease.name, lease.holder).await?;
            tx.commit().await
        };
        if let Err(error) = released.await {
            tracing::debug!(
                error = &error as &dyn std::error::Error,
                zone = lease.name,
                "A zone's lease was not given back."
            );
        }
    }

    /// Carries out `changes` under the zone's lease, which is prolonged, and keeps the receipt. Without changes there is nothing to do
    /// and no receipt.
    pub(crate) async fn write(
        &self,
        connection: &Connection,
        hand: &Hand,
        lease: &ZoneLease,
        purpose: Purpose,
        changes: Vec<Change>,
    ) -> Result<Result<Option<ChangeSet>, Trouble>, Refused> {
        if changes.is_empty() {
            return Ok(Ok(None));
        }
        let now = self.now();
        let set = ChangeSet {
            id: ChangeSetId(self.chance.id(now)),
            tenant: connection.tenant,
            application: connection.application,
            connection: connection.id,
            credential: hand.credential.id,
            provider: hand.spec.key.to_owned(),
            zone: hand.zone.name.clone(),
            purpose,
            status: WriteStatus::Applying,
            changes,
            problem: None,
            created_at: now,
            finished_at: None,
        };
        // The intent first: whoever dies in the write leaves behind what stood there before.
        let mut tx = self.store.begin().await?;
        if !tx.prolong_zone_lease(&lease.name, lease.holder, now.plus(LEASE)).await? {
            return Ok(Err(waiting(ANOTHER)));
        }
        tx.insert_change_set(&set).await?;
        let wanted = json!({
            "connection_id": set.connection, "provider": set.provider, "zone": set.zone, "purpose": set.purpose.as_str(),
            "changes": set.changes.len(),
        });
        self.audit_own(&mut tx, set.tenant, Deed::new("change_set.write", set.id).to(wanted)).await?;
        tx.commit().await?;
        let written = carry_out(hand.writer.as_ref(), &hand.zone, &set.changes).await;
        let (status, trouble) = match written {
            Ok(()) => (WriteStatus::Applied, None),
            Err(failed) => {
                let mut trouble = Trouble::of(&failed.error);
                let status = match failed.left {
                    Left::AsItWas => WriteStatus::Failed,
                    // It may stand: an undo has to look.
                    Left::Unknown => WriteStatus::Applying,
                    Left::With(standing) => {
                        let names: Vec<&str> = standing.iter().filter_map(|change| Some(change.key()?.0)).collect();
                        let (Trouble::Passing { problem, .. } | Trouble::Final(problem)) = &mut trouble;
                        problem.message = format!(
                            "{} What was written at {} could not be taken back; look at the zone.",
                            problem.message,
                            names.join(", ")
                        );
                        WriteStatus::Applying
                    }
                };
                (status, Some(trouble))
            }
        };
        let now = self.now();
        let problem = trouble.as_ref().map(|trouble| trouble.problem().clone());
        let mut tx = self.store.begin().await?;
        tx.finish_change_set(set.id, status, problem.as_ref(), now).await?;
        tx.commit().await?;
        tracing::info!(
            connection.id = %connection.id, change_set.id = %set.id, provider = hand.spec.key, purpose = purpose.as_str(),
            status = status.as_str(), "A zone was written."
        );
        Ok(match trouble {
            None => Ok(Some(ChangeSet { status, finished_at: Some(now), ..set })),
            Some(trouble) => Err(trouble),
        })
    }

    /// Ends receipts that a process left behind in the middle of a write, by what stands in the zone. Nobody else is writing there.
    pub(crate) async fn settle_interrupted(
        &self,
        connection: &Connection,
        contents: &ZoneContents,
        names: &[String],
    ) -> Result<(), Refused> {
        for set in self.reader().standing_change_sets(connection.tenant, connection.id).await? {
            let is_known = set
                .changes
                .iter()
                .all(|change| change.key().is_some_and(|(name, _)| names.iter().any(|read| read == name)));
            if set.status != WriteStatus::Applying || set.zone != contents.zone || !is_known {
                continue;
            }
            // What was done in part can be undone like what was done whole.
            let (status, problem) = match set.changes.iter().any(|change| is_carried_out(contents, change)) {
                true => (WriteStatus::Applied, None),
                false => {
                    let message = "The write was interrupted before it reached the provider.".to_owned();
                    (WriteStatus::Failed, Some(Problem { code: "dns_write_interrupted".into(), message }))
                }
            };
            let mut tx = self.store.begin().await?;
            tx.finish_change_set(set.id, status, problem.as_ref(), self.now()).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// What stands in the zone at the names that `wishes` are about.
    pub(crate) async fn read_for(&self, hand: &Hand, wishes: &[Wish]) -> Result<ZoneContents, Trouble> {
        let names = names_to_read(&hand.zone.name, wishes);
        let read = hand.writer.read(&hand.zone, Part::Names(&names)).await;
        read.map_err(|error| Trouble::of(&error))
    }
}

/// The write waits for others.
fn waiting(message: &str) -> Trouble {
    Trouble::Passing { problem: Problem { code: "dns_write_waiting".into(), message: message.to_owned() }, wait: None }
}

/// What the hand can write.
pub(crate) fn abilities(hand: &Hand) -> Abilities {
    let usual = hand.spec.abilities();
    let min = hand.zone.ttl_min.unwrap_or(usual.ttl.min);
    Abilities { ttl: TtlRange { min, ..usual.ttl }, ..usual }
}

/// The plan, or what stands in the way as one problem.
pub(crate) fn planned(contents: &ZoneContents, wishes: &[Wish], hand: &Hand) -> Result<Vec<Change>, Trouble> {
    plan(contents, wishes, &abilities(hand)).map_err(|obstacles| in_the_way(&obstacles))
}

pub(crate) fn in_the_way(obstacles: &[Obstacle]) -> Trouble {
    let code = obstacles.first().map_or("dns_conflict", |obstacle| obstacle.code.as_str());
    let messages: Vec<&str> = obstacles.iter().map(|obstacle| obstacle.message.as_str()).collect();
    Trouble::Final(Problem { code: code.to_owned(), message: messages.join(" ") })
}
