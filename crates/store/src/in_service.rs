//! Every host name that may be in service: what traffic backends are given, page by page.

use crate::error::StoreError;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::{claim, statements};
use crate::value::values;
use nameplate_domain::ask::Asked;
use nameplate_domain::connection::{Standing, State};
use nameplate_domain::hostname::Hostname;
use nameplate_domain::tenancy::{ApplicationId, ConnectionId, TenantId};
use nameplate_domain::time::Timestamp;
use uuid::Uuid;

macro_rules! columns {
    () => {
        "id, tenant_id, application_id, hostname, challenge, state, proven_at_ms, state_since_ms, certificate_until_ms, COALESCE(route_origin, origin) AS origin, suspended"
    };
}

statements! { connections by "id";
    PAGE = concat!("SELECT ", columns!(), " FROM connections WHERE id > $1 AND ", claim!(), " ORDER BY id LIMIT $2");
    NAMED = concat!("SELECT ", columns!(), " FROM connections WHERE hostname = $1 AND ", claim!());
}

/// The holder of a name, as far as it hangs on it whether and by whom it is served.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InService {
    /// The connection.
    pub id: ConnectionId,
    /// Its owner.
    pub tenant: TenantId,
    /// The application it is for.
    pub application: ApplicationId,
    /// The name.
    pub hostname: Hostname,
    /// The connection's token, under which TXT values are set.
    pub token: String,
    /// What the answer to `ask` hangs on.
    pub asked: Asked,
    /// Where its requests go; `None` for the platform's default.
    pub origin: Option<String>,
}

impl Reader {
    /// Up to `limit` holders of names, in the order of their identifiers, after `after`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn in_service(
        &self,
        after: Option<ConnectionId>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<InService>, StoreError> {
        let after = after.unwrap_or(ConnectionId(Uuid::nil()));
        self.all(&PAGE, values![after, limit], |row| in_service(row, now)).await
    }

    /// The holder of exactly this name.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn in_service_as(&self, hostname: &str, now: Timestamp) -> Result<Option<InService>, StoreError> {
        self.first(&NAMED, values![hostname], |row| in_service(row, now)).await
    }
}

fn in_service(row: &Row, now: Timestamp) -> Result<InService, StoreError> {
    let state = row.name("state", State::from_name)?;
    let proven = row.at_if_any("proven_at_ms")?.is_some();
    Ok(InService {
        id: row.id("id", ConnectionId)?,
        tenant: row.id("tenant_id", TenantId)?,
        application: row.id("application_id", ApplicationId)?,
        hostname: Hostname::trusted(row.get("hostname")?),
        token: row.get("challenge")?,
        asked: Asked {
            standing: Standing { state, proven },
            state_since: row.at("state_since_ms")?,
            has_certificate: row.at_if_any("certificate_until_ms")?.is_some_and(|until| until > now),
            suspended: row.get("suspended")?,
        },
        origin: row.get("origin")?,
    })
}
