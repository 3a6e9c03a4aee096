//! Applications.

use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::signals::Signal;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::application::{Application, Environment};
use nameplate_domain::tenancy::{ApplicationId, TenantId};

macro_rules! columns {
    () => {
        "id, tenant_id, name, environment, allowed_origins, record_template, default_origin, created_at_ms, updated_at_ms"
    };
}

statements! { applications by "id";
    BY_ID = concat!("SELECT ", columns!(), " FROM applications WHERE tenant_id = $1 AND id = $2");
    BY_ID_OF_ANYBODY = concat!("SELECT ", columns!(), " FROM applications WHERE id = $1");
    BY_NAME = concat!(
        "SELECT ", columns!(), " FROM applications WHERE tenant_id = $1 AND name = $2 ORDER BY created_at_ms DESC, id DESC"
    );
    NEWEST = concat!(
        "SELECT ", columns!(), " FROM applications WHERE tenant_id = $1 AND (created_at_ms, id) < ($2, $3) \
         ORDER BY created_at_ms DESC, id DESC LIMIT $4"
    );
    ORIGIN = "SELECT id, default_origin FROM applications WHERE id = $1 AND NOT EXISTS \
              (SELECT 1 FROM tenants WHERE tenants.id = applications.tenant_id AND suspended_at_ms IS NOT NULL)";
    // A token names its application only.
    HOLDER = concat!(
        "SELECT ", columns!(), ", EXISTS (SELECT 1 FROM tenants WHERE tenants.id = applications.tenant_id \
         AND suspended_at_ms IS NOT NULL) AS suspended FROM applications WHERE id = $1"
    );
    INSERT = "INSERT INTO applications (id, tenant_id, name, environment, allowed_origins, record_template, default_origin, \
              created_at_ms, updated_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING";
    UPDATE = "UPDATE applications SET name = $3, environment = $4, allowed_origins = $5, record_template = $6, \
              default_origin = $7, updated_at_ms = $8 WHERE tenant_id = $1 AND id = $2";
    COPY_ORIGIN = "UPDATE connections SET origin = $3 WHERE tenant_id = $1 AND application_id = $2 \
                   AND origin IS DISTINCT FROM $3";
    LED_TO = "SELECT id FROM routes WHERE tenant_id = $1 AND application_id = $2 LIMIT 1";
}

/// An application whose token was shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenHolder {
    /// The application.
    pub application: Application,
    /// Whether its tenant is suspended.
    pub suspended: bool,
}

impl Reader {
    /// The application of that identifier, whosever it is; for whoever runs the platform.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn application_of_anybody(&self, id: ApplicationId) -> Result<Option<Application>, StoreError> {
        self.first(&BY_ID_OF_ANYBODY, values![id], application).await
    }

    /// The application of that identifier, whosever it is: for whoever has shown a signed token of it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn token_holder(&self, id: ApplicationId) -> Result<Option<TokenHolder>, StoreError> {
        let holder = |row: &Row| Ok(TokenHolder { application: application(row)?, suspended: row.get("suspended")? });
        self.first(&HOLDER, values![id], holder).await
    }

    /// The application of that identifier.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn application(&self, tenant: TenantId, id: ApplicationId) -> Result<Option<Application>, StoreError> {
        self.first(&BY_ID, values![tenant, id], application).await
    }

    /// Every application of exactly that name, newest first: names need not be unique.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn application_by_name(&self, tenant: TenantId, name: &str) -> Result<Vec<Application>, StoreError> {
        self.all(&BY_NAME, values![tenant, name], application).await
    }

    /// The tenant's applications, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn applications(&self, tenant: TenantId, page: Page) -> Result<Vec<Application>, StoreError> {
        let (at, id) = page.edge();
        self.all(&NEWEST, values![tenant, at, id, page.limit], application).await
    }

    /// Where requests for the application's own host name go: `None` when there is no such application or its tenant is suspended,
    /// `Some(None)` for the platform's default. Whose it is does not matter: the edge asks.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn ask_application(&self, id: ApplicationId) -> Result<Option<Option<String>>, StoreError> {
        self.first(&ORIGIN, values![id], |row| row.get("default_origin")).await
    }
}

impl Tx {
    /// Adds an application; `false` when there is one of this identifier already, which stays as it is.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn insert_application(&mut self, application: &Application) -> Result<bool, StoreError> {
        let (origins, template) = as_json(application);
        let values = values![
            application.id,
            application.tenant,
            &application.name,
            application.environment.as_str(),
            &origins,
            template.as_deref(),
            application.default_origin.as_deref(),
            application.created_at,
            application.updated_at,
        ];
        Ok(self.execute(&INSERT, values).await? > 0)
    }

    /// Writes what may change of an application, and the origin of its connections with it; `false` when there is no such
    /// application.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn update_application(&mut self, application: &Application) -> Result<bool, StoreError> {
        let (origins, template) = as_json(application);
        let origin = application.default_origin.as_deref();
        let values = values![
            application.tenant,
            application.id,
            &application.name,
            application.environment.as_str(),
            &origins,
            template.as_deref(),
            origin,
            application.updated_at,
        ];
        if self.execute(&UPDATE, values).await? == 0 {
            return Ok(false);
        }
        self.causes(Signal::Application(application.id));
        let is_copied = self.execute(&COPY_ORIGIN, values![application.tenant, application.id, origin]).await? > 0;
        if is_copied || !self.rows(&LED_TO, values![application.tenant, application.id]).await?.is_empty() {
            self.causes(Signal::RoutesAll);
        }
        Ok(true)
    }
}

fn as_json(application: &Application) -> (String, Option<String>) {
    let template = application.record_template.as_ref().map(|template| serde_json::json!(template).to_string());
    (serde_json::json!(application.allowed_origins).to_string(), template)
}

fn application(row: &Row) -> Result<Application, StoreError> {
    let environments = [Environment::Test, Environment::Live];
    Ok(Application {
        id: row.id("id", ApplicationId)?,
        tenant: row.id("tenant_id", TenantId)?,
        name: row.get("name")?,
        environment: row.name("environment", |name| environments.into_iter().find(|known| known.as_str() == name))?,
        allowed_origins: row.json("allowed_origins")?,
        record_template: row.json_if_any("record_template")?,
        default_origin: row.get("default_origin")?,
        created_at: row.at("created_at_ms")?,
        updated_at: row.at("updated_at_ms")?,
    })
}
