//! Links to a connection's page for people without an account.

use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::share_link::ShareLink;
use nameplate_domain::tenancy::{ConnectionId, ShareLinkId, TenantId};
use nameplate_domain::time::Timestamp;
use std::time::Duration;

/// How long after its end a link stays in lists.
const KEPT_FOR: Duration = Duration::from_hours(30 * 24);

macro_rules! columns {
    () => {
        "id, tenant_id, connection_id, created_at_ms, expires_at_ms, revoked_at_ms"
    };
}

statements! { share_links by "id";
    // Whoever has the token asks, and a token names no tenant. A suspended tenant shows nothing.
    SHOWN = concat!(
        "SELECT ", columns!(), " FROM share_links WHERE id = $1 \
         AND tenant_id IN (SELECT id FROM tenants WHERE suspended_at_ms IS NULL)"
    );
    NEWEST = concat!(
        "SELECT ", columns!(), " FROM share_links WHERE tenant_id = $1 AND connection_id = $2 \
         AND (created_at_ms, id) < ($3, $4) ORDER BY created_at_ms DESC, id DESC LIMIT $5"
    );
    INSERT = "INSERT INTO share_links (id, tenant_id, connection_id, created_at_ms, expires_at_ms, revoked_at_ms) \
              VALUES ($1, $2, $3, $4, $5, $6)";
    BY_ID = concat!(
        "SELECT ", columns!(), " FROM share_links WHERE tenant_id = $1 AND connection_id = $2 AND id = $3"
    );
    REVOKE = "UPDATE share_links SET revoked_at_ms = $4 WHERE tenant_id = $1 AND connection_id = $2 AND id = $3 \
              AND revoked_at_ms IS NULL";
    PURGE = "DELETE FROM share_links WHERE expires_at_ms <= $1";
}

impl Reader {
    /// The link of that identifier, whosever it is, unless its tenant is suspended: for whoever has shown its signed token.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn shown_share_link(&self, id: ShareLinkId) -> Result<Option<ShareLink>, StoreError> {
        self.first(&SHOWN, values![id], share_link).await
    }

    /// The connection's links, ended ones included, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn share_links(
        &self,
        tenant: TenantId,
        connection: ConnectionId,
        page: Page,
    ) -> Result<Vec<ShareLink>, StoreError> {
        let (at, id) = page.edge();
        self.all(&NEWEST, values![tenant, connection, at, id, page.limit], share_link).await
    }

    /// One of the connection's links.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn share_link(
        &self,
        tenant: TenantId,
        connection: ConnectionId,
        id: ShareLinkId,
    ) -> Result<Option<ShareLink>, StoreError> {
        self.first(&BY_ID, values![tenant, connection, id], share_link).await
    }
}

impl Tx {
    /// Adds a link.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn insert_share_link(&mut self, link: &ShareLink) -> Result<(), StoreError> {
        let values = values![link.id, link.tenant, link.connection, link.created_at, link.expires_at, link.revoked_at];
        self.execute(&INSERT, values).await.map(drop)
    }

    /// Withdraws a link; `false` when there is none, or it was withdrawn before, which keeps the first time.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn revoke_share_link(
        &mut self,
        tenant: TenantId,
        connection: ConnectionId,
        id: ShareLinkId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&REVOKE, values![tenant, connection, id, now]).await? > 0)
    }

    /// Deletes links that ended long ago.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn purge_share_links(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(&PURGE, values![now.minus(KEPT_FOR)]).await
    }
}

fn share_link(row: &Row) -> Result<ShareLink, StoreError> {
    Ok(ShareLink {
        id: row.id("id", ShareLinkId)?,
        tenant: row.id("tenant_id", TenantId)?,
        connection: row.id("connection_id", ConnectionId)?,
        created_at: row.at("created_at_ms")?,
        expires_at: row.at("expires_at_ms")?,
        revoked_at: row.at_if_any("revoked_at_ms")?,
    })
}
