//! Starting many connections at once: each succeeds or is refused by itself.
//!
//! They are added some at a time, each some in one transaction, so that nobody else waits long for the store. A batch is its own
//! memory: a name that is in it already is shown and not added again, so that a request that broke off is simply sent again.

use super::create_connection::{NewConnection, Prepared, batch_id};
use super::idempotency::Once;
use super::reserve::Allowance;
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::application::Application;
use nameplate_domain::connection::{Connection, SetupType, UsageKind};
use nameplate_domain::hostname::Hostname;
use nameplate_domain::tenancy::{ApplicationId, Caller, Scope};
use nameplate_store::{BatchProgress, Tx};
use serde_json::json;
use std::collections::HashMap;
use std::time::Duration;

/// Most connections of one request.
pub const BULK_MAX: usize = 1000;
/// Connections that one transaction adds.
const ADDED_TOGETHER: usize = 50;
/// Distance at which workers look at new connections for the first time, on the average.
const LOOKED_AT_EVERY: Duration = Duration::from_millis(50);

/// What many connections are made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewConnections {
    /// The application they are for.
    pub application: ApplicationId,
    /// Groups them; a fresh identifier when absent.
    pub batch_id: Option<String>,
    /// One for each connection. Application and batch are those of the whole.
    pub connections: Vec<NewConnection>,
}

/// What became of many.
#[derive(Debug)]
pub struct Bulk {
    /// The batch that they are in.
    pub batch_id: String,
    /// One for each wish, in its order.
    pub outcomes: Vec<BulkOutcome>,
}

/// What became of one.
#[derive(Debug)]
pub struct BulkOutcome {
    /// The name, as it was asked for.
    pub hostname: String,
    /// The connection.
    pub result: Result<BulkConnection, Refused>,
}

/// A connection that is in the batch.
#[derive(Debug)]
pub enum BulkConnection {
    /// It was started by this request.
    Created(Box<Connection>),
    /// It was in the batch already.
    Known(Box<Connection>),
}

impl Control {
    /// Starts connections. What is wrong with one is told of that one; the others are started.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`] for the application; [`Refused::Invalid`] for the
    /// batch or the number of connections.
    pub async fn create_connections(
        &self,
        caller: &Caller,
        new: NewConnections,
        once: Option<Once<'_, Bulk>>,
    ) -> Result<Bulk, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        if !(1..=BULK_MAX).contains(&new.connections.len()) {
            let reason = format!("must have 1 to {BULK_MAX} entries, not {}", new.connections.len());
            return Err(Refused::invalid("connections", reason));
        }
        let application = self.reader().application(caller.tenant, new.application).await?;
        let application = application.ok_or(Refused::NotFound("application"))?;
        let is_given = new.batch_id.is_some();
        let id = match new.batch_id {
            Some(id) => batch_id(&id)?,
            // The same request under the same key finds its batch again.
            None => once.as_ref().map_or_else(|| self.chance.id(self.now()).to_string(), |once| batch_of_key(once.key)),
        };
        // Otherwise nobody can have begun it.
        let may_be_known = is_given || once.is_some();
        let by_default = self.set_up_as(caller, &application, None).await?;
        let spread = LOOKED_AT_EVERY * u32::try_from(new.connections.len()).unwrap_or(u32::MAX);
        let mut bulk = Bulk { batch_id: id.clone(), outcomes: Vec::with_capacity(new.connections.len()) };
        let mut seen = HashMap::new();
        let mut wishes = new.connections.into_iter().enumerate().peekable();
        while wishes.peek().is_some() {
            let mut prepared: Vec<(String, Result<Wish, Refused>)> = Vec::with_capacity(ADDED_TOGETHER);
            for (index, wish) in wishes.by_ref().take(ADDED_TOGETHER) {
                let hostname = wish.hostname.clone();
                let wish = NewConnection { batch_id: Some(id.clone()), application: application.id, ..wish };
                let result = match first_of_its_name(self, &mut seen, index, &hostname) {
                    Ok(name) => match self.known(&application, &id, name.filter(|_| may_be_known)).await? {
                        Some(known) => Ok(Wish::Known(Box::new(known))),
                        None => self.prepare_one(&application, by_default, wish, spread).await,
                    },
                    Err(refused) => Err(refused),
                };
                if let Err(Refused::Store(error)) = result {
                    return Err(error.into());
                }
                prepared.push((hostname, result));
            }
            let is_last = wishes.peek().is_none();
            self.add_some(caller, &mut bulk, prepared, may_be_known, once.as_ref().filter(|_| is_last)).await?;
        }
        Ok(bulk)
    }

    /// How far a batch has come.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:read`; [`Refused::NotFound`] for a batch without connections.
    pub async fn batch_progress(&self, caller: &Caller, id: &str) -> Result<BatchProgress, Refused> {
        caller.require(Scope::ConnectionsRead)?;
        self.reader().batch_progress(caller.tenant, id).await?.ok_or(Refused::NotFound("batch"))
    }

    /// The connection that the batch has of a name already.
    async fn known(
        &self,
        application: &Application,
        batch: &str,
        hostname: Option<String>,
    ) -> Result<Option<Connection>, Refused> {
        let Some(hostname) = hostname else { return Ok(None) };
        Ok(self.reader().open_connection_of_batch(application.tenant, application.id, batch, &hostname).await?)
    }

    async fn prepare_one(
        &self,
        application: &Application,
        by_default: SetupType,
        wish: NewConnection,
        spread: Duration,
    ) -> Result<Wish, Refused> {
        let setup_type = wish.setup_type.unwrap_or(by_default);
        let mut prepared = self.prepare_connection(application, setup_type, wish).await?;
        // Providers and name servers are not asked about a thousand names at once.
        let connection = &mut prepared.connection;
        connection.due_at = Some(connection.created_at.plus(spread.mul_f64(self.chance.fraction())));
        Ok(Wish::New(Box::new(prepared)))
    }

    /// Adds what can be added, in one transaction.
    async fn add_some(
        &self,
        caller: &Caller,
        bulk: &mut Bulk,
        prepared: Vec<(String, Result<Wish, Refused>)>,
        may_be_known: bool,
        once: Option<&Once<'_, Bulk>>,
    ) -> Result<(), Refused> {
        let allowance = self.allowance(caller.tenant, UsageKind::Connect).await?;
        let mut tx = self.store.begin().await?;
        if may_be_known {
            // The same request may run twice at the same time: one after the other, it finds what is there.
            self.locked_quota(&mut tx, caller.tenant).await?;
        }
        let mut created = Vec::new();
        for (hostname, result) in prepared {
            let result = match result {
                Ok(Wish::Known(connection)) => Ok(BulkConnection::Known(connection)),
                Ok(Wish::New(prepared)) => {
                    match self.add_one(caller, &mut tx, &allowance, &prepared, may_be_known).await {
                        Ok(Some(known)) => Ok(BulkConnection::Known(Box::new(known))),
                        Ok(None) => {
                            created.push(prepared.connection.id);
                            Ok(BulkConnection::Created(Box::new(prepared.connection)))
                        }
                        Err(Refused::Store(error)) => return Err(error.into()),
                        Err(refused) => Err(refused),
                    }
                }
                Err(refused) => Err(refused),
            };
            bulk.outcomes.push(BulkOutcome { hostname, result });
        }
        if !created.is_empty() {
            let deed = Deed::new("connection.bulk_create", &bulk.batch_id).to(json!({"created": created}));
            self.audit(&mut tx, caller, deed).await?;
        }
        self.finish_once(&mut tx, caller.tenant, once, bulk).await?;
        tx.commit().await?;
        Ok(())
    }
}

impl Control {
    /// Adds one of several, unless the batch has its name by now; gives that one then.
    async fn add_one(
        &self,
        caller: &Caller,
        tx: &mut Tx,
        allowance: &Allowance,
        prepared: &Prepared,
        may_be_known: bool,
    ) -> Result<Option<Connection>, Refused> {
        let Connection { tenant, application, batch_id, hostname, .. } = &prepared.connection;
        if let (true, Some(batch)) = (may_be_known, batch_id)
            && let Some(known) = tx.open_connection_of_batch(*tenant, *application, batch, hostname.as_str()).await?
        {
            return Ok(Some(known));
        }
        self.add_connection(caller, tx, allowance, prepared).await?;
        Ok(None)
    }
}

/// One of many, checked.
enum Wish {
    New(Box<Prepared>),
    Known(Box<Connection>),
}

/// The name in the form in which it is kept; `None` for one that cannot be connected, which is told later.
fn first_of_its_name(
    control: &Control,
    seen: &mut HashMap<String, usize>,
    index: usize,
    hostname: &str,
) -> Result<Option<String>, Refused> {
    let Ok(name) = Hostname::parse(hostname, &control.platform.names()) else { return Ok(None) };
    let name = name.to_string();
    match seen.get(&name) {
        Some(first) => {
            let reason = format!("is in this request twice: {name} is entry {first} already; leave one of them out");
            Err(Refused::invalid("hostname", reason))
        }
        None => {
            seen.insert(name.clone(), index);
            Ok(Some(name))
        }
    }
}

/// A batch for an `Idempotency-Key`: batches are a tenant's own, as keys are.
fn batch_of_key(key: &str) -> String {
    let hash = crate::hash_of(format!("batch {key}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    // RFC 9562, 5.8: of our own making.
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}
