//! Routes. A route has the host name of a connection only as long as that one holds it: whoever makes a route serve it counts up the
//! connection's version, so that a step that ends the claim at the same moment loses its race, or wins and the route does.

use crate::error::{Conflict, StoreError};
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::signals::Signal;
use crate::sql::{claim, statements};
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::hostname::Hostname;
use nameplate_domain::route::{CustomHostname, Route, RouteName};
use nameplate_domain::tenancy::{ApplicationId, ConnectionId, RouteId, TenantId};
use nameplate_domain::time::Timestamp;

/// What [`route`] reads, of which routes follows.
macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT routes.id, routes.tenant_id, routes.name, routes.application_id, routes.connection_id, \
             connections.hostname, routes.origin, routes.version, routes.created_at_ms, routes.updated_at_ms FROM routes \
             LEFT JOIN connections ON connections.id = routes.connection_id WHERE ",
            $which
        )
    };
}

statements! { routes by "id";
    BY_ID = select!("routes.tenant_id = $1 AND routes.id = $2");
    BY_NAME = select!("routes.tenant_id = $1 AND routes.name = $2");
    OF_CONNECTION = select!("routes.tenant_id = $1 AND routes.connection_id = $2");
    NEWEST = select!(
        "routes.tenant_id = $1 AND (routes.created_at_ms, routes.id) < ($2, $3) \
         AND (CAST($4 AS UUID) IS NULL OR routes.application_id = $4) AND (CAST($5 AS TEXT) IS NULL OR connections.hostname = $5) \
         AND (CAST($6 AS TEXT) IS NULL OR routes.name = $6) ORDER BY routes.created_at_ms DESC, routes.id DESC LIMIT $7"
    );
    // By the label of its tenant and its own name: whoever asks knows no more.
    ORIGIN = "SELECT routes.id, COALESCE(routes.origin, applications.default_origin) AS origin, \
              (tenants.wildcard_until_ms IS NULL AND tenants.wildcard_retry_at_ms IS NOT NULL) AS uncovered FROM tenants \
              JOIN routes ON routes.tenant_id = tenants.id JOIN applications ON applications.id = routes.application_id \
              WHERE tenants.label = $1 AND routes.name = $2 AND tenants.suspended_at_ms IS NULL";
    INSERT = "INSERT INTO routes (id, tenant_id, name, application_id, connection_id, origin, version, created_at_ms, updated_at_ms) \
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    UPDATE = "UPDATE routes SET application_id = $4, connection_id = $5, origin = $6, updated_at_ms = $7, version = version + 1 \
              WHERE tenant_id = $1 AND id = $2 AND version = $3";
    DELETE = "DELETE FROM routes WHERE tenant_id = $1 AND id = $2 AND version = $3";
    LET_GO = "UPDATE routes SET connection_id = NULL, updated_at_ms = $3, version = version + 1 \
              WHERE tenant_id = $1 AND connection_id = $2";
    TAKE_UP = concat!(
        "UPDATE connections SET route_origin = $4, version = version + 1 WHERE tenant_id = $1 AND id = $2 AND application_id = $3 AND ",
        claim!()
    );
    PUT_DOWN = "UPDATE connections SET route_origin = NULL, version = version + 1 WHERE tenant_id = $1 AND id = $2";
}

/// Which of a tenant's routes to list. Everything that is given must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RouteFilter {
    /// Leading to this application.
    pub application: Option<ApplicationId>,
    /// Serving exactly this host name of a customer.
    pub hostname: Option<String>,
    /// Of this name.
    pub name: Option<RouteName>,
}

/// What the edge has to know of the default host name of a route.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskedRoute {
    /// Where its requests go; `None` for the platform's default.
    pub origin: Option<String>,
    /// Whether the certificate for all names of the tenant was tried and could not be had.
    pub uncovered: bool,
}

impl Reader {
    /// The tenant's route of that identifier.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn route(&self, tenant: TenantId, id: RouteId) -> Result<Option<Route>, StoreError> {
        self.first(&BY_ID, values![tenant, id], route).await
    }

    /// The tenant's route of that name.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn route_by_name(&self, tenant: TenantId, name: &str) -> Result<Option<Route>, StoreError> {
        self.first(&BY_NAME, values![tenant, name], route).await
    }

    /// The tenant's route that serves the host name of this connection.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn route_of(&self, tenant: TenantId, connection: ConnectionId) -> Result<Option<Route>, StoreError> {
        self.first(&OF_CONNECTION, values![tenant, connection], route).await
    }

    /// The tenant's routes, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn routes(&self, tenant: TenantId, filter: &RouteFilter, page: Page) -> Result<Vec<Route>, StoreError> {
        let (at, id) = page.edge();
        let values = values![
            tenant,
            at,
            id,
            filter.application,
            filter.hostname.as_deref(),
            filter.name.as_ref().map(RouteName::as_str),
            page.limit,
        ];
        self.all(&NEWEST, values, route).await
    }

    /// What is asked about the default host name of a route; `None` when there is no such route or its tenant is suspended. Whose it
    /// is does not matter: the edge asks.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn ask_route(&self, label: &str, name: &str) -> Result<Option<AskedRoute>, StoreError> {
        let read = |row: &Row| Ok(AskedRoute { origin: row.get("origin")?, uncovered: row.get("uncovered")? });
        self.first(&ORIGIN, values![label, name], read).await
    }
}

impl Tx {
    /// Adds a route. `default_hostname` is where it is served besides, `wildcard` the name above it, whose answers change with it.
    ///
    /// # Errors
    /// [`Conflict::Identifier`] when the name is taken, or another route serves the host name; [`StoreError::LostRace`] when the
    /// connection does not hold it for this application (any more). After any of them, drop the transaction.
    pub async fn insert_route(
        &mut self,
        route: &Route,
        default_hostname: &str,
        wildcard: &str,
    ) -> Result<(), StoreError> {
        let values = values![
            route.id,
            route.tenant,
            route.name.as_str(),
            route.application,
            route.custom.as_ref().map(|custom| custom.connection),
            route.origin.as_deref(),
            route.version,
            route.created_at,
            route.updated_at,
        ];
        self.execute_or(Conflict::Identifier, &INSERT, values).await?;
        self.take_up(route).await?;
        self.causes(Signal::Route(default_hostname.to_owned()));
        self.causes(Signal::Route(wildcard.to_owned()));
        self.causes(Signal::CertificateWanted);
        Ok(())
    }

    /// Makes the route `before`, if it is still that, what `after` says: application, host name, origin.
    ///
    /// # Errors
    /// As [`Tx::insert_route`]; [`StoreError::LostRace`] also when the route was changed since it was read.
    pub async fn update_route(
        &mut self,
        before: &Route,
        after: &Route,
        default_hostname: &str,
    ) -> Result<(), StoreError> {
        let values = values![
            before.tenant,
            before.id,
            before.version,
            after.application,
            after.custom.as_ref().map(|custom| custom.connection),
            after.origin.as_deref(),
            after.updated_at,
        ];
        if self.execute_or(Conflict::Identifier, &UPDATE, values).await? == 0 {
            return Err(StoreError::LostRace);
        }
        if before.custom != after.custom {
            self.put_down(before).await?;
        }
        self.take_up(after).await?;
        self.causes(Signal::Route(default_hostname.to_owned()));
        Ok(())
    }

    /// Deletes the route, if it is still as it was read. What it served is served as if it had never been there; no claim is released.
    ///
    /// # Errors
    /// [`StoreError::LostRace`] when it was changed since.
    pub async fn delete_route(
        &mut self,
        route: &Route,
        default_hostname: &str,
        wildcard: &str,
    ) -> Result<(), StoreError> {
        if self.execute(&DELETE, values![route.tenant, route.id, route.version]).await? == 0 {
            return Err(StoreError::LostRace);
        }
        self.put_down(route).await?;
        self.causes(Signal::Route(default_hostname.to_owned()));
        self.causes(Signal::Route(wildcard.to_owned()));
        Ok(())
    }

    /// Lets whatever serves the host name of a connection go back to its default one; gives it as it was. Part of every step that ends a
    /// claim.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn let_go_of(
        &mut self,
        tenant: TenantId,
        connection: ConnectionId,
        now: Timestamp,
    ) -> Result<Option<Route>, StoreError> {
        let serving = self.rows(&OF_CONNECTION, values![tenant, connection]).await?.first().map(route).transpose()?;
        if serving.is_some() {
            self.execute(&LET_GO, values![tenant, connection, now]).await?;
        }
        Ok(serving)
    }

    async fn take_up(&mut self, route: &Route) -> Result<(), StoreError> {
        let Some(CustomHostname { connection, hostname }) = &route.custom else { return Ok(()) };
        let values = values![route.tenant, *connection, route.application, route.origin.as_deref()];
        if self.execute(&TAKE_UP, values).await? == 0 {
            return Err(StoreError::LostRace);
        }
        self.causes(Signal::Route(hostname.to_string()));
        Ok(())
    }

    async fn put_down(&mut self, route: &Route) -> Result<(), StoreError> {
        let Some(CustomHostname { connection, hostname }) = &route.custom else { return Ok(()) };
        self.execute(&PUT_DOWN, values![route.tenant, *connection]).await?;
        self.causes(Signal::Route(hostname.to_string()));
        Ok(())
    }
}

fn route(row: &Row) -> Result<Route, StoreError> {
    let connection: Option<uuid::Uuid> = row.get("connection_id")?;
    let custom = match connection {
        Some(connection) => Some(CustomHostname {
            connection: ConnectionId(connection),
            hostname: Hostname::trusted(row.get("hostname")?),
        }),
        None => None,
    };
    Ok(Route {
        id: row.id("id", RouteId)?,
        tenant: row.id("tenant_id", TenantId)?,
        name: RouteName::trusted(row.get("name")?),
        application: row.id("application_id", ApplicationId)?,
        custom,
        origin: row.get("origin")?,
        version: row.get("version")?,
        created_at: row.at("created_at_ms")?,
        updated_at: row.at("updated_at_ms")?,
    })
}
