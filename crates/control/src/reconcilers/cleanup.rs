//! Forgetting what has served its time.

use crate::Control;
use std::time::Duration;

/// How often outdated rows are removed.
const EVERY: Duration = Duration::from_secs(600);
/// How long events can be read from the outbox.
const EVENTS_KEPT_FOR: Duration = Duration::from_hours(30 * 24);
/// How long it can be seen who did what, and what was seen: a year and a month.
const AUDIT_KEPT_FOR: Duration = Duration::from_hours(400 * 24);
/// How long an edge is remembered that says nothing any more.
const SILENT_EDGES_KEPT_FOR: Duration = Duration::from_hours(24);
/// Events, entries of the audit log, observations or counts of days, removed in one transaction.
const ROWS_AT_ONCE: u32 = 1000;
/// Billing notices are remembered longer than a provider repeats them: Stripe does so for three days.
const NOTICES_KEPT_FOR: Duration = Duration::from_hours(30 * 24);
/// Webhook deliveries removed in one transaction.
const DELIVERIES_AT_ONCE: u32 = 500;

impl Control {
    /// Removes outdated idempotency keys, TXT values, sessions, events, webhook deliveries, entries of the audit log, observations, counts of
    /// days and silent edges now and then. Runs until dropped.
    pub async fn clean_up(&self) {
        loop {
            tokio::time::sleep(EVERY).await;
            let purged = async {
                self.purge().await?;
                self.purge_webhook_deliveries().await?;
                self.purge_events().await?;
                self.purge_audit().await?;
                self.purge_observations().await?;
                self.purge_usage_days().await
            };
            if let Err(error) = purged.await {
                tracing::warn!(error = &error as &dyn std::error::Error, "Could not remove what has served its time.");
            }
        }
    }

    async fn purge(&self) -> Result<(), nameplate_store::StoreError> {
        let mut tx = self.store.begin().await?;
        tx.purge_idempotent(self.now()).await?;
        tx.purge_txt_answers(self.now()).await?;
        tx.purge_acme_accounts().await?;
        tx.purge_zone_leases(self.now()).await?;
        tx.purge_domain_connect(self.now()).await?;
        tx.purge_billing_notices(self.now().minus(NOTICES_KEPT_FOR)).await?;
        tx.purge_share_links(self.now()).await?;
        tx.forget_edges(self.now().minus(SILENT_EDGES_KEPT_FOR)).await?;
        tx.purge_sessions(self.now()).await?;
        tx.purge_invitations(self.now()).await?;
        tx.forget_former_webhook_secrets(self.now()).await?;
        tx.commit().await
    }

    /// A batch at a time: nobody waits long for the one who writes.
    async fn purge_webhook_deliveries(&self) -> Result<(), nameplate_store::StoreError> {
        loop {
            let mut tx = self.store.begin().await?;
            let purged = tx.purge_webhook_deliveries(self.now(), DELIVERIES_AT_ONCE).await?;
            tx.commit().await?;
            if purged < u64::from(DELIVERIES_AT_ONCE) {
                return Ok(());
            }
        }
    }

    /// Removes events that are older than [`EVENTS_KEPT_FOR`], in transactions that keep nobody waiting.
    async fn purge_events(&self) -> Result<(), nameplate_store::StoreError> {
        loop {
            let mut tx = self.store.begin().await?;
            let purged = tx.purge_events(self.now().minus(EVENTS_KEPT_FOR), ROWS_AT_ONCE).await?;
            tx.commit().await?;
            if purged < u64::from(ROWS_AT_ONCE) {
                return Ok(());
            }
        }
    }

    async fn purge_observations(&self) -> Result<(), nameplate_store::StoreError> {
        loop {
            let mut tx = self.store.begin().await?;
            let purged = tx.purge_observations(self.now().minus(AUDIT_KEPT_FOR), ROWS_AT_ONCE).await?;
            tx.commit().await?;
            if purged < u64::from(ROWS_AT_ONCE) {
                return Ok(());
            }
        }
    }

    async fn purge_audit(&self) -> Result<(), nameplate_store::StoreError> {
        loop {
            let mut tx = self.store.begin().await?;
            let purged = tx.purge_audit(self.now().minus(AUDIT_KEPT_FOR), ROWS_AT_ONCE).await?;
            tx.commit().await?;
            if purged < u64::from(ROWS_AT_ONCE) {
                return Ok(());
            }
        }
    }

    async fn purge_usage_days(&self) -> Result<(), nameplate_store::StoreError> {
        loop {
            let mut tx = self.store.begin().await?;
            let purged = tx.purge_usage_days(self.now(), ROWS_AT_ONCE).await?;
            tx.commit().await?;
            if purged < u64::from(ROWS_AT_ONCE) {
                return Ok(());
            }
        }
    }
}
