//! Idempotency keys: a request that is sent twice is done once.
//!
//! Reserve in a short transaction of its own, so that a second request sees the first at once instead of waiting for it. Then
//! finish in the transaction that does the work, so that the answer is kept if and only if the work is. A process that dies in
//! between has done nothing; its reservation lapses after [`IN_PROGRESS_TIME_MAX`].

use crate::error::StoreError;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::tenancy::TenantId;
use nameplate_domain::time::Timestamp;
use std::time::Duration;

/// How long an answer is kept.
pub const REMEMBERED_FOR: Duration = Duration::from_hours(24);
/// How long a request may take before another one with its key is let through.
pub const IN_PROGRESS_TIME_MAX: Duration = Duration::from_secs(60);

statements! { idempotency_keys by "tenant_id";
    RESERVE = "INSERT INTO idempotency_keys (tenant_id, idempotency_key, request_hash, status, body, since_ms) \
               VALUES ($1, $2, $3, NULL, NULL, $4) ON CONFLICT (tenant_id, idempotency_key) DO UPDATE SET \
               request_hash = excluded.request_hash, status = NULL, body = NULL, since_ms = excluded.since_ms \
               WHERE idempotency_keys.since_ms <= $5 \
               OR (idempotency_keys.status IS NULL AND idempotency_keys.since_ms <= $6)";
    BY_KEY = "SELECT tenant_id, request_hash, status, body FROM idempotency_keys \
              WHERE tenant_id = $1 AND idempotency_key = $2";
    FINISH = "UPDATE idempotency_keys SET status = $3, body = $4, since_ms = $5 \
              WHERE tenant_id = $1 AND idempotency_key = $2 AND status IS NULL";
    AMEND = "UPDATE idempotency_keys SET body = $3 WHERE tenant_id = $1 AND idempotency_key = $2 AND status IS NOT NULL";
    FORGET = "DELETE FROM idempotency_keys WHERE tenant_id = $1 AND idempotency_key = $2 AND status IS NULL";
    PURGE = "DELETE FROM idempotency_keys WHERE since_ms <= $1";
}

/// What a key was used for before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Idempotent {
    /// For nothing: it is reserved now.
    Fresh,
    /// For this request, which is still being worked on.
    InProgress,
    /// For another request.
    Other,
    /// For this request, which was answered.
    Done {
        /// HTTP status.
        status: u16,
        /// Body, as it was sent.
        body: String,
    },
}

impl Tx {
    /// Reserves `key` for the request of that hash, unless it is in use.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn begin_idempotent(
        &mut self,
        tenant: TenantId,
        key: &str,
        request_hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<Idempotent, StoreError> {
        let forgotten = now.minus(REMEMBERED_FOR);
        let lapsed = now.minus(IN_PROGRESS_TIME_MAX);
        if self.execute(&RESERVE, values![tenant, key, request_hash, now, forgotten, lapsed]).await? > 0 {
            return Ok(Idempotent::Fresh);
        }
        match self.rows(&BY_KEY, values![tenant, key]).await?.first() {
            Some(row) => found(row, request_hash),
            // Removed between the two statements: whoever removed it was the one in progress.
            None => Ok(Idempotent::InProgress),
        }
    }

    /// Keeps the answer to the request that reserved `key`.
    ///
    /// # Errors
    /// [`StoreError::LostRace`] when the reservation lapsed and another request was let through and answered: drop the
    /// transaction, and with it what this request did.
    pub async fn finish_idempotent(
        &mut self,
        tenant: TenantId,
        key: &str,
        status: u16,
        body: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        match self.execute(&FINISH, values![tenant, key, i64::from(status), body, now]).await? {
            0 => Err(StoreError::LostRace),
            _ => Ok(()),
        }
    }

    /// Replaces the kept body of a request that was answered: what it began has gone on before the answer was sent.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn amend_idempotent(&mut self, tenant: TenantId, key: &str, body: &str) -> Result<(), StoreError> {
        self.execute(&AMEND, values![tenant, key, body]).await.map(drop)
    }

    /// Gives a reserved key back: nothing was done, and the request may be sent again. An answer that was kept stays.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn forget_idempotent(&mut self, tenant: TenantId, key: &str) -> Result<(), StoreError> {
        self.execute(&FORGET, values![tenant, key]).await.map(drop)
    }

    /// Deletes what is older than [`REMEMBERED_FOR`]; says how much that was.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn purge_idempotent(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.execute(&PURGE, values![now.minus(REMEMBERED_FOR)]).await
    }
}

fn found(row: &Row, request_hash: &[u8; 32]) -> Result<Idempotent, StoreError> {
    if row.get::<Vec<u8>>("request_hash")? != request_hash {
        return Ok(Idempotent::Other);
    }
    let Some(status) = row.get::<Option<i64>>("status")? else { return Ok(Idempotent::InProgress) };
    let status = u16::try_from(status).map_err(|_| row.unreadable("status", "it is no HTTP status".to_owned()))?;
    Ok(Idempotent::Done { status, body: row.get("body")? })
}
