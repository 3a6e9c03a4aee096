//! Forgetting what has served its time.

use crate::Control;
use std::time::Duration;

/// How often outdated rows are removed.
const EVERY: Duration = Duration::from_secs(600);

impl Control {
    /// Removes outdated idempotency keys and TXT values now and then. Runs until dropped.
    pub async fn clean_up(&self) {
        loop {
            tokio::time::sleep(EVERY).await;
            if let Err(error) = self.purge().await {
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
        tx.commit().await
    }
}
