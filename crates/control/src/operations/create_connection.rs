//! Starting to connect a host name.

use super::idempotency::Once;
use super::register_domain::Door;
use super::reserve::Allowance;
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::application::Application;
use nameplate_domain::connection::{
    Challenge, Connection, Event, SetupType, Standing, State, UsageKind, needs_fresh_proof, step,
};
use nameplate_domain::hostname::{Hostname, PlatformNames};
use nameplate_domain::records::{Record, Template, default_template, render};
use nameplate_domain::tenancy::{ApplicationId, Caller, ConnectionId, Reach, Scope};
use nameplate_store::{Page, Tx};
use serde_json::{Value, json};
use std::time::Duration;

/// How long workers leave a new connection to the request that made it.
const REQUEST_HEAD_START: Duration = Duration::from_secs(20);
/// Longest batch identifier, in characters.
const BATCH_ID_LENGTH_MAX: usize = 200;

/// What a connection is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewConnection {
    /// The application it is for.
    pub application: ApplicationId,
    /// The name, as a person typed it.
    pub hostname: String,
    /// How records get into the zone; `None` for the detected way.
    pub setup_type: Option<SetupType>,
    /// What to publish instead of the application's template.
    pub dns_records: Option<Template>,
    /// Groups connections.
    pub batch_id: Option<String>,
    /// Whether proof moves the name away from its present holder.
    pub takeover: bool,
}

/// A connection that was checked and can be added, with its application's default origin.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) connection: Connection,
    pub(crate) origin: Option<String>,
}

impl Control {
    /// Starts a connection: gives the customer records to publish, and proves nothing yet.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`] for the application;
    /// [`Refused::Invalid`] naming the field; [`Refused::HostnameConflict`] when somebody holds the name and this is no
    /// takeover.
    pub async fn create_connection(
        &self,
        caller: &Caller,
        new: NewConnection,
        once: Option<Once<'_, Connection>>,
    ) -> Result<Connection, Refused> {
        self.start_connection(caller, new, Door::Connections, once).await
    }

    /// The operation itself, by every door.
    pub(super) async fn start_connection(
        &self,
        caller: &Caller,
        new: NewConnection,
        door: Door,
        once: Option<Once<'_, Connection>>,
    ) -> Result<Connection, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        refuse_beyond_reach(caller, &new, &self.platform.names())?;
        let application = self.reader().application(caller.tenant, new.application).await?;
        let application = application.ok_or(Refused::NotFound("application"))?;
        let setup_type = self.set_up_as(caller, &application, new.setup_type).await?;
        let mut prepared = self.prepare_connection(&application, setup_type, new).await?;
        if setup_type == SetupType::Automatic {
            // The request itself goes first; workers take over when it dies.
            prepared.connection.due_at = Some(prepared.connection.created_at.plus(REQUEST_HEAD_START));
        }
        let allowance = self.allowance(caller.tenant, UsageKind::Connect).await?;
        let mut tx = self.store.begin().await?;
        let Prepared { connection, origin } = prepared;
        if door == Door::Apps {
            self.take_place(&mut tx, &connection).await?;
        }
        tx.insert_connection(&connection, origin.as_deref()).await?;
        self.audit(&mut tx, caller, Deed::new("connection.create", connection.id).to(shown(&connection))).await?;
        self.finish_once(&mut tx, caller.tenant, once.as_ref(), &connection).await?;
        self.reserve(&mut tx, &allowance, 1).await?;
        tx.commit().await?;
        if connection.setup_type != SetupType::Automatic {
            return Ok(connection);
        }
        let after = match self.on_behalf_of(caller).automate_for_request(connection.clone()).await {
            Ok(after) => after,
            // It was made: what went wrong since is kept with it, or met again by the workers.
            Err(refused) => {
                tracing::info!(connection.id = %connection.id, "The automatic flow ended early: {refused}.");
                self.read_again(&connection).await.unwrap_or(connection)
            }
        };
        self.amend_once(after.tenant, once.as_ref(), &after).await?;
        Ok(after)
    }

    /// Checks what a connection is to be made of. It is due at once.
    pub(crate) async fn prepare_connection(
        &self,
        application: &Application,
        setup_type: SetupType,
        new: NewConnection,
    ) -> Result<Prepared, Refused> {
        let hostname = Hostname::parse(&new.hostname, &self.platform.names())
            .map_err(|error| Refused::hostname("hostname", &error))?;
        let batch_id = new.batch_id.map(|id| batch_id(&id)).transpose()?;
        let records = self.records_for(application, &hostname, new.dns_records)?;
        if !new.takeover && self.reader().holder(hostname.as_str()).await?.is_some() {
            return Err(Refused::HostnameConflict { hostname: hostname.to_string() });
        }
        let now = self.now();
        let released_at = self.reader().released_by_another(application.tenant, hostname.as_str()).await?;
        let begun = step(Standing { state: State::Created, proven: false }, Event::ChallengeIssued);
        let connection = Connection {
            id: ConnectionId(self.chance.id(now)),
            tenant: application.tenant,
            application: application.id,
            hostname,
            state: begun.ok().flatten().map_or(State::Created, |step| step.to),
            version: 1,
            setup_type,
            batch_id,
            takeover: new.takeover,
            fresh_proof: needs_fresh_proof(new.takeover, released_at, now),
            challenge: Challenge::from_random(self.chance.bytes()),
            proof: None,
            delegated: false,
            records,
            reports: vec![],
            problem: None,
            created_at: now,
            updated_at: now,
            state_since: now,
            checked_at: None,
            due_at: Some(now),
        };
        Ok(Prepared { connection, origin: application.default_origin.clone() })
    }

    /// Adds one connection of several to `tx`, if the allowance has room for it. A refusal leaves `tx` as it was, so that it can go on
    /// with others; after a failure of the store it must be dropped.
    pub(crate) async fn add_connection(
        &self,
        caller: &Caller,
        tx: &mut Tx,
        allowance: &Allowance,
        prepared: &Prepared,
    ) -> Result<(), Refused> {
        self.reserve(tx, allowance, 1).await?;
        tx.insert_connection(&prepared.connection, prepared.origin.as_deref()).await?;
        let deed = Deed::new("connection.create", prepared.connection.id).to(shown(&prepared.connection));
        self.audit(tx, caller, deed).await?;
        Ok(())
    }

    fn records_for(
        &self,
        application: &Application,
        hostname: &Hostname,
        wanted: Option<Template>,
    ) -> Result<Vec<Record>, Refused> {
        let around = self.platform.surroundings(application.id);
        let (field, template) = match (wanted, application.record_template.clone()) {
            (Some(records), _) if records.is_empty() => {
                return Err(Refused::invalid(
                    "dns_records",
                    "is empty; leave it out to use the application's template",
                ));
            }
            (Some(records), _) => ("dns_records", records),
            (None, Some(template)) => ("record_template", template),
            (None, None) => ("record_template", default_template(hostname.kind(), &around)),
        };
        render(&template, hostname, &around)
            .map_err(|error| Refused::invalid(format!("{field}[{}].{}", error.at, error.field), error.reason))
    }

    /// Records are written for the customer when a credential was lent, unless somebody said otherwise.
    pub(crate) async fn set_up_as(
        &self,
        caller: &Caller,
        application: &Application,
        wanted: Option<SetupType>,
    ) -> Result<SetupType, Refused> {
        if let Some(wanted) = wanted {
            return Ok(wanted);
        }
        let lent = self.reader().credentials(caller.tenant, application.id, Page::first(1)).await?;
        Ok(if lent.is_empty() { SetupType::Manual } else { SetupType::Automatic })
    }
}

/// What a browser with a widget token may not choose: where the name points is the application's affair, and whose it was before
/// is for its server to know.
fn refuse_beyond_reach(caller: &Caller, new: &NewConnection, names: &PlatformNames) -> Result<(), Refused> {
    if caller.reach == Reach::Tenant {
        return Ok(());
    }
    if caller.reach.application() != Some(new.application) {
        return Err(Refused::NotFound("application"));
    }
    let hostname = Hostname::parse(&new.hostname, names).map_err(|error| Refused::hostname("hostname", &error))?;
    caller.keep_to(hostname.as_str())?;
    let chosen = [("takeover", new.takeover), ("dns_records", new.dns_records.is_some())];
    match chosen.into_iter().find(|(_, is_chosen)| *is_chosen) {
        Some((field, _)) => Err(Refused::invalid(
            field,
            "cannot be chosen with a widget token; leave it out, or create the connection from your server with an API key",
        )),
        None => Ok(()),
    }
}

pub(crate) fn batch_id(text: &str) -> Result<String, Refused> {
    let id = text.trim();
    if id.is_empty() || id.chars().count() > BATCH_ID_LENGTH_MAX || id.chars().any(char::is_control) {
        return Err(Refused::invalid("batch_id", format!("must have 1 to {BATCH_ID_LENGTH_MAX} printable characters")));
    }
    Ok(id.to_owned())
}

/// A new connection as the audit log has it.
pub(super) fn shown(connection: &Connection) -> Value {
    json!({
        "application_id": connection.application,
        "hostname": connection.hostname.as_str(),
        "state": connection.state.as_str(),
        "setup_type": connection.setup_type.as_str(),
        "batch_id": connection.batch_id,
        "takeover": connection.takeover,
    })
}
