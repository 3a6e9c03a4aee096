//! Writing a connection's records again, or showing what would be written; and taking back what was written.

use super::apply::to_its_end;
use super::automate::record_wishes;
use super::hand::{Hand, Trouble};
use super::write::{in_the_way, planned};
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::connection::{Connection, SetupType};
use nameplate_domain::delegated::{ChangeSet, Purpose, WriteStatus};
use nameplate_domain::tenancy::{Caller, ChangeSetId, ConnectionId, Scope};
use nameplate_domain::zone::{Change, Wish, undo};
use nameplate_store::Page;
use serde_json::json;

/// What was written, or would be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WriteReport {
    /// The connection afterwards.
    pub connection: Connection,
    /// Key of the provider.
    pub provider: String,
    /// Apex of the zone.
    pub zone: String,
    /// What changes; empty when everything is there already.
    pub changes: Vec<Change>,
    /// The receipt; `None` when nothing was written.
    pub change_set: Option<ChangeSet>,
}

impl Control {
    /// Writes the connection's records with a credential of its application. `dry_run` only says what would change.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`]; [`Refused::Ended`]; [`Refused::NoCredential`];
    /// [`Refused::ZoneConflict`] when records in the zone stand in the way; [`Refused::ProviderFailed`] when the provider refuses or cannot
    /// be reached.
    pub async fn apply_records(
        &self,
        caller: &Caller,
        id: ConnectionId,
        dry_run: bool,
    ) -> Result<WriteReport, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let connection = self.connection_of(caller, id).await?;
        if connection.state.is_terminal() {
            return Err(Refused::Ended(connection.state));
        }
        let hand = self.hand_or_refusal(&connection).await?;
        let wishes = record_wishes(&connection);
        let contents = self.read_for(&hand, &wishes).await.map_err(refusal)?;
        let changes = planned(&contents, &wishes, &hand).map_err(refusal)?;
        let (provider, zone) = (hand.spec.key.to_owned(), hand.zone.name.clone());
        if dry_run {
            return Ok(WriteReport { connection, provider, zone, changes, change_set: None });
        }
        let before = self.newest_change_set(&connection).await?;
        self.set_up_automatically(caller, &connection).await?;
        let (control, begun) = (self.on_behalf_of(caller), connection.clone());
        let written = to_its_end(async move { Box::pin(control.write_for(begun)).await }).await?;
        let connection = match written {
            Ok(after) => after,
            Err(trouble) => {
                self.note_trouble(connection, trouble.clone()).await?;
                return Err(refusal(trouble));
            }
        };
        let newest = self.newest_change_set(&connection).await?;
        let change_set = newest.filter(|newest| before.is_none_or(|before| before.id != newest.id));
        Ok(WriteReport { connection, provider, zone, changes, change_set })
    }

    async fn set_up_automatically(&self, caller: &Caller, connection: &Connection) -> Result<(), Refused> {
        let mut tx = self.store.begin().await?;
        if connection.setup_type != SetupType::Automatic {
            tx.note_setup_type(connection.tenant, connection.id, SetupType::Automatic).await?;
        }
        let deed = Deed::new("connection.apply_records", connection.id)
            .from(json!({ "setup_type": connection.setup_type.as_str() }))
            .to(json!({ "setup_type": SetupType::Automatic.as_str() }));
        self.audit(&mut tx, caller, deed).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn newest_change_set(&self, connection: &Connection) -> Result<Option<ChangeSet>, Refused> {
        let newest = self.reader().change_sets(connection.tenant, connection.id, Page::first(1)).await?;
        Ok(newest.into_iter().next())
    }

    /// Takes back what a change set wrote: its values go, what it replaced comes back, and what others wrote since stays.
    ///
    /// # Errors
    /// As [`Control::apply_records`]; [`Refused::NothingToUndo`] for one that was not carried out; [`Refused::Ended`] for the
    /// removal of an archived connection's records.
    pub async fn undo_change_set(
        &self,
        caller: &Caller,
        id: ChangeSetId,
        dry_run: bool,
    ) -> Result<WriteReport, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let set = self.reader().change_set(caller.tenant, id).await?.ok_or(Refused::NotFound("change set"))?;
        if !matches!(set.status, WriteStatus::Applied | WriteStatus::Applying) {
            return Err(Refused::NothingToUndo(set.status));
        }
        let connection = self.reader().connection(caller.tenant, set.connection).await?;
        let connection = connection.ok_or(Refused::NotFound("connection"))?;
        // It would lead visitors to a name that nobody serves.
        if set.purpose == Purpose::Cleanup {
            return Err(Refused::Ended(connection.state));
        }
        let hand = self.hand_or_refusal(&connection).await?;
        if (hand.spec.key, hand.zone.name.as_str()) != (set.provider.as_str(), set.zone.as_str()) {
            return Err(Refused::NoCredential { hostname: connection.hostname.to_string() });
        }
        let (provider, zone) = (set.provider.clone(), set.zone.clone());
        if dry_run {
            let changes = self.way_back(&hand, &set).await.map_err(refusal)?;
            return Ok(WriteReport { connection, provider, zone, changes, change_set: None });
        }
        let control = self.on_behalf_of(caller);
        let begun = connection.clone();
        let taken_back = to_its_end(async move { control.take_back(&begun, hand, set).await }).await?;
        let (changes, change_set) = taken_back.map_err(refusal)?;
        Ok(WriteReport { connection, provider, zone, changes, change_set })
    }

    async fn take_back(
        &self,
        connection: &Connection,
        hand: Hand,
        set: ChangeSet,
    ) -> Result<Result<(Vec<Change>, Option<ChangeSet>), Trouble>, Refused> {
        let lease = self.lease_zone(&hand).await?.map_err(refusal)?;
        let written = async {
            let changes = match self.way_back(&hand, &set).await {
                Ok(changes) => changes,
                Err(trouble) => return Ok(Err(trouble)),
            };
            match self.write(connection, &hand, &lease, Purpose::Undo, changes.clone()).await? {
                Ok(receipt) => {
                    let mut tx = self.store.begin().await?;
                    tx.finish_change_set(set.id, WriteStatus::Undone, None, self.now()).await?;
                    let deed = Deed::new("change_set.undo", set.id)
                        .from(json!({ "status": set.status.as_str() }))
                        .to(json!({ "status": WriteStatus::Undone.as_str() }));
                    self.audit_own(&mut tx, set.tenant, deed).await?;
                    tx.commit().await?;
                    Ok(Ok((changes, receipt)))
                }
                Err(trouble) => Ok(Err(trouble)),
            }
        };
        let result = written.await;
        self.release_zone(lease).await;
        result
    }

    async fn way_back(&self, hand: &Hand, set: &ChangeSet) -> Result<Vec<Change>, Trouble> {
        let names = set.changes.iter().filter_map(|change| {
            let (name, rtype) = change.key()?;
            Some(Wish::Nothing { name: name.to_owned(), rtype: rtype.clone() })
        });
        let contents = self.read_for(hand, &names.collect::<Vec<_>>()).await?;
        undo(&contents, &set.changes).map_err(|obstacles| in_the_way(&obstacles))
    }

    pub(crate) async fn hand_or_refusal(&self, connection: &Connection) -> Result<Hand, Refused> {
        let found = self.hand_for(connection).await?.map_err(refusal)?;
        found.ok_or_else(|| Refused::NoCredential { hostname: connection.hostname.to_string() })
    }
}

/// The same, said to a caller.
pub(crate) fn refusal(trouble: Trouble) -> Refused {
    match trouble {
        Trouble::Passing { problem, wait } => Refused::ProviderFailed { problem, wait, passes: true },
        Trouble::Final(problem) if problem.code.starts_with("dns_write_") || problem.code == "credential_unusable" => {
            Refused::ProviderFailed { problem, wait: None, passes: false }
        }
        Trouble::Final(problem) => Refused::ZoneConflict(problem),
    }
}
