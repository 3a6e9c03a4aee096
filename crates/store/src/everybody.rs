//! Connections and tenants of the whole platform, for whoever runs it.

use crate::connections::{columns, connection};
use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::suspension::{Suspension, suspension_if_any};
use crate::tenants::{TenantCounts, counts, tenant};
use crate::value::values;
use nameplate_domain::connection::Connection;
use nameplate_domain::plans::Plan;
use nameplate_domain::tenancy::{ConnectionId, Tenant, TenantId};
use uuid::Uuid;

/// A statement about tenants of which `$page` gives a few, with what they have. Each count is read from an index of that tenant's
/// rows, and only for tenants of the page.
macro_rules! summaries {
    ($page:literal) => {
        concat!(
            "SELECT id, name, created_at_ms, suspended_at_ms, suspended_why, \
             (SELECT plan FROM tenant_quotas WHERE tenant_id = page.id) AS plan, \
             (SELECT COUNT(*) FROM applications WHERE tenant_id = page.id) AS applications, \
             (SELECT COUNT(*) FROM connections WHERE tenant_id = page.id) AS connections, \
             (SELECT COUNT(*) FROM connections WHERE tenant_id = page.id AND state = 'live') AS live \
             FROM (SELECT id, name, created_at_ms, suspended_at_ms, suspended_why FROM tenants ",
            $page,
            ") AS page ORDER BY created_at_ms DESC, id DESC"
        )
    };
}

statements! { connections by "id";
    // Identifiers are ordered by time.
    NEWEST = concat!("SELECT ", columns!(), " FROM connections WHERE id < $1 ORDER BY id DESC LIMIT $2");
    TENANTS = summaries!("WHERE (created_at_ms, id) < ($1, $2) ORDER BY created_at_ms DESC, id DESC LIMIT $3");
    TENANTS_NAMED = summaries!("WHERE (created_at_ms, id) < ($1, $2) AND lower(name) LIKE lower($4) ESCAPE '\\' \
                                ORDER BY created_at_ms DESC, id DESC LIMIT $3");
    TENANT = summaries!("WHERE id = $1");
}

/// A tenant, and what it has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TenantSummary {
    /// The tenant.
    pub tenant: Tenant,
    /// Since when, and why, it is out of service.
    pub suspension: Option<Suspension>,
    /// The plan it is on; `None` for one that never had any.
    pub plan: Option<Plan>,
    /// How much it has.
    pub counts: TenantCounts,
}

impl Reader {
    /// Up to `limit` connections of all tenants, newest first, from after `before` on.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn connections_of_everybody(
        &self,
        before: Option<ConnectionId>,
        limit: u32,
    ) -> Result<Vec<Connection>, StoreError> {
        self.all(&NEWEST, values![before.unwrap_or(ConnectionId(Uuid::max())), limit], connection).await
    }

    /// All tenants with what they have, newest first; with `name_part`, those that have it in their name, in whatever case.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn tenant_summaries(
        &self,
        page: Page,
        name_part: Option<&str>,
    ) -> Result<Vec<TenantSummary>, StoreError> {
        let (at, id) = page.edge();
        match name_part {
            None => self.all(&TENANTS, values![at, id, page.limit], summary).await,
            Some(part) => self.all(&TENANTS_NAMED, values![at, id, page.limit, &containing(part)], summary).await,
        }
    }

    /// The tenant of that identifier, with what it has.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn tenant_summary(&self, id: TenantId) -> Result<Option<TenantSummary>, StoreError> {
        self.first(&TENANT, values![id], summary).await
    }
}

/// A pattern for texts that have `part` in them.
fn containing(part: &str) -> String {
    let escaped = part.chars().fold(String::new(), |mut escaped, char| {
        if matches!(char, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(char);
        escaped
    });
    format!("%{escaped}%")
}

fn summary(row: &Row) -> Result<TenantSummary, StoreError> {
    let plan = row.get::<Option<String>>("plan")?;
    let plan = plan.map(|_| row.name("plan", Plan::from_name)).transpose()?;
    Ok(TenantSummary { tenant: tenant(row)?, suspension: suspension_if_any(row)?, plan, counts: counts(row)? })
}
