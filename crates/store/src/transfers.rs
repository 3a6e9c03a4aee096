//! What a connection gets that was made to move a name, beside what every connection has.

use crate::error::StoreError;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::{ConnectionId, TenantId};

statements! { connections by "id";
    DEMAND_FRESH_PROOF = "UPDATE connections SET fresh_proof = TRUE WHERE tenant_id = $1 AND id = $2";
}

impl Tx {
    /// Has only a fresh DNS challenge prove the connection.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn demand_fresh_proof(&mut self, tenant: TenantId, id: ConnectionId) -> Result<(), StoreError> {
        self.execute(&DEMAND_FRESH_PROOF, values![tenant, id]).await.map(drop)
    }
}
