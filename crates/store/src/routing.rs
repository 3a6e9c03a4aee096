//! Where requests for a connection's name go, and whether they do: what `ask` would read of it, held or not.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::value::values;
use nameplate_domain::ask::Asked;
use nameplate_domain::connection::{Standing, State};
use nameplate_domain::tenancy::{ConnectionId, TenantId};
use nameplate_domain::time::Timestamp;

statements! { connections by "id";
    OF_CONNECTION = "SELECT connections.id, connections.state, connections.proven_at_ms, connections.state_since_ms, \
                     connections.certificate_until_ms, connections.suspended, connections.route_origin, connections.origin, applications.default_origin \
                     FROM connections JOIN applications ON applications.id = connections.application_id \
                     WHERE connections.tenant_id = $1 AND connections.id = $2";
}

/// What the answer to `ask` about a connection's name is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Routing {
    /// What the answer hangs on.
    pub asked: Asked,
    /// Until when an edge has a certificate for it; `None` for none.
    pub certificate_until: Option<Timestamp>,
    /// Where its requests go by the route that serves the name, if one does and has an origin of its own.
    pub route_origin: Option<String>,
    /// Where they go otherwise; `None` for the platform's default.
    pub origin: Option<String>,
    /// Where the application's requests go.
    pub application_origin: Option<String>,
}

impl Reader {
    /// What `ask` goes by for the tenant's connection of that identifier.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn routing(
        &self,
        tenant: TenantId,
        id: ConnectionId,
        now: Timestamp,
    ) -> Result<Option<Routing>, StoreError> {
        self.first(&OF_CONNECTION, values![tenant, id], |row| routing(row, now)).await
    }
}

fn routing(row: &Row, now: Timestamp) -> Result<Routing, StoreError> {
    let state = row.name("state", State::from_name)?;
    let proven = row.at_if_any("proven_at_ms")?.is_some();
    let certificate_until = row.at_if_any("certificate_until_ms")?;
    Ok(Routing {
        asked: Asked {
            standing: Standing { state, proven },
            state_since: row.at("state_since_ms")?,
            has_certificate: certificate_until.is_some_and(|until| until > now),
            suspended: row.get("suspended")?,
        },
        certificate_until,
        route_origin: row.get("route_origin")?,
        origin: row.get("origin")?,
        application_origin: row.get("default_origin")?,
    })
}
