//! Trying an endpoint out.

use super::may_manage;
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::tenancy::{Caller, DeliveryId, EventId, WebhookEndpointId};
use nameplate_domain::webhook::{Attempt, Delivery, DeliveryStatus, TEST_EVENT, envelope};
use serde_json::json;

impl Control {
    /// Sends a test event to an endpoint now, also to a disabled one, and waits for what comes of it. It is tried once, and says
    /// nothing about the endpoint's health.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `webhooks:write`; [`Refused::NotFound`]; [`Refused::SealedElsewhere`] when its secret cannot be
    /// opened.
    pub async fn test_webhook_endpoint(
        &self,
        caller: &Caller,
        id: WebhookEndpointId,
    ) -> Result<(Delivery, Attempt), Refused> {
        may_manage(caller)?;
        let endpoint = self.webhook_endpoint_of(caller, id).await?;
        let secrets = self.reader().webhook_secrets(caller.tenant, id).await?;
        let secrets = secrets.ok_or(Refused::NotFound("webhook endpoint"))?;
        let now = self.now();
        let signing = self.signing_of(id, &secrets, now);
        let signing =
            signing.map_err(|error| Refused::SealedElsewhere(format!("the signing secret of {id}: {error}")))?;
        let event = EventId(self.chance.id(now));
        let data = json!({"endpoint_id": id, "message": "This is a test. Nothing happened to any domain."});
        let mut delivery = Delivery {
            id: DeliveryId(self.chance.id(now)),
            tenant: caller.tenant,
            endpoint: id,
            event,
            connection: None,
            kind: TEST_EVENT.to_owned(),
            payload: envelope(event, TEST_EVENT, None, &data, now),
            status: DeliveryStatus::Pending,
            attempts: 0,
            round_attempts: 0,
            last_status: None,
            last_problem: None,
            due_at: None,
            created_at: now,
            finished_at: None,
        };
        let attempt = self.attempt(&endpoint.url, &signing, &delivery).await;
        delivery.status = if attempt.is_success() { DeliveryStatus::Delivered } else { DeliveryStatus::Failed };
        (delivery.attempts, delivery.round_attempts) = (1, 1);
        (delivery.last_status, delivery.last_problem) = (attempt.status, attempt.problem.clone());
        delivery.finished_at = Some(self.now());
        let mut tx = self.store.begin().await?;
        tx.insert_webhook_deliveries(std::slice::from_ref(&delivery)).await?;
        tx.insert_webhook_attempt(delivery.id, &attempt).await?;
        let deed = Deed::new("webhook_endpoint.test", id).to(json!({"delivery_id": delivery.id}));
        self.audit(&mut tx, caller, deed).await?;
        tx.commit().await?;
        Ok((delivery, attempt))
    }
}
