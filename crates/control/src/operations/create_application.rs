//! Making an application.

use super::create_tenant::display_name;
use super::idempotency::Once;
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::application::{Application, Environment, parse_origin};
use nameplate_domain::hostname::{Hostname, PlatformNames};
use nameplate_domain::records::{Surroundings, Template, render};
use nameplate_domain::tenancy::{ApplicationId, Caller, Scope};
use serde_json::{Value, json};

/// Most origins an application may allow.
const ALLOWED_ORIGINS_MAX: usize = 50;

/// What an application is made of.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NewApplication {
    /// Display name.
    pub name: String,
    /// Test or live.
    pub environment: Environment,
    /// Origins that may embed the widget.
    pub allowed_origins: Vec<String>,
    /// What connections have to publish; `None` for the default.
    pub record_template: Option<Template>,
    /// Where requests go; `None` for the platform's default.
    pub default_origin: Option<String>,
}

/// Origins in one form, or which of them cannot be used.
pub(crate) fn allowed_origins(origins: &[String]) -> Result<Vec<String>, Refused> {
    if origins.len() > ALLOWED_ORIGINS_MAX {
        return Err(Refused::invalid("allowed_origins", format!("has more than {ALLOWED_ORIGINS_MAX} entries")));
    }
    let parse = |(at, origin): (usize, &String)| {
        parse_origin(origin).map_err(|reason| Refused::invalid(format!("allowed_origins[{at}]"), reason))
    };
    origins.iter().enumerate().map(parse).collect()
}

/// An origin for requests, or why it cannot be used.
pub(crate) fn default_origin(origin: &str) -> Result<String, Refused> {
    parse_origin(origin).map_err(|reason| Refused::invalid("default_origin", reason))
}

/// A template that can be rendered; an empty one means the default.
pub(crate) fn record_template(template: Template) -> Result<Option<Template>, Refused> {
    if template.is_empty() {
        return Ok(None);
    }
    // Rendered once for a made-up name: whatever is wrong with a line is wrong now, not at the first customer.
    let sample = Hostname::parse("www.customer.example", &PlatformNames::default());
    let around = Surroundings {
        app_target: "app.platform.example".into(),
        edge_cname: "edge.platform.example".into(),
        edge_ipv4: vec![std::net::Ipv4Addr::LOCALHOST],
        edge_ipv6: vec![std::net::Ipv6Addr::LOCALHOST],
    };
    if let Ok(sample) = sample {
        render(&template, &sample, &around).map_err(|error| {
            Refused::invalid(format!("record_template[{}].{}", error.at, error.field), error.reason)
        })?;
    }
    Ok(Some(template))
}

/// An application as the audit log has it.
pub(super) fn shown(application: &Application) -> Value {
    json!({
        "name": application.name,
        "environment": application.environment.as_str(),
        "allowed_origins": application.allowed_origins,
        "record_template": application.record_template,
        "default_origin": application.default_origin,
    })
}

impl Control {
    /// Makes an application of the caller's tenant.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `apps:admin`; [`Refused::Invalid`] naming the field.
    pub async fn create_application(
        &self,
        caller: &Caller,
        new: NewApplication,
        once: Option<Once<'_, Application>>,
    ) -> Result<Application, Refused> {
        caller.require(Scope::AppsAdmin)?;
        let now = self.now();
        let application = Application {
            id: ApplicationId(self.chance.id(now)),
            tenant: caller.tenant,
            name: display_name("name", &new.name)?,
            environment: new.environment,
            allowed_origins: allowed_origins(&new.allowed_origins)?,
            record_template: record_template(new.record_template.unwrap_or_default())?,
            default_origin: new.default_origin.as_deref().map(default_origin).transpose()?,
            created_at: now,
            updated_at: now,
        };
        let mut tx = self.store.begin().await?;
        tx.insert_application(&application).await?;
        self.audit(&mut tx, caller, Deed::new("application.create", application.id).to(shown(&application))).await?;
        self.finish_once(&mut tx, caller.tenant, once.as_ref(), &application).await?;
        tx.commit().await?;
        Ok(application)
    }
}
