//! Making a webhook endpoint.

use super::{SigningSecret, description, event_filter, may_manage, shown};
use crate::audit::Deed;
use crate::operations::Once;
use crate::{Control, Refused};
use nameplate_domain::tenancy::{ApplicationId, Caller, WebhookEndpointId};
use nameplate_domain::webhook::{ENDPOINTS_MAX, Endpoint, EndpointState};

/// What an endpoint is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewWebhookEndpoint {
    /// Where events are posted to.
    pub url: String,
    /// What its owner says about it.
    pub description: Option<String>,
    /// Names of the events it is told of; none for all.
    pub events: Vec<String>,
    /// The only application whose events it is told of; `None` for all.
    pub application: Option<ApplicationId>,
}

impl Control {
    /// Makes an endpoint. The secret is in this answer and nowhere else.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `webhooks:write`; [`Refused::NotFound`] for the application; [`Refused::Invalid`] naming the
    /// field, also when there are too many; [`Refused::NoSealingKey`] where secrets must be sealed and no key is set.
    pub async fn create_webhook_endpoint(
        &self,
        caller: &Caller,
        new: NewWebhookEndpoint,
        once: Option<Once<'_, Endpoint>>,
    ) -> Result<(Endpoint, SigningSecret), Refused> {
        may_manage(caller)?;
        self.check_webhook_url(&new.url)?;
        if let Some(application) = new.application {
            let found = self.reader().application(caller.tenant, application).await?;
            found.ok_or(Refused::NotFound("application"))?;
        }
        let now = self.now();
        let endpoint = Endpoint {
            id: WebhookEndpointId(self.chance.id(now)),
            tenant: caller.tenant,
            application: new.application,
            url: new.url,
            description: description(new.description.as_deref())?,
            events: event_filter(&new.events)?,
            state: EndpointState::Enabled,
            trouble: None,
            former_secret_until: None,
            created_at: now,
            updated_at: now,
        };
        let (secret, kept) = self.new_signing_secret(endpoint.id)?;
        let mut tx = self.store.begin().await?;
        if !tx.insert_webhook_endpoint(&endpoint, &kept, ENDPOINTS_MAX).await? {
            let reason = format!("is one too many: there are {ENDPOINTS_MAX} webhook endpoints; delete one first");
            return Err(Refused::invalid("url", reason));
        }
        let deed = Deed::new("webhook_endpoint.create", endpoint.id).to(shown(&endpoint));
        self.audit(&mut tx, caller, deed).await?;
        self.finish_once(&mut tx, caller.tenant, once.as_ref(), &endpoint).await?;
        tx.commit().await?;
        Ok((endpoint, secret))
    }

    /// Succeeds for a URL that may be sent to.
    pub(super) fn check_webhook_url(&self, url: &str) -> Result<(), Refused> {
        let looked_at = self.fleet.access.door().target(url);
        looked_at.map(drop).map_err(|bad| Refused::invalid("url", bad.to_string()))
    }
}
