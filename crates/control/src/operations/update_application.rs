//! Changing an application.

use super::create_application::{allowed_origins, default_origin, record_template, shown};
use super::create_tenant::display_name;
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::application::Application;
use nameplate_domain::records::Template;
use nameplate_domain::tenancy::{ApplicationId, Caller, Scope};

/// What to change; `None` leaves a field as it is, `Some(None)` takes it away.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ApplicationChanges {
    /// Display name.
    pub name: Option<String>,
    /// Origins that may embed the widget.
    pub allowed_origins: Option<Vec<String>>,
    /// What new connections have to publish. Connections that exist keep their records.
    pub record_template: Option<Option<Template>>,
    /// Where requests go; takes effect for every connection at once.
    pub default_origin: Option<Option<String>>,
}

impl Control {
    /// Changes an application of the caller's tenant.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `apps:admin`; [`Refused::NotFound`]; [`Refused::Invalid`] naming the field.
    pub async fn update_application(
        &self,
        caller: &Caller,
        id: ApplicationId,
        changes: ApplicationChanges,
    ) -> Result<Application, Refused> {
        caller.require(Scope::AppsAdmin)?;
        let found = self.reader().application(caller.tenant, id).await?;
        let mut application = found.ok_or(Refused::NotFound("application"))?;
        let before = shown(&application);
        if let Some(name) = changes.name {
            application.name = display_name("name", &name)?;
        }
        if let Some(origins) = changes.allowed_origins {
            application.allowed_origins = allowed_origins(&origins)?;
        }
        if let Some(template) = changes.record_template {
            application.record_template = record_template(template.unwrap_or_default())?;
        }
        if let Some(origin) = changes.default_origin {
            application.default_origin = origin.as_deref().map(default_origin).transpose()?;
        }
        application.updated_at = self.now();
        let mut tx = self.store.begin().await?;
        tx.update_application(&application).await?;
        let deed = Deed::new("application.update", application.id).from(before).to(shown(&application));
        self.audit(&mut tx, caller, deed).await?;
        tx.commit().await?;
        // Signals reach this node too, a moment later; which pages may use its widget tokens changes before this answer.
        self.asks.bump();
        self.keys.forget_application(application.id);
        Ok(application)
    }
}
