//! Connections: reading and adding them. Lists are in `connection_lists`, changes of state in `steps`, leases in `leases`.

use crate::error::{Conflict, StoreError};
use crate::reader::Reader;
use crate::row::Row;
use crate::signals::Signal;
use crate::sql::{claim, statements};
use crate::tx::Tx;
use crate::value::values;
use nameplate_domain::connection::{Challenge, Connection, SetupType, State};
use nameplate_domain::hostname::Hostname;
use nameplate_domain::tenancy::{ApplicationId, ConnectionId, TenantId};
use nameplate_domain::time::Timestamp;

/// The columns that [`connection`] reads.
macro_rules! columns {
    () => {
        "id, tenant_id, application_id, hostname, state, version, setup_type, batch_id, takeover, fresh_proof, challenge, delegated, \
         proof, records, reports, problem, created_at_ms, updated_at_ms, state_since_ms, checked_at_ms, due_at_ms"
    };
}
pub(crate) use columns;

statements! { connections by "id";
    BY_ID = concat!("SELECT ", columns!(), " FROM connections WHERE tenant_id = $1 AND id = $2");
    HOLDER = concat!("SELECT ", columns!(), " FROM connections WHERE hostname = $1 AND ", claim!());
    INSERT = "INSERT INTO connections (id, tenant_id, application_id, hostname, state, version, setup_type, batch_id, takeover, \
              fresh_proof, challenge, delegated, proof, proven_at_ms, records, reports, problem, origin, created_at_ms, \
              updated_at_ms, state_since_ms, checked_at_ms, due_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
              $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)";
    RELEASED_BY_ANOTHER = "SELECT id, released_at_ms FROM connections WHERE hostname = $1 AND released_at_ms IS NOT NULL \
                           AND tenant_id <> $2 ORDER BY released_at_ms DESC LIMIT 1";
}

impl Reader {
    /// The tenant's connection of that identifier.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn connection(&self, tenant: TenantId, id: ConnectionId) -> Result<Option<Connection>, StoreError> {
        self.first(&BY_ID, values![tenant, id], connection).await
    }

    /// The connection that holds the claim to exactly this host name, whosever it is.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn holder(&self, hostname: &str) -> Result<Option<Connection>, StoreError> {
        self.first(&HOLDER, values![hostname], connection).await
    }

    /// When a tenant other than this one last let go of exactly this host name, having proven it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn released_by_another(&self, tenant: TenantId, hostname: &str) -> Result<Option<Timestamp>, StoreError> {
        self.first(&RELEASED_BY_ANOTHER, values![hostname, tenant], |row| row.at("released_at_ms")).await
    }
}

impl Tx {
    /// Adds a connection. `origin` is its application's default origin.
    ///
    /// # Errors
    /// [`Conflict::Hostname`] when it holds the claim and another one does already; else see [`StoreError`].
    pub async fn insert_connection(&mut self, connection: &Connection, origin: Option<&str>) -> Result<(), StoreError> {
        let texts = Texts::of(connection);
        let values = values![
            connection.id,
            connection.tenant,
            connection.application,
            connection.hostname.as_str(),
            connection.state.as_str(),
            connection.version,
            connection.setup_type.as_str(),
            connection.batch_id.as_deref(),
            connection.takeover,
            connection.fresh_proof,
            connection.challenge.token(),
            connection.delegated,
            texts.proof.as_deref(),
            connection.proof.as_ref().map(|proof| proof.at),
            &texts.records,
            &texts.reports,
            texts.problem.as_deref(),
            origin,
            connection.created_at,
            connection.updated_at,
            connection.state_since,
            connection.checked_at,
            connection.due_at,
        ];
        self.execute_or(Conflict::Hostname, &INSERT, values).await?;
        if connection.due_at.is_some_and(|due_at| due_at <= connection.updated_at) {
            self.causes(Signal::Due);
        }
        if connection.standing().holds_claim() {
            self.causes(Signal::Route(connection.hostname.to_string()));
        }
        if !connection.state.is_terminal() {
            self.causes(Signal::AcmeToken(connection.challenge.token().to_owned()));
        }
        Ok(())
    }
}

/// The parts of a connection that are kept as JSON.
struct Texts {
    proof: Option<String>,
    records: String,
    reports: String,
    problem: Option<String>,
}

impl Texts {
    fn of(connection: &Connection) -> Self {
        Self {
            proof: connection.proof.as_ref().map(json),
            records: json(&connection.records),
            reports: json(&connection.reports),
            problem: connection.problem.as_ref().map(json),
        }
    }
}

/// A value as JSON text.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::json!(value).to_string()
}

/// A connection out of a row that has [`columns!`].
pub(crate) fn connection(row: &Row) -> Result<Connection, StoreError> {
    Ok(Connection {
        id: row.id("id", ConnectionId)?,
        tenant: row.id("tenant_id", TenantId)?,
        application: row.id("application_id", ApplicationId)?,
        hostname: Hostname::trusted(row.get("hostname")?),
        state: row.name("state", State::from_name)?,
        version: row.get("version")?,
        setup_type: row.name("setup_type", |name| SetupType::ALL.into_iter().find(|known| known.as_str() == name))?,
        batch_id: row.get("batch_id")?,
        takeover: row.get("takeover")?,
        fresh_proof: row.get("fresh_proof")?,
        challenge: Challenge::trusted(row.get("challenge")?),
        proof: row.json_if_any("proof")?,
        delegated: row.get("delegated")?,
        records: row.json("records")?,
        reports: row.json("reports")?,
        problem: row.json_if_any("problem")?,
        created_at: row.at("created_at_ms")?,
        updated_at: row.at("updated_at_ms")?,
        state_since: row.at("state_since_ms")?,
        checked_at: row.at_if_any("checked_at_ms")?,
        due_at: row.at_if_any("due_at_ms")?,
    })
}
