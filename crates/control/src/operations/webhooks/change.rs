//! Changing a webhook endpoint, and doing away with one.

use super::{SigningSecret, description, event_filter, may_manage, shown};
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::tenancy::{Caller, WebhookEndpointId};
use nameplate_domain::webhook::{Endpoint, FORMER_SECRET_FOR};
use nameplate_store::EndpointChanges;
use serde_json::json;

/// Why an endpoint is disabled that its owner disabled.
const BY_REQUEST: &str = "its owner disabled it";

/// What to change; `None` leaves a field as it is, `Some(None)` takes it away.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WebhookEndpointChanges {
    /// Where events are posted to.
    pub url: Option<String>,
    /// What its owner says about it.
    pub description: Option<Option<String>>,
    /// Names of the events it is told of; none for all.
    pub events: Option<Vec<String>>,
    /// Whether it is told anything. What is on its way to an endpoint that becomes disabled is given up; it can be replayed.
    pub enabled: Option<bool>,
}

impl Control {
    /// Changes an endpoint of the caller's tenant.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `webhooks:write`; [`Refused::NotFound`]; [`Refused::Invalid`] naming the field.
    pub async fn update_webhook_endpoint(
        &self,
        caller: &Caller,
        id: WebhookEndpointId,
        changes: WebhookEndpointChanges,
    ) -> Result<Endpoint, Refused> {
        may_manage(caller)?;
        if let Some(url) = &changes.url {
            self.check_webhook_url(url)?;
        }
        let described = changes.description.map(|text| description(text.as_deref())).transpose()?;
        let events = changes.events.as_deref().map(event_filter).transpose()?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        let found = tx.lock_webhook_endpoint(caller.tenant, id).await?;
        let before = found.ok_or(Refused::NotFound("webhook endpoint"))?;
        match changes.enabled {
            Some(true) => tx.enable_webhook_endpoint(caller.tenant, id).await?,
            Some(false) => tx.disable_webhook_endpoint(caller.tenant, id, BY_REQUEST, now).await?,
            None => false,
        };
        let url = changes.url.as_deref();
        let description = described.as_ref().map(Option::as_deref);
        let given = EndpointChanges { url, description, events: events.as_ref(), now };
        let changed = tx.update_webhook_endpoint(caller.tenant, id, given).await?;
        let after = changed.ok_or(Refused::NotFound("webhook endpoint"))?;
        let deed = Deed::new("webhook_endpoint.update", id).from(shown(&before)).to(shown(&after));
        self.audit(&mut tx, caller, deed).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Deletes an endpoint of the caller's tenant. What was sent to it stays listed; what is on its way is given up.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `webhooks:write`; [`Refused::NotFound`].
    pub async fn delete_webhook_endpoint(&self, caller: &Caller, id: WebhookEndpointId) -> Result<(), Refused> {
        may_manage(caller)?;
        let before = self.webhook_endpoint_of(caller, id).await?;
        let mut tx = self.store.begin().await?;
        if !tx.delete_webhook_endpoint(caller.tenant, id, self.now()).await? {
            return Err(Refused::NotFound("webhook endpoint"));
        }
        self.audit(&mut tx, caller, Deed::new("webhook_endpoint.delete", id).from(shown(&before))).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives an endpoint another secret, which is in this answer and nowhere else. For a day the one before signs too, in
    /// `webhook-signature`.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `webhooks:write`; [`Refused::NotFound`]; [`Refused::NoSealingKey`] where secrets must be sealed
    /// and no key is set.
    pub async fn rotate_webhook_secret(
        &self,
        caller: &Caller,
        id: WebhookEndpointId,
    ) -> Result<(Endpoint, SigningSecret), Refused> {
        may_manage(caller)?;
        let endpoint = self.webhook_endpoint_of(caller, id).await?;
        let (secret, kept) = self.new_signing_secret(id)?;
        let now = self.now();
        let until = now.plus(FORMER_SECRET_FOR);
        let mut tx = self.store.begin().await?;
        if !tx.rotate_webhook_secret(caller.tenant, id, &kept, until, now).await? {
            return Err(Refused::NotFound("webhook endpoint"));
        }
        let deed =
            Deed::new("webhook_endpoint.rotate_secret", id).to(json!({"former_secret_until": until.to_string()}));
        self.audit(&mut tx, caller, deed).await?;
        tx.commit().await?;
        Ok((Endpoint { former_secret_until: Some(until), updated_at: now, ..endpoint }, secret))
    }

    pub(super) async fn webhook_endpoint_of(
        &self,
        caller: &Caller,
        id: WebhookEndpointId,
    ) -> Result<Endpoint, Refused> {
        let found = self.reader().webhook_endpoint(caller.tenant, id).await?;
        found.ok_or(Refused::NotFound("webhook endpoint"))
    }
}
