//! Work that is due, taken by lease, so that any number of processes share it.
//!
//! The lease saves work; it does not make work correct: the compare-and-swap of each step does.

use crate::connections::{columns, connection};
use crate::error::StoreError;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::connection::Connection;
use nameplate_domain::time::Timestamp;
use std::time::Duration;

/// Takes due rows and writes when they are due next. `$1` now, `$2` end of the lease, `$3` jitter in thousandths above 900,
/// `$4` limit; all but the limit in milliseconds.
///
/// - What belongs to a suspended tenant is left alone.
/// - The outer condition repeats that the row is due. Without it, PostgreSQL hands rows out again that another worker took
///   between the choice and the update. `+ 0` keeps it from being looked up: where statistics know of no rows that are due, as after a
///   great many have become due at once, PostgreSQL would go through all of them for each lease.
/// - A live or drifted connection gets its next regular check at once, so that one that is as it was costs a single write for
///   each check: `domain::schedule::next_check_in`, in integers (a hundredth of its age, between 5 s and 900 s, ±10 %).
///   `state_since_ms` spreads the jitter over the rows of one lease, which would stay together otherwise.
macro_rules! lease {
    ($lock:literal) => {
        concat!(
            "WITH due AS MATERIALIZED (SELECT id FROM connections WHERE due_at_ms <= $1 AND NOT suspended ORDER BY due_at_ms LIMIT $4",
            $lock,
            ") UPDATE connections SET checked_at_ms = $1, due_at_ms = CASE \
             WHEN state NOT IN ('live','drifted') THEN $2 \
             WHEN $1 - state_since_ms < 500000 THEN $1 + 5 * (900 + ($3 + state_since_ms) % 201) \
             WHEN $1 - state_since_ms > 90000000 THEN $1 + 900 * (900 + ($3 + state_since_ms) % 201) \
             ELSE $1 + ($1 - state_since_ms) * (900 + ($3 + state_since_ms) % 201) / 100000 END \
             WHERE id IN (SELECT id FROM due) AND due_at_ms + 0 <= $1 AND NOT suspended RETURNING ",
            columns!()
        )
    };
}

statements! { connections by "id";
    LEASE = lease!(""), on postgres lease!(" FOR UPDATE SKIP LOCKED");
}

impl Tx {
    /// Takes up to `limit` connections that are due at `now`, the longest due first chosen; nobody else gets them before they are
    /// due again: live and drifted ones at their next regular check, others after `hold`. `jitter`, from 0.9 to 1.1, is where
    /// the spread of the regular checks starts.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn lease_due(
        &mut self,
        now: Timestamp,
        hold: Duration,
        jitter: f64,
        limit: u32,
    ) -> Result<Vec<Connection>, StoreError> {
        let rows = self.rows(&LEASE, values![now, now.plus(hold), thousandths_above_900(jitter), limit]).await?;
        rows.iter().map(connection).collect()
    }
}

/// 0 for 0.9, 200 for 1.1.
#[expect(clippy::cast_possible_truncation, reason = "clamped to 0 to 200")]
fn thousandths_above_900(jitter: f64) -> i64 {
    ((jitter - 0.9) * 1000.0).round().clamp(0.0, 200.0) as i64
}

#[cfg(test)]
mod tests {
    use super::thousandths_above_900;

    #[test]
    fn jitter_is_counted_in_thousandths() {
        assert_eq!([0.9, 1.0, 1.1, 7.0, f64::NAN].map(thousandths_above_900), [0, 100, 200, 200, 0]);
    }
}
