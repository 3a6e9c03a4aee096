//! Receipts of what was written to customers' zones.

use crate::connections::json;
use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::connection::Problem;
use nameplate_domain::delegated::{ChangeSet, Purpose, WriteStatus};
use nameplate_domain::tenancy::{ApplicationId, ChangeSetId, ConnectionId, CredentialId, TenantId};
use nameplate_domain::time::Timestamp;

macro_rules! columns {
    () => {
        "id, tenant_id, application_id, connection_id, credential_id, provider, zone, purpose, status, changes, problem, \
         created_at_ms, finished_at_ms"
    };
}

statements! { change_sets by "id";
    BY_ID = concat!("SELECT ", columns!(), " FROM change_sets WHERE tenant_id = $1 AND id = $2");
    NEWEST = concat!(
        "SELECT ", columns!(), " FROM change_sets WHERE tenant_id = $1 AND connection_id = $2 \
         AND (created_at_ms, id) < ($3, $4) ORDER BY created_at_ms DESC, id DESC LIMIT $5"
    );
    STANDING = concat!(
        "SELECT ", columns!(), " FROM change_sets WHERE tenant_id = $1 AND connection_id = $2 AND status IN ('applying','applied') \
         AND purpose NOT IN ('undo','cleanup') ORDER BY created_at_ms DESC, id DESC"
    );
    INSERT = "INSERT INTO change_sets (id, tenant_id, application_id, connection_id, credential_id, provider, zone, purpose, \
              status, changes, problem, created_at_ms, finished_at_ms) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    FINISH = "UPDATE change_sets SET status = $2, problem = $3, finished_at_ms = $4 WHERE id = $1";
}

impl Reader {
    /// The tenant's change set of that identifier.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn change_set(&self, tenant: TenantId, id: ChangeSetId) -> Result<Option<ChangeSet>, StoreError> {
        self.first(&BY_ID, values![tenant, id], change_set).await
    }

    /// What was written for a connection, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn change_sets(
        &self,
        tenant: TenantId,
        connection: ConnectionId,
        page: Page,
    ) -> Result<Vec<ChangeSet>, StoreError> {
        let (at, id) = page.edge();
        self.all(&NEWEST, values![tenant, connection, at, id, page.limit], change_set).await
    }

    /// What was written for a connection and stands, or may stand: newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn standing_change_sets(
        &self,
        tenant: TenantId,
        connection: ConnectionId,
    ) -> Result<Vec<ChangeSet>, StoreError> {
        self.all(&STANDING, values![tenant, connection], change_set).await
    }
}

impl Tx {
    /// Adds a change set.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn insert_change_set(&mut self, new: &ChangeSet) -> Result<(), StoreError> {
        let (changes, problem) = (json(&new.changes), new.problem.as_ref().map(json));
        let values = values![
            new.id,
            new.tenant,
            new.application,
            new.connection,
            new.credential,
            &new.provider,
            &new.zone,
            new.purpose.as_str(),
            new.status.as_str(),
            &changes,
            problem.as_deref(),
            new.created_at,
            new.finished_at,
        ];
        self.execute(&INSERT, values).await.map(|_| ())
    }

    /// Writes how a change set ended.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn finish_change_set(
        &mut self,
        id: ChangeSetId,
        status: WriteStatus,
        problem: Option<&Problem>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let problem = problem.map(json);
        self.execute(&FINISH, values![id, status.as_str(), problem.as_deref(), now]).await.map(|_| ())
    }
}

fn change_set(row: &Row) -> Result<ChangeSet, StoreError> {
    Ok(ChangeSet {
        id: row.id("id", ChangeSetId)?,
        tenant: row.id("tenant_id", TenantId)?,
        application: row.id("application_id", ApplicationId)?,
        connection: row.id("connection_id", ConnectionId)?,
        credential: row.id("credential_id", CredentialId)?,
        provider: row.get("provider")?,
        zone: row.get("zone")?,
        purpose: row.name("purpose", |name| Purpose::ALL.into_iter().find(|known| known.as_str() == name))?,
        status: row.name("status", |name| WriteStatus::ALL.into_iter().find(|known| known.as_str() == name))?,
        changes: row.json("changes")?,
        problem: row.json_if_any("problem")?,
        created_at: row.at("created_at_ms")?,
        finished_at: row.at_if_any("finished_at_ms")?,
    })
}
