//! Making a tenant with its first key.

use super::create_api_key::{self, NewApiKey};
use super::create_application;
use super::idempotency::Once;
use crate::audit::Deed;
use crate::keys::KeySecret;
use crate::{Control, Refused};
use nameplate_domain::application::{Application, Environment};
use nameplate_domain::plans::Plan;
use nameplate_domain::tenancy::{ApiKey, ApiKeyId, ApplicationId, Operator, Scope, Scopes, Tenant, TenantId};
use serde_json::json;
use uuid::Uuid;

/// Longest display name, in characters.
pub(crate) const NAME_LENGTH_MAX: usize = 200;

/// Tenant, application and key of the demo have fixed identifiers, so that seeding twice changes nothing.
const DEMO: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);

/// The name that a tenant called `text` gets.
///
/// # Errors
/// [`Refused::Invalid`].
pub fn tenant_name(text: &str) -> Result<String, Refused> {
    display_name("name", text)
}

/// A display name without blanks around it.
pub(crate) fn display_name(field: &str, text: &str) -> Result<String, Refused> {
    let name = text.trim();
    match name.chars().count() {
        0 => Err(Refused::invalid(field, "is empty; give a name that people recognise")),
        n if n > NAME_LENGTH_MAX => Err(Refused::invalid(field, format!("has more than {NAME_LENGTH_MAX} characters"))),
        _ if name.chars().any(char::is_control) => Err(Refused::invalid(field, "has control characters")),
        _ => Ok(name.to_owned()),
    }
}

impl Control {
    /// Makes a tenant on `plan`, or on that of all new ones, and a key of the whole tenant with every scope. The secret is in this
    /// answer and nowhere else.
    ///
    /// # Errors
    /// [`Refused::Invalid`] for the name.
    pub async fn create_tenant(
        &self,
        by: &Operator,
        name: &str,
        plan: Option<Plan>,
        once: Option<Once<'_, (Tenant, ApiKey)>>,
    ) -> Result<(Tenant, ApiKey, KeySecret), Refused> {
        let now = self.now();
        let plan = plan.unwrap_or(self.commerce.default_plan);
        let tenant = Tenant { id: TenantId(self.chance.id(now)), name: display_name("name", name)?, created_at: now };
        let first = NewApiKey { name: "first key".into(), scopes: Scopes::from(Scope::ALL) };
        let (key, secret) = self.make_key(tenant.id, None, Environment::Live, first)?;
        let mut tx = self.store.begin().await?;
        tx.insert_tenant(&tenant).await?;
        tx.insert_quota(&self.first_quota(tenant.id, plan, now)).await?;
        tx.insert_api_key(&key, &secret.hash()).await?;
        let (operator, name) = (by.on(tenant.id), json!({ "name": tenant.name, "plan": plan.as_str() }));
        self.audit(&mut tx, &operator, Deed::new("tenant.create", tenant.id).to(name)).await?;
        self.audit(&mut tx, &operator, Deed::new("key.create", key.id).to(create_api_key::shown(&key))).await?;
        let created = (tenant, key);
        self.finish_once(&mut tx, TenantId::PLATFORM, once.as_ref(), &created).await?;
        tx.commit().await?;
        let (tenant, key) = created;
        Ok((tenant, key, secret))
    }

    /// Makes the demo tenant, its application and its key, unless they are there.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn seed_demo(&self, secret: &KeySecret) -> Result<Application, Refused> {
        let now = self.now();
        let tenant = TenantId(DEMO);
        let application = Application {
            id: ApplicationId(DEMO),
            tenant,
            name: "Demo".into(),
            environment: Environment::Test,
            allowed_origins: vec![],
            record_template: None,
            default_origin: None,
            created_at: now,
            updated_at: now,
        };
        let key = ApiKey {
            // The identifier follows from the secret: another DEMO_API_KEY is another key.
            id: ApiKeyId(uuid::Builder::from_random_bytes(first_16(secret.hash())).into_uuid()),
            tenant,
            application: None,
            name: "demo".into(),
            last4: secret.last4(),
            scopes: Scopes::from(Scope::ALL),
            created_at: now,
            revoked_at: None,
        };
        let there = self.reader().application(tenant, application.id).await?;
        let mut tx = self.store.begin().await?;
        if there.is_none() {
            tx.insert_tenant(&Tenant { id: tenant, name: "Demo".into(), created_at: now }).await?;
            tx.insert_quota(&self.first_quota(tenant, Plan::Enterprise, now)).await?;
            tx.insert_application(&application).await?;
            self.audit_own(&mut tx, tenant, Deed::new("tenant.create", tenant).to(json!({ "name": "Demo" }))).await?;
            let shown = create_application::shown(&application);
            self.audit_own(&mut tx, tenant, Deed::new("application.create", application.id).to(shown)).await?;
        }
        if self.reader().api_key_by_hash(&secret.hash()).await?.is_none() {
            tx.insert_api_key(&key, &secret.hash()).await?;
            self.audit_own(&mut tx, tenant, Deed::new("key.create", key.id).to(create_api_key::shown(&key))).await?;
        }
        tx.commit().await?;
        Ok(there.unwrap_or(application))
    }
}

fn first_16(hash: [u8; 32]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    bytes
}
