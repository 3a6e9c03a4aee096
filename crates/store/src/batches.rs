//! Connections that were created together.

use crate::connections::{columns, connection};
use crate::error::StoreError;
use crate::reader::Reader;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::connection::{Connection, State};
use nameplate_domain::tenancy::{ApplicationId, TenantId};
use nameplate_domain::time::Timestamp;
use std::collections::BTreeMap;

statements! { connections by "state";
    PROGRESS = "SELECT state, COUNT(*) AS how_many, MIN(created_at_ms) AS first_created_at_ms, \
                MAX(state_since_ms) AS last_change_at_ms FROM connections WHERE tenant_id = $1 AND batch_id = $2 GROUP BY state";
    // COALESCE keeps the index of batches out: one of them may have a hundred thousand connections.
    OPEN = concat!(
        "SELECT ", columns!(), " FROM connections WHERE tenant_id = $1 AND hostname = $4 AND COALESCE(batch_id, '') = $2 \
         AND application_id = $3 AND state NOT IN ('failed','archived') ORDER BY created_at_ms DESC, id DESC LIMIT 1"
    );
}

/// How far the connections of a batch have come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BatchProgress {
    /// How many there are in each state; states without any are absent.
    pub by_state: BTreeMap<State, u64>,
    /// When the first one was made.
    pub first_created_at: Timestamp,
    /// When one last entered its state.
    pub last_change_at: Timestamp,
}

impl Reader {
    /// How far the tenant's batch has come; `None` for one without connections.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn batch_progress(&self, tenant: TenantId, batch: &str) -> Result<Option<BatchProgress>, StoreError> {
        let mut progress: Option<BatchProgress> = None;
        for row in self.rows(&PROGRESS, values![tenant, batch]).await? {
            let (first, last) = (row.at("first_created_at_ms")?, row.at("last_change_at_ms")?);
            let how_many = u64::try_from(row.get::<i64>("how_many")?).unwrap_or_default();
            let all = progress.get_or_insert_with(|| BatchProgress {
                by_state: BTreeMap::new(),
                first_created_at: first,
                last_change_at: last,
            });
            all.by_state.insert(row.name("state", State::from_name)?, how_many);
            all.first_created_at = all.first_created_at.min(first);
            all.last_change_at = all.last_change_at.max(last);
        }
        Ok(progress)
    }

    /// The newest connection of a host name in a batch that has not come to its end.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn open_connection_of_batch(
        &self,
        tenant: TenantId,
        application: ApplicationId,
        batch: &str,
        hostname: &str,
    ) -> Result<Option<Connection>, StoreError> {
        self.first(&OPEN, values![tenant, batch, application, hostname], connection).await
    }
}

impl Tx {
    /// As [`Reader::open_connection_of_batch`].
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn open_connection_of_batch(
        &mut self,
        tenant: TenantId,
        application: ApplicationId,
        batch: &str,
        hostname: &str,
    ) -> Result<Option<Connection>, StoreError> {
        self.rows(&OPEN, values![tenant, batch, application, hostname]).await?.first().map(connection).transpose()
    }
}
