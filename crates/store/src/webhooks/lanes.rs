//! Endpoints with something due, taken by lease, so that any number of processes share them.

use super::endpoints::{endpoint, endpoint_columns};
use super::secrets::{SealedSecrets, secrets};
use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::{Sql, statements};
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::WebhookEndpointId;
use nameplate_domain::time::Timestamp;
use nameplate_domain::webhook::Endpoint;
use std::collections::BTreeSet;
use std::time::Duration;

/// A suspended tenant is told nothing; what happened meanwhile waits.
macro_rules! heard {
    () => {
        "NOT EXISTS (SELECT 1 FROM tenants WHERE tenants.id = webhook_endpoints.tenant_id AND suspended_at_ms IS NOT NULL)"
    };
}

/// Takes endpoints that have something due and that nobody is at. `$1` now, `$2` end of the lease, `$3` limit. The outer condition
/// repeats the inner one, as every lease's does.
macro_rules! lease {
    ($which:literal, $lock:literal) => {
        concat!(
            "WITH due AS MATERIALIZED (SELECT id FROM webhook_endpoints WHERE due_at_ms <= $1 AND ",
            $which,
            " AND ",
            heard!(),
            " AND (busy_until_ms IS NULL OR busy_until_ms <= $1) ORDER BY due_at_ms LIMIT $3",
            $lock,
            ") UPDATE webhook_endpoints SET busy_until_ms = $2 WHERE id IN (SELECT id FROM due) AND due_at_ms <= $1 \
             AND (busy_until_ms IS NULL OR busy_until_ms <= $1) RETURNING ",
            endpoint_columns!(),
            ", secret, former_secret, busy_until_ms"
        )
    };
}

statements! { webhook_endpoints by "id";
    LEASE = lease!("failing_since_ms IS NULL", ""),
        on postgres lease!("failing_since_ms IS NULL", " FOR UPDATE SKIP LOCKED");
    LEASE_FAILING = lease!("failing_since_ms IS NOT NULL", ""),
        on postgres lease!("failing_since_ms IS NOT NULL", " FOR UPDATE SKIP LOCKED");
    DUE = concat!(
        "SELECT id FROM webhook_endpoints WHERE due_at_ms <= $1 AND failing_since_ms IS NULL AND ", heard!(),
        " AND (busy_until_ms IS NULL OR busy_until_ms <= $1) LIMIT 1"
    );
    DUE_FAILING = concat!(
        "SELECT id FROM webhook_endpoints WHERE due_at_ms <= $1 AND failing_since_ms IS NOT NULL AND ", heard!(),
        " AND (busy_until_ms IS NULL OR busy_until_ms <= $1) LIMIT 1"
    );
    // Each by its partial index, in order: the first that is heard.
    OLDEST = concat!(
        "SELECT id, due_at_ms FROM webhook_endpoints WHERE due_at_ms IS NOT NULL AND failing_since_ms IS NULL AND ", heard!(),
        " ORDER BY due_at_ms LIMIT 1"
    );
    OLDEST_FAILING = concat!(
        "SELECT id, due_at_ms FROM webhook_endpoints WHERE due_at_ms IS NOT NULL AND failing_since_ms IS NOT NULL AND ", heard!(),
        " ORDER BY due_at_ms LIMIT 1"
    );
    // Always writes: whoever lets the endpoint go at this moment waits for it, or has it wait, and neither misses the other.
    WAKE = "UPDATE webhook_endpoints SET due_at_ms = CASE WHEN due_at_ms < $2 THEN due_at_ms ELSE $2 END \
            WHERE id = $1 AND disabled_at_ms IS NULL";
    // On SQLite the transaction is the only writer.
    LOCK = "SELECT id FROM webhook_endpoints WHERE id = $1",
        on postgres "SELECT id FROM webhook_endpoints WHERE id = $1 FOR NO KEY UPDATE";
    LET_GO = "UPDATE webhook_endpoints SET busy_until_ms = NULL WHERE id = $1 AND busy_until_ms = $2";
    NEXT_DUE = "SELECT MIN(due_at_ms) AS due_at_ms FROM webhook_deliveries WHERE endpoint_id = $1 AND due_at_ms IS NOT NULL";
    DUE_AGAIN = "UPDATE webhook_endpoints SET due_at_ms = $2 WHERE id = $1 AND disabled_at_ms IS NULL";
}

/// An endpoint that this process is at, until `busy_until`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lane {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// What its requests are signed with.
    pub secrets: SealedSecrets,
    /// End of the lease; who lets go shows it.
    pub busy_until: Timestamp,
}

impl Reader {
    /// Whether there is an endpoint with something due at `now` that nobody is at: asked before a lease is, so that a quiet process
    /// writes nothing. `failing` is as in [`Tx::lease_webhook_lanes`].
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn has_webhook_lanes_due(&self, failing: bool, now: Timestamp) -> Result<bool, StoreError> {
        let sql: &'static Sql = if failing { &DUE_FAILING } else { &DUE };
        Ok(!self.rows(sql, values![now]).await?.is_empty())
    }

    /// When the endpoint that waits longest became due, or will; suspended tenants' wait for nothing.
    pub(crate) async fn oldest_webhook_lane_due_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let due_at = |row: &Row| row.at("due_at_ms");
        let well = self.first(&OLDEST, values![], due_at).await?;
        let failing = self.first(&OLDEST_FAILING, values![], due_at).await?;
        Ok(well.into_iter().chain(failing).min())
    }
}

impl Tx {
    /// Takes up to `limit` endpoints that have something due at `now`, those that wait longest first; nobody else gets them for
    /// `hold`, or until they are let go. `failing` chooses those whose last attempt failed, otherwise the others.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn lease_webhook_lanes(
        &mut self,
        failing: bool,
        now: Timestamp,
        hold: Duration,
        limit: u32,
    ) -> Result<Vec<Lane>, StoreError> {
        let sql: &'static Sql = if failing { &LEASE_FAILING } else { &LEASE };
        self.rows(sql, values![now, now.plus(hold), limit]).await?.iter().map(lane).collect()
    }

    /// Lets an endpoint go: it is due when its next delivery is, but not before `earliest`, so that those who wait come first.
    /// `false` when the lease was lost, which changes nothing.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn let_webhook_lane_go(&mut self, lane: &Lane, earliest: Timestamp) -> Result<bool, StoreError> {
        let id = lane.endpoint.id;
        // Locks the row. The next statement sees every delivery whose `wake` came before; whichever comes later waits for us.
        if self.execute(&LET_GO, values![id, lane.busy_until]).await? == 0 {
            return Ok(false);
        }
        let rows = self.rows(&NEXT_DUE, values![id]).await?;
        let next = rows.first().map(|row| row.at_if_any("due_at_ms")).transpose()?.flatten();
        self.execute(&DUE_AGAIN, values![id, next.map(|next| next.max(earliest))]).await?;
        Ok(true)
    }

    /// Has nobody else write these endpoints, or put anything on its way to them, until the end of the transaction. For whoever writes
    /// deliveries of several: of two who do so, one waits for the other, and never in a circle.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn lock_webhook_endpoints(&mut self, ids: &BTreeSet<WebhookEndpointId>) -> Result<(), StoreError> {
        for id in ids {
            self.rows(&LOCK, values![*id]).await?;
        }
        Ok(())
    }

    /// Has an endpoint looked at when it becomes `due`, or before if it was to be. `false` when it is disabled or gone.
    pub(super) async fn wake_webhook_lane(
        &mut self,
        id: WebhookEndpointId,
        due: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(&WAKE, values![id, due]).await? > 0)
    }
}

fn lane(row: &Row) -> Result<Lane, StoreError> {
    Ok(Lane { endpoint: endpoint(row)?, secrets: secrets(row)?, busy_until: row.at("busy_until_ms")? })
}
