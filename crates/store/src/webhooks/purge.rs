//! Forgetting deliveries.

use crate::error::StoreError;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::time::Timestamp;
use std::time::Duration;
use uuid::Uuid;

/// How long deliveries and their attempts are kept.
pub const DELIVERIES_KEPT_FOR: Duration = Duration::from_hours(30 * 24);

/// The oldest deliveries made before `$1` that nothing is done for any more, at most `$2`. Identifiers begin with the time at which
/// they were made, so that the primary key is the index.
macro_rules! old {
    () => {
        "SELECT id FROM webhook_deliveries WHERE id < $1 AND status <> 'pending' ORDER BY id LIMIT $2"
    };
}

statements! { webhook_deliveries by "id";
    ATTEMPTS = concat!("DELETE FROM webhook_attempts WHERE delivery_id IN (", old!(), ")");
    DELIVERIES = concat!("DELETE FROM webhook_deliveries WHERE id IN (", old!(), ")");
}

impl Tx {
    /// Deletes up to `limit` deliveries that were made [`DELIVERIES_KEPT_FOR`] before `now`, the oldest first; says how many.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn purge_webhook_deliveries(&mut self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let first_kept = first_id_of(now.minus(DELIVERIES_KEPT_FOR));
        self.execute(&ATTEMPTS, values![first_kept, limit]).await?;
        self.execute(&DELIVERIES, values![first_kept, limit]).await
    }
}

/// The least UUID of version 7 that is made at `at` (RFC 9562, 5.7).
pub(crate) fn first_id_of(at: Timestamp) -> Uuid {
    let ms = u64::try_from(at.as_ms()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(ms, &[0; 10]).into_uuid()
}
