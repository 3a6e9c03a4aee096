//! The host names of one application, each once.
//!
//! An application may have several connections of one name: unproven ones block nobody. One of them stands for the name: the one that
//! holds the claim, or else the newest. Archived connections are no domains any more.

use crate::connections::{columns, connection};
use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::{claim, statements};
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::connection::Connection;
use nameplate_domain::tenancy::{ApplicationId, TenantId};
use nameplate_domain::time::Timestamp;
use uuid::Uuid;

statements! { connections by "id";
    // COALESCE(application_id, id) and COALESCE(state, '') are what `connections_of_application` is made of. That of a host name keeps out
    // the index of all the tenant's names, which would give them in order.
    OLDEST = concat!(
        "SELECT ", columns!(), ", origin FROM connections WHERE tenant_id = $1 AND COALESCE(application_id, id) = $2 \
         AND COALESCE(state, '') <> 'archived' AND (created_at_ms, id) > ($3, $4) AND (", claim!(), " OR NOT EXISTS (SELECT 1 \
         FROM connections AS other WHERE other.tenant_id = $1 AND other.hostname = connections.hostname \
         AND other.application_id = $2 AND other.state <> 'archived' AND other.id <> connections.id AND (",
        claim!(), " OR (other.created_at_ms, other.id) > (connections.created_at_ms, connections.id)))) \
         ORDER BY created_at_ms, id LIMIT $5"
    );
    OF_HOSTNAME = concat!(
        "SELECT ", columns!(), ", origin FROM connections WHERE tenant_id = $1 AND application_id = $2 AND hostname = $3 \
         AND state <> 'archived' ORDER BY ", claim!(), " DESC, created_at_ms DESC, id DESC"
    );
    COUNT = "SELECT COUNT(*) AS how_many FROM (SELECT DISTINCT COALESCE(hostname, '') AS name FROM connections \
             WHERE tenant_id = $1 AND COALESCE(application_id, id) = $2 AND COALESCE(state, '') <> 'archived' AND state <> 'failed' LIMIT $3) AS counted";
}

/// A domain of an application.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AppDomain {
    /// The connection that stands for it.
    pub connection: Connection,
    /// Where its requests go; `None` for the platform's default.
    pub origin: Option<String>,
}

impl Reader {
    /// The application's domains, oldest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn app_domains(
        &self,
        tenant: TenantId,
        application: ApplicationId,
        page: Page,
    ) -> Result<Vec<AppDomain>, StoreError> {
        let (at, id) = page.before.unwrap_or((Timestamp::from_ms(i64::MIN), Uuid::nil()));
        self.all(&OLDEST, values![tenant, application, at, id, page.limit], domain).await
    }

    /// The connections that the application has of exactly this host name; the one that stands for it comes first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn app_domain(
        &self,
        tenant: TenantId,
        application: ApplicationId,
        hostname: &str,
    ) -> Result<Vec<AppDomain>, StoreError> {
        self.all(&OF_HOSTNAME, values![tenant, application, hostname], domain).await
    }
}

impl Tx {
    /// As [`Reader::app_domain`].
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn app_domain(
        &mut self,
        tenant: TenantId,
        application: ApplicationId,
        hostname: &str,
    ) -> Result<Vec<AppDomain>, StoreError> {
        self.rows(&OF_HOSTNAME, values![tenant, application, hostname]).await?.iter().map(domain).collect()
    }

    /// How many names the application has that were not given up, counted up to `limit`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn count_app_domains(
        &mut self,
        tenant: TenantId,
        application: ApplicationId,
        limit: i64,
    ) -> Result<i64, StoreError> {
        let rows = self.rows(&COUNT, values![tenant, application, limit]).await?;
        rows.first().map_or(Ok(0), |row| row.get("how_many"))
    }
}

fn domain(row: &Row) -> Result<AppDomain, StoreError> {
    Ok(AppDomain { connection: connection(row)?, origin: row.get("origin")? })
}
