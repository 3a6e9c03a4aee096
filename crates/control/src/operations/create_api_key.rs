//! Making an API key.

use super::create_tenant::display_name;
use super::idempotency::Once;
use crate::audit::Deed;
use crate::keys::KeySecret;
use crate::{Control, Refused};
use nameplate_domain::application::Environment;
use nameplate_domain::tenancy::{ApiKey, ApiKeyId, ApplicationId, Caller, Scope, Scopes, TenantId};
use serde_json::{Value, json};

/// What a key is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewApiKey {
    /// Display name.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
}

impl NewApiKey {
    /// The same, as it can be made.
    ///
    /// # Errors
    /// [`Refused::Invalid`] naming the field.
    pub fn checked(self) -> Result<Self, Refused> {
        if self.scopes.is_empty() {
            let known: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
            return Err(Refused::invalid("scopes", format!("is empty; give at least one of {}", known.join(", "))));
        }
        Ok(Self { name: display_name("name", &self.name)?, ..self })
    }
}

impl Control {
    /// Makes a key under an application of the caller's tenant; under its own, when the caller is a key of one. The secret is in this
    /// answer and nowhere else.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `apps:admin`, or for a scope that the caller does not hold itself;
    /// [`Refused::NotFound`] for the application; [`Refused::Invalid`] naming the field.
    pub async fn create_api_key(
        &self,
        caller: &Caller,
        application: ApplicationId,
        new: NewApiKey,
        once: Option<Once<'_, ApiKey>>,
    ) -> Result<(ApiKey, KeySecret), Refused> {
        caller.require(Scope::AppsAdmin)?;
        let found = self.reader().application(caller.tenant, application).await?;
        let environment = found.ok_or(Refused::NotFound("application"))?.environment;
        self.check_keys_in_reach(caller, application).await?;
        caller.may_grant(&new.scopes)?;
        let (key, secret) = self.make_key(caller.tenant, Some(application), environment, new)?;
        let mut tx = self.store.begin().await?;
        tx.insert_api_key(&key, &secret.hash()).await?;
        self.audit(&mut tx, caller, Deed::new("key.create", key.id).to(shown(&key))).await?;
        self.finish_once(&mut tx, caller.tenant, once.as_ref(), &key).await?;
        tx.commit().await?;
        Ok((key, secret))
    }

    /// A key that nobody has yet.
    pub(super) fn make_key(
        &self,
        tenant: TenantId,
        application: Option<ApplicationId>,
        environment: Environment,
        new: NewApiKey,
    ) -> Result<(ApiKey, KeySecret), Refused> {
        let NewApiKey { name, scopes } = new.checked()?;
        let now = self.now();
        let secret = KeySecret::from_random(environment, self.chance.bytes());
        let key = ApiKey {
            id: ApiKeyId(self.chance.id(now)),
            tenant,
            application,
            name,
            last4: secret.last4(),
            scopes,
            created_at: now,
            revoked_at: None,
        };
        Ok((key, secret))
    }
}

/// A key as the audit log has it.
pub(super) fn shown(key: &ApiKey) -> Value {
    json!({ "application_id": key.application, "name": key.name, "last4": key.last4, "scopes": key.scopes })
}
