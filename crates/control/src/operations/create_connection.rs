//! Starting to connect a host name.

use super::idempotency::Once;
use crate::{Control, Refused};
use nameplate_domain::connection::{Challenge, Connection, Event, SetupType, Standing, State, UsageKind, step};
use nameplate_domain::hostname::Hostname;
use nameplate_domain::records::{Template, default_template, render};
use nameplate_domain::tenancy::{ApplicationId, Caller, ConnectionId, Scope};

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
        caller.require(Scope::ConnectionsWrite)?;
        let hostname = Hostname::parse(&new.hostname, &self.platform.names())
            .map_err(|error| Refused::hostname("hostname", &error))?;
        let application = self.reader().application(caller.tenant, new.application).await?;
        let application = application.ok_or(Refused::NotFound("application"))?;
        let batch_id = new.batch_id.map(|id| batch_id(&id)).transpose()?;

        let (field, template) = match (new.dns_records, application.record_template.clone()) {
            (Some(records), _) if records.is_empty() => {
                return Err(Refused::invalid(
                    "dns_records",
                    "is empty; leave it out to use the application's template",
                ));
            }
            (Some(records), _) => ("dns_records", records),
            (None, Some(template)) => ("record_template", template),
            (None, None) => {
                let around = self.platform.surroundings(application.id);
                ("record_template", default_template(hostname.kind(), &around))
            }
        };
        let records = render(&template, &hostname, &self.platform.surroundings(application.id))
            .map_err(|error| Refused::invalid(format!("{field}[{}].{}", error.at, error.field), error.reason))?;

        if !new.takeover && self.reader().holder(hostname.as_str()).await?.is_some() {
            return Err(Refused::HostnameConflict { hostname: hostname.to_string() });
        }
        let now = self.now();
        let begun = step(Standing { state: State::Created, proven: false }, Event::ChallengeIssued);
        let connection = Connection {
            id: ConnectionId(self.chance.id(now)),
            tenant: caller.tenant,
            application: application.id,
            hostname,
            state: begun.ok().flatten().map_or(State::Created, |step| step.to),
            version: 1,
            setup_type: new.setup_type.unwrap_or_default(),
            batch_id,
            takeover: new.takeover,
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
        let mut tx = self.store.begin().await?;
        let origin = application.default_origin.as_deref();
        tx.insert_connection(&connection, origin).await?;
        self.finish_once(&mut tx, caller.tenant, once.as_ref(), &connection).await?;
        tx.count_usage(caller.tenant, UsageKind::Connect, 1, now).await?;
        tx.commit().await?;
        Ok(connection)
    }
}

fn batch_id(text: &str) -> Result<String, Refused> {
    let id = text.trim();
    if id.is_empty() || id.chars().count() > BATCH_ID_LENGTH_MAX || id.chars().any(char::is_control) {
        return Err(Refused::invalid("batch_id", format!("must have 1 to {BATCH_ID_LENGTH_MAX} printable characters")));
    }
    Ok(id.to_owned())
}
