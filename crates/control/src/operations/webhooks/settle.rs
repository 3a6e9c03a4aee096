//! What follows from attempts: retries, and endpoints that are given up.

use crate::Control;
use crate::audit::Deed;
use nameplate_domain::connection::Announcement;
use nameplate_domain::tenancy::{Caller, EventId};
use nameplate_domain::webhook::{Attempt, Delivery, DeliveryStatus, Endpoint, retry_in};
use nameplate_store::{Outcome, Settled, StoreError, Tx};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// An attempt that was made.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// Who was told.
    pub(crate) endpoint: Arc<Endpoint>,
    /// What, as it stood before.
    pub(crate) delivery: Delivery,
    /// What came of it.
    pub(crate) attempt: Attempt,
}

/// Whether the endpoint is told more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum After {
    /// It is.
    GoOn,
    /// It was disabled.
    Stop,
}

impl Control {
    /// Writes attempts down, with everything that follows, in one transaction. Says for each, in their order, how it goes on.
    pub(crate) async fn settle(&self, told: &[Told]) -> Result<Vec<After>, StoreError> {
        let mut tx = self.store.begin().await?;
        // Endpoints before deliveries, also those that are well and whose row is not written.
        tx.lock_webhook_endpoints(&told.iter().map(|told| told.endpoint.id).collect()).await?;
        let mut given_up = BTreeSet::new();
        for told in told {
            if self.note_health(&mut tx, told).await? == After::Stop {
                given_up.insert(told.endpoint.id);
            }
        }
        for Told { delivery, attempt, .. } in told {
            let outcome = Outcome {
                delivery: delivery.id,
                round_attempts: delivery.round_attempts,
                attempt: attempt.clone(),
                settled: self.settled(delivery, attempt),
            };
            if !tx.settle_webhook_delivery(&outcome).await? {
                tracing::debug!(delivery.id = %delivery.id, "Somebody else made the same attempt; the first one counts.");
            }
        }
        tx.commit().await?;
        let after = |told: &Told| if given_up.contains(&told.endpoint.id) { After::Stop } else { After::GoOn };
        Ok(told.iter().map(after).collect())
    }

    /// Keeps the endpoint's health, and disables one that is beyond hope.
    async fn note_health(&self, tx: &mut Tx, told: &Told) -> Result<After, StoreError> {
        let (endpoint, attempt) = (&told.endpoint, &told.attempt);
        if attempt.is_success() {
            tx.note_webhook_success(endpoint.id).await?;
            return Ok(After::GoOn);
        }
        let Some(trouble) = tx.note_webhook_failure(endpoint.id, attempt.at).await? else { return Ok(After::Stop) };
        let why = match attempt.is_farewell() {
            true => "it answered 410 Gone".to_owned(),
            false if trouble.is_final(self.now()) => {
                let last = attempt.problem.as_deref().unwrap_or("unknown");
                format!(
                    "every delivery has failed since {}, {} of them; the last one: {last}",
                    trouble.since, trouble.failures
                )
            }
            false => return Ok(After::GoOn),
        };
        self.give_up(tx, endpoint, &why).await?;
        Ok(After::Stop)
    }

    async fn give_up(&self, tx: &mut Tx, endpoint: &Endpoint, why: &str) -> Result<(), StoreError> {
        let now = self.now();
        if !tx.disable_webhook_endpoint(endpoint.tenant, endpoint.id, why, now).await? {
            return Ok(());
        }
        let data = json!({"endpoint_id": endpoint.id, "url": endpoint.url, "reason": why});
        let event = EventId(self.chance.id(now));
        tx.announce_to_tenant(endpoint.tenant, Announcement::WebhookDisabled, event, &data, now).await?;
        let deed = Deed::new("webhook_endpoint.disable", endpoint.id);
        let deed = deed.from(json!({"enabled": true})).to(json!({"enabled": false, "reason": why}));
        self.audit(tx, &Caller::system(endpoint.tenant), deed).await?;
        tracing::info!(webhook_endpoint.id = %endpoint.id, "A webhook endpoint was disabled: {why}.");
        Ok(())
    }

    fn settled(&self, delivery: &Delivery, attempt: &Attempt) -> Settled {
        let now = self.now();
        if attempt.is_success() {
            return Settled { status: DeliveryStatus::Delivered, due_at: None, finished_at: Some(now) };
        }
        match retry_in(delivery.round_attempts.saturating_add(1), self.chance.fraction()) {
            Some(wait) => Settled { status: DeliveryStatus::Pending, due_at: Some(now.plus(wait)), finished_at: None },
            None => Settled { status: DeliveryStatus::Failed, due_at: None, finished_at: Some(now) },
        }
    }
}
