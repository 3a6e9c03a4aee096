//! Counts for metrics. Some go over a whole table: ask every 15 seconds, not for every scrape.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::sql::{Sql, claim, statements};
use crate::value::values;
use nameplate_domain::certificate::CertificateStatus;
use nameplate_domain::connection::State;
use nameplate_domain::time::Timestamp;
use nameplate_domain::webhook::DeliveryStatus;

/// When a certificate should have been replaced at the latest: the expression of the index `certificates_overdue`, word for word.
macro_rules! overdue_at {
    () => {
        "CASE WHEN renew_at_ms + 86400000 < not_after_ms - (not_after_ms - not_before_ms) / 5 THEN renew_at_ms + 86400000 \
         ELSE not_after_ms - (not_after_ms - not_before_ms) / 5 END"
    };
}

statements! { connections by "state";
    BY_STATE = "SELECT state, COUNT(*) AS rows_counted FROM connections GROUP BY state";
    // By an index that has the status and nothing else.
    BY_DELIVERY_STATUS = "SELECT status AS state, COUNT(*) AS rows_counted FROM webhook_deliveries GROUP BY status";
    BY_STATUS = "SELECT status AS state, COUNT(*) AS rows_counted FROM certificates GROUP BY status";
    OVERDUE = concat!("SELECT 'overdue' AS state, COUNT(*) AS rows_counted, COALESCE(MIN(", overdue_at!(), "), $1) AS oldest_ms \
                       FROM certificates WHERE status = 'issued' AND (", overdue_at!(), ") < $1");
    TENANTS = "SELECT 'all' AS state, COUNT(*) AS rows_counted FROM tenants";
    // Both by a partial index: what waits is little, and the oldest of it stands first.
    DUE = "SELECT 'due' AS state, COUNT(*) AS rows_counted, COALESCE(MIN(due_at_ms), $1) AS oldest_ms FROM connections \
           WHERE due_at_ms IS NOT NULL AND NOT suspended AND due_at_ms <= $1";
    UNPLACED = "SELECT 'unplaced' AS state, COUNT(*) AS rows_counted, COALESCE(MIN(created_at_ms), $1) AS oldest_ms FROM events \
                WHERE position IS NULL";
    // The condition of the index `connections_wanting_certificate`, word for word.
    WANTED = concat!(
        "SELECT 'wanted' AS state, COUNT(*) AS rows_counted, COALESCE(MIN(state_since_ms), $1) AS oldest_ms FROM connections \
         WHERE (state = 'issuing_cert' OR (delegated AND certificate_until_ms IS NULL AND ",
        claim!(),
        ")) AND NOT suspended AND COALESCE(certificate_retry_at_ms, 0) <= $1"
    );
    RENEWALS = "SELECT 'renewals' AS state, COUNT(*) AS rows_counted, COALESCE(MIN(renew_requested_at_ms), $1) AS oldest_ms \
                FROM certificates WHERE renew_requested_at_ms > reported_at_ms";
    TXT_ANSWERS = "SELECT 'txt' AS state, COUNT(*) AS rows_counted, COALESCE(MIN(put_at_ms), $1) AS oldest_ms FROM txt_answers \
                   WHERE expires_at_ms > $1";
}

/// What waits in line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Queue {
    /// How many.
    pub waiting: i64,
    /// How long the first of them has been waiting, in milliseconds; 0 when none waits.
    pub oldest_ms: i64,
}

/// How much there is of everything.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Gauges {
    /// Tenants, suspended ones included.
    pub tenants: i64,
    /// Connections in each state, none left out.
    pub connections: Vec<(State, i64)>,
    /// Certificates of each status, none left out.
    pub certificates: Vec<(CertificateStatus, i64)>,
    /// Issued certificates that should have been replaced: more than a day after the time for it, or with less than a fifth of
    /// their life left. Expired ones are among them.
    pub expiring_soon: i64,
    /// Webhook deliveries of each status, none left out.
    pub deliveries: Vec<(DeliveryStatus, i64)>,
    /// When the webhook endpoint whose deliveries wait longest became due, or will. Those of suspended tenants are left out.
    pub oldest_delivery_due_at: Option<Timestamp>,
    /// Connections whose time to be looked at has come.
    pub due_connections: Queue,
    /// Events that were committed and that no reader can follow yet.
    pub unplaced_events: Queue,
    /// Connections that want a certificate now.
    pub wanted_certificates: Queue,
    /// Certificates that somebody wants to have replaced, and that no edge has reported since.
    pub requested_renewals: Queue,
    /// The certificates of `expiring_soon`, and since when the first of them is.
    pub overdue_certificates: Queue,
    /// TXT values that are told in the ACME zone.
    pub txt_answers: Queue,
}

impl Reader {
    /// Counts everything.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn gauges(&self, now: Timestamp) -> Result<Gauges, StoreError> {
        let counted = |row: &crate::row::Row| Ok((row.get::<String>("state")?, row.get::<i64>("rows_counted")?));
        let states = self.all(&BY_STATE, values![], counted).await?;
        let statuses = self.all(&BY_STATUS, values![], counted).await?;
        let overdue_certificates = self.queue(&OVERDUE, now).await?;
        let tenants = self.first(&TENANTS, values![], counted).await?.map_or(0, |(_, count)| count);
        let deliveries = self.all(&BY_DELIVERY_STATUS, values![], counted).await?;
        let oldest_delivery_due_at = self.oldest_webhook_lane_due_at().await?;
        let due_connections = self.queue(&DUE, now).await?;
        let unplaced_events = self.queue(&UNPLACED, now).await?;
        Ok(Gauges {
            tenants,
            connections: State::ALL.map(|state| (state, count_of(&states, state.as_str()))).to_vec(),
            certificates: CertificateStatus::ALL.map(|status| (status, count_of(&statuses, status.as_str()))).to_vec(),
            expiring_soon: overdue_certificates.waiting,
            deliveries: DeliveryStatus::ALL.map(|status| (status, count_of(&deliveries, status.as_str()))).to_vec(),
            oldest_delivery_due_at,
            due_connections,
            unplaced_events,
            wanted_certificates: self.queue(&WANTED, now).await?,
            requested_renewals: self.queue(&RENEWALS, now).await?,
            overdue_certificates,
            txt_answers: self.queue(&TXT_ANSWERS, now).await?,
        })
    }

    async fn queue(&self, sql: &'static Sql, now: Timestamp) -> Result<Queue, StoreError> {
        let counted = |row: &crate::row::Row| Ok((row.get::<i64>("rows_counted")?, row.get::<i64>("oldest_ms")?));
        let (waiting, oldest_ms) = self.first(sql, values![now], counted).await?.unwrap_or((0, now.as_ms()));
        Ok(Queue { waiting, oldest_ms: (now.as_ms() - oldest_ms).max(0) })
    }
}

fn count_of(counted: &[(String, i64)], name: &str) -> i64 {
    counted.iter().find(|(known, _)| known == name).map_or(0, |(_, count)| *count)
}
