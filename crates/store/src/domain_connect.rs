//! Customers who are at their DNS provider to consent to a template.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::{ConnectionId, TenantId};
use nameplate_domain::time::Timestamp;

statements! { domain_connect_visits by "state_hash";
    BEGIN = "INSERT INTO domain_connect_visits (state_hash, connection_id, tenant_id, return_to, expires_at_ms) \
             VALUES ($1, $2, $3, $4, $5)";
    // A state counts once.
    RETURN = "UPDATE domain_connect_visits SET returned_at_ms = $2 WHERE state_hash = $1 AND returned_at_ms IS NULL \
              AND expires_at_ms > $2 RETURNING state_hash, connection_id, tenant_id, return_to";
    RETURNED = "SELECT COUNT(*) AS visits FROM domain_connect_visits WHERE tenant_id = $1 AND connection_id = $2 \
                AND returned_at_ms IS NOT NULL";
    PURGE = "DELETE FROM domain_connect_visits WHERE expires_at_ms <= $1 AND returned_at_ms IS NULL";
}

/// A customer who went to the provider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DomainConnectVisit {
    /// The connection it is for.
    pub connection: ConnectionId,
    /// Its owner.
    pub tenant: TenantId,
    /// Where the customer wants to be taken afterwards.
    pub return_to: Option<String>,
}

impl Reader {
    /// Whether a customer came back from the provider for this connection.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn has_returned_from_provider(
        &self,
        tenant: TenantId,
        connection: ConnectionId,
    ) -> Result<bool, StoreError> {
        let visits: Option<i64> = self.first(&RETURNED, values![tenant, connection], |row| row.get("visits")).await?;
        Ok(visits.unwrap_or(0) > 0)
    }
}

impl Tx {
    /// Notes a visit; `state_hash` is the SHA-256 of the state that shall come back.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn begin_domain_connect(
        &mut self,
        state_hash: &[u8; 32],
        visit: &DomainConnectVisit,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let values = values![state_hash, visit.connection, visit.tenant, visit.return_to.as_deref(), expires_at];
        self.execute(&BEGIN, values).await.map(|_| ())
    }

    /// Uses up a state: `None` when it is unknown, has ended or was used before.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn end_domain_connect(
        &mut self,
        state_hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<DomainConnectVisit>, StoreError> {
        let rows = self.rows(&RETURN, values![state_hash, now]).await?;
        rows.first()
            .map(|row| {
                Ok(DomainConnectVisit {
                    connection: row.id("connection_id", ConnectionId)?,
                    tenant: row.id("tenant_id", TenantId)?,
                    return_to: row.get("return_to")?,
                })
            })
            .transpose()
    }

    /// Deletes visits that nobody came back from.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn purge_domain_connect(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(&PURGE, values![now]).await
    }
}
