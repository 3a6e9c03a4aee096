//! Sending something once more.

use super::may_manage;
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::tenancy::{Caller, DeliveryId};
use nameplate_domain::webhook::{Delivery, EndpointState};
use serde_json::json;

impl Control {
    /// Begins another round of attempts of a delivery, whatever became of the last one.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `webhooks:write`; [`Refused::NotFound`] for the delivery, or for its endpoint when that is
    /// gone; [`Refused::EndpointDisabled`].
    pub async fn replay_webhook_delivery(&self, caller: &Caller, id: DeliveryId) -> Result<Delivery, Refused> {
        may_manage(caller)?;
        let found = self.reader().webhook_delivery(caller.tenant, id).await?;
        let delivery = found.ok_or(Refused::NotFound("webhook delivery"))?;
        let endpoint = self.webhook_endpoint_of(caller, delivery.endpoint).await?;
        if endpoint.state != EndpointState::Enabled {
            return Err(Refused::EndpointDisabled);
        }
        let mut tx = self.store.begin().await?;
        // Disabled or deleted since.
        let again = tx.deliver_again(&delivery, self.now()).await?.ok_or(Refused::EndpointDisabled)?;
        let deed = Deed::new("webhook_delivery.replay", id).from(json!({"status": delivery.status.as_str()}));
        self.audit(&mut tx, caller, deed).await?;
        tx.commit().await?;
        Ok(again)
    }
}
