//! Links by which people become members.

use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::{Invitation, InvitationId, Role, TenantId};
use nameplate_domain::time::Timestamp;
use uuid::Uuid;

macro_rules! columns {
    () => {
        "id, tenant_id, email, role, created_at_ms, expires_at_ms"
    };
}

statements! { invitations by "id";
    // Whoever has the link asks, and a link names no tenant.
    BY_HASH = concat!("SELECT ", columns!(), " FROM invitations WHERE hash = $1");
    BY_ID = concat!("SELECT ", columns!(), " FROM invitations WHERE tenant_id = $1 AND id = $2");
    NEWEST = concat!(
        "SELECT ", columns!(), " FROM invitations WHERE tenant_id = $1 AND (created_at_ms, id) < ($2, $3) AND expires_at_ms > $5 \
         ORDER BY created_at_ms DESC, id DESC LIMIT $4"
    );
    INSERT = "INSERT INTO invitations (id, tenant_id, email, role, hash, created_at_ms, expires_at_ms, made_by) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    DELETE = "DELETE FROM invitations WHERE tenant_id = $1 AND id = $2";
    DELETE_OF_MAKER = "DELETE FROM invitations WHERE tenant_id = $1 AND made_by = $2";
    PURGE = "DELETE FROM invitations WHERE expires_at_ms <= $1";
}

impl Reader {
    /// The invitation whose link has that SHA-256, also when its time is over.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn invitation_by_hash(&self, hash: &[u8; 32]) -> Result<Option<Invitation>, StoreError> {
        self.first(&BY_HASH, values![hash], invitation).await
    }

    /// One of the tenant's invitations.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn invitation(&self, tenant: TenantId, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
        self.first(&BY_ID, values![tenant, id], invitation).await
    }

    /// The tenant's invitations that can be taken at `now`, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn invitations(
        &self,
        tenant: TenantId,
        now: Timestamp,
        page: Page,
    ) -> Result<Vec<Invitation>, StoreError> {
        let (at, id) = page.edge();
        self.all(&NEWEST, values![tenant, at, id, page.limit, now], invitation).await
    }
}

impl Tx {
    /// Adds an invitation by the SHA-256 of the token in its link. It ends with its maker, a member or an API key.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn insert_invitation(
        &mut self,
        invitation: &Invitation,
        hash: &[u8; 32],
        made_by: Option<Uuid>,
    ) -> Result<(), StoreError> {
        let values = values![
            invitation.id,
            invitation.tenant,
            &invitation.email,
            invitation.role.as_str(),
            hash,
            invitation.created_at,
            invitation.expires_at,
            made_by,
        ];
        self.execute(&INSERT, values).await.map(drop)
    }

    /// Takes an invitation, or takes it back; `false` when somebody did before.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn delete_invitation(&mut self, tenant: TenantId, id: InvitationId) -> Result<bool, StoreError> {
        Ok(self.execute(&DELETE, values![tenant, id]).await? > 0)
    }

    /// Deletes what was made by a member or an API key whose right to invite is over.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub(crate) async fn delete_invitations_of(&mut self, tenant: TenantId, made_by: Uuid) -> Result<(), StoreError> {
        self.execute(&DELETE_OF_MAKER, values![tenant, made_by]).await.map(drop)
    }

    /// Deletes invitations that nobody took in time.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn purge_invitations(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(&PURGE, values![now]).await
    }
}

fn invitation(row: &Row) -> Result<Invitation, StoreError> {
    Ok(Invitation {
        id: row.id("id", InvitationId)?,
        tenant: row.id("tenant_id", TenantId)?,
        email: row.get("email")?,
        role: row.name("role", Role::from_name)?,
        created_at: row.at("created_at_ms")?,
        expires_at: row.at("expires_at_ms")?,
    })
}
