//! What came of attempts.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::{Value, values};
use nameplate_domain::tenancy::{DeliveryId, TenantId, WebhookEndpointId};
use nameplate_domain::time::Timestamp;
use nameplate_domain::webhook::{Attempt, DeliveryStatus, Trouble};
use std::time::Duration;

/// What was decided from an attempt that failed no longer counts: the delivery was given up meanwhile, since the endpoint was
/// disabled, or another round of it was begun. A success always counts.
macro_rules! overtaken {
    () => {
        "(CAST($3 AS TEXT) <> 'delivered' AND (status <> 'pending' OR round_attempts <> $8))"
    };
}

statements! { webhook_attempts by "delivery_id";
    OF_DELIVERY = "SELECT delivery_id, number, at_ms, took_ms, status, problem, answer FROM webhook_attempts \
                   WHERE delivery_id = $1 ORDER BY number DESC LIMIT $2";
    INSERT = "INSERT INTO webhook_attempts (delivery_id, number, at_ms, took_ms, status, problem, answer) \
              VALUES ($1, $2, $3, $4, $5, $6, $7)";
    SETTLE = concat!(
        "UPDATE webhook_deliveries SET \
         due_at_ms = CASE WHEN ", overtaken!(), " THEN due_at_ms ELSE CAST($6 AS BIGINT) END, \
         finished_at_ms = CASE WHEN ", overtaken!(), " THEN finished_at_ms ELSE CAST($7 AS BIGINT) END, \
         round_attempts = CASE WHEN ", overtaken!(), " THEN round_attempts ELSE round_attempts + 1 END, \
         status = CASE WHEN ", overtaken!(), " THEN status ELSE CAST($3 AS TEXT) END, \
         attempts = attempts + 1, last_status = $4, last_problem = $5 WHERE id = $1 AND attempts = $2"
    );
    SUCCEEDED = "UPDATE webhook_endpoints SET failing_since_ms = NULL, failures = 0 WHERE id = $1 AND failing_since_ms IS NOT NULL";
    FORGOTTEN = "UPDATE webhook_endpoints SET failing_since_ms = NULL, failures = 0 \
                 WHERE tenant_id = $1 AND failing_since_ms IS NOT NULL AND disabled_at_ms IS NULL",
        // In the order in which everybody locks endpoints.
        on postgres "UPDATE webhook_endpoints SET failing_since_ms = NULL, failures = 0 WHERE id IN (SELECT id FROM webhook_endpoints \
                     WHERE tenant_id = $1 AND failing_since_ms IS NOT NULL AND disabled_at_ms IS NULL ORDER BY id FOR UPDATE)";
    FAILED = "UPDATE webhook_endpoints SET failures = failures + 1, \
              failing_since_ms = CASE WHEN failing_since_ms IS NULL THEN $2 ELSE failing_since_ms END \
              WHERE id = $1 AND disabled_at_ms IS NULL RETURNING id, failing_since_ms, failures";
}

/// An attempt, and what becomes of its delivery.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// The delivery.
    pub delivery: DeliveryId,
    /// Attempts of the round in which this one began, before it.
    pub round_attempts: u32,
    /// The attempt; its number tells which attempt it was thought to be.
    pub attempt: Attempt,
    /// How far the delivery has come with it.
    pub settled: Settled,
}

/// How far a delivery has come after an attempt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Settled {
    /// Its status.
    pub status: DeliveryStatus,
    /// When it is tried next.
    pub due_at: Option<Timestamp>,
    /// When it was delivered or given up.
    pub finished_at: Option<Timestamp>,
}

impl Reader {
    /// The last `limit` attempts of a delivery, the last one first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn webhook_attempts(&self, delivery: DeliveryId, limit: u32) -> Result<Vec<Attempt>, StoreError> {
        self.all(&OF_DELIVERY, values![delivery, limit], attempt).await
    }
}

impl Tx {
    /// Writes an attempt down with what becomes of its delivery. One that failed changes nothing else of a delivery that was given up
    /// meanwhile, or that is to be sent once more. `false` when somebody else made an attempt of the same number, or the
    /// delivery is gone: nothing is written then.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn settle_webhook_delivery(&mut self, outcome: &Outcome) -> Result<bool, StoreError> {
        let Outcome { delivery, round_attempts, attempt, settled } = outcome;
        let status = Value::Int(attempt.status.map(i64::from));
        let problem = attempt.problem.as_deref();
        let values = values![
            *delivery,
            attempt.number.saturating_sub(1),
            settled.status.as_str(),
            status,
            problem,
            settled.due_at,
            settled.finished_at,
            *round_attempts,
        ];
        if self.execute(&SETTLE, values).await? == 0 {
            return Ok(false);
        }
        self.insert_webhook_attempt(*delivery, attempt).await?;
        Ok(true)
    }

    /// Writes an attempt down, of a delivery that says so itself already.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn insert_webhook_attempt(&mut self, delivery: DeliveryId, attempt: &Attempt) -> Result<(), StoreError> {
        let took_ms = i64::try_from(attempt.took.as_millis()).unwrap_or(i64::MAX);
        let status = Value::Int(attempt.status.map(i64::from));
        let values = values![
            delivery,
            attempt.number,
            attempt.at,
            took_ms,
            status,
            attempt.problem.as_deref(),
            attempt.answer.as_deref(),
        ];
        self.execute(&INSERT, values).await.map(drop)
    }

    /// Notes that an endpoint took something: what it failed at before is forgotten.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn note_webhook_success(&mut self, endpoint: WebhookEndpointId) -> Result<(), StoreError> {
        self.execute(&SUCCEEDED, values![endpoint]).await.map(drop)
    }

    /// Forgets what the tenant's endpoints failed at before.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub(crate) async fn forget_webhook_failures(&mut self, tenant: TenantId) -> Result<(), StoreError> {
        self.execute(&FORGOTTEN, values![tenant]).await.map(drop)
    }

    /// Notes an attempt that failed; says since when and how many did. `None` when the endpoint is disabled or gone.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn note_webhook_failure(
        &mut self,
        endpoint: WebhookEndpointId,
        at: Timestamp,
    ) -> Result<Option<Trouble>, StoreError> {
        let rows = self.rows(&FAILED, values![endpoint, at]).await?;
        let trouble = |row: &Row| {
            let failures = u32::try_from(row.get::<i64>("failures")?).unwrap_or(u32::MAX);
            Ok(Trouble { since: row.at("failing_since_ms")?, failures })
        };
        rows.first().map(trouble).transpose()
    }
}

fn attempt(row: &Row) -> Result<Attempt, StoreError> {
    Ok(Attempt {
        number: u32::try_from(row.get::<i64>("number")?).unwrap_or(u32::MAX),
        at: row.at("at_ms")?,
        took: Duration::from_millis(u64::try_from(row.get::<i64>("took_ms")?).unwrap_or(0)),
        status: http_status(row, "status")?,
        problem: row.get("problem")?,
        answer: row.get("answer")?,
    })
}

pub(super) fn http_status(row: &Row, column: &'static str) -> Result<Option<u16>, StoreError> {
    Ok(row.get::<Option<i64>>(column)?.and_then(|status| u16::try_from(status).ok()))
}
