//! From a host name to a route in one go: a connection is begun or resumed, and once its proof is there the name is claimed and routed in
//! one step. Until then no route is touched.

use super::create::name_for;
use super::draft::{RouteDraft, Wanted, origin};
use super::{ShownRoute, is_outdated};
use crate::operations::apply::RACES_MAX;
use crate::operations::create_connection::NewConnection;
use crate::{Control, Refused};
use nameplate_domain::application::Application;
use nameplate_domain::connection::Connection;
use nameplate_domain::hostname::Hostname;
use nameplate_domain::records::Record;
use nameplate_domain::route::plan::Step;
use nameplate_domain::route::{Route, RouteName};
use nameplate_domain::tenancy::{ApplicationId, Caller, Scope, TenantId};
use nameplate_store::{ConnectionFilter, Page};
use std::sync::Arc;

/// Connections of one name that are looked through for the one that goes on.
const LOOKED_THROUGH: u32 = 100;

/// What is to be attached.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewAttachment {
    /// The host name, as a person typed it.
    pub hostname: String,
    /// The application that it is to lead to.
    pub application: ApplicationId,
    /// The route that is to serve it, made unless it is there; `None` for the one that serves it, or a new one.
    pub route: Option<String>,
    /// Where its requests go; `None` leaves that as it is.
    pub origin: Option<String>,
}

/// How far it has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AttachStatus {
    /// The route serves the host name.
    Attached,
    /// The proof is not there yet; no route was touched.
    Pending,
    /// Nothing was done: only the plan was wanted.
    Planned,
}

impl AttachStatus {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Attached, Self::Pending, Self::Planned];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Attached => "attached",
            Self::Pending => "pending",
            Self::Planned => "planned",
        }
    }
}

/// What came of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Attached {
    /// How far it has come.
    pub status: AttachStatus,
    /// The connection; `None` where one would be begun.
    pub connection: Option<Connection>,
    /// The CNAME that proves the name and delegates its certificates; `None` before there is a connection.
    pub record: Option<Record>,
    /// The route that serves it, or would be changed; `None` for one that is not there yet.
    pub route: Option<ShownRoute>,
    /// What was done, or is done once the proof is there.
    pub steps: Vec<Step>,
}

/// What was asked for, read and found.
struct Request<'a> {
    application: &'a Application,
    hostname: &'a Hostname,
    route: Option<RouteName>,
    origin: Option<String>,
}

impl Control {
    /// What [`Control::attach_domain`] would do. DNS is not asked.
    ///
    /// # Errors
    /// As [`Control::attach_domain`].
    pub async fn plan_attachment(&self, caller: &Caller, new: &NewAttachment) -> Result<Attached, Refused> {
        Box::pin(self.attach(caller, new, true)).await
    }

    /// Attaches a host name: begins or resumes its connection, looks for the proof, and when that is there makes it the holder of the
    /// name and a route serve it, in one transaction.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`] for the application; [`Refused::Invalid`] naming the
    /// field; [`Refused::HostnameConflict`] when somebody else holds the name; [`Refused::HostnameInUse`] when another route serves it;
    /// [`Refused::QuotaExceeded`]; [`Refused::Contended`].
    pub async fn attach_domain(&self, caller: &Caller, new: &NewAttachment) -> Result<Attached, Refused> {
        Box::pin(self.attach(caller, new, false)).await
    }

    async fn attach(&self, caller: &Caller, new: &NewAttachment, only_plan: bool) -> Result<Attached, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let control = self.on_behalf_of(caller);
        let application = self.reader().application(caller.tenant, new.application).await?;
        let application = &application.ok_or(Refused::NotFound("application"))?;
        let hostname = &Hostname::parse(&new.hostname, &self.platform.names())
            .map_err(|error| Refused::hostname("hostname", &error))?;
        let chosen = |name: &str| RouteName::parse(name).map_err(|error| Refused::invalid("route", error.to_string()));
        let route = new.route.as_deref().map(chosen).transpose()?;
        let origin = new.origin.as_deref().map(origin).transpose()?;
        let request = Request { application, hostname, route, origin };

        // What could stand in the way is found before anything is begun.
        self.refuse_anothers(&request).await?;
        let known = self.connection_of_name(caller.tenant, application.id, hostname).await?;
        let draft = control.draft_attachment(&request, known.as_ref()).await?;
        if only_plan {
            return control.planned(known, draft).await;
        }
        let connection = match known {
            Some(known) => known,
            None => self.begin_connection(caller, new).await?,
        };
        let Some((connection, claimed_with)) = control.claimed_with(&request, connection).await? else {
            let connection = self.connection_of_name(caller.tenant, application.id, hostname).await?;
            let draft = control.draft_attachment(&request, connection.as_ref()).await?;
            let pending = control.planned(connection, draft).await?;
            return Ok(Attached { status: AttachStatus::Pending, ..pending });
        };
        let steps = match claimed_with {
            Some(draft) => draft.steps.clone(),
            None => control.route_now(&request, &connection).await?,
        };
        let connection = self.read_again(&connection).await?;
        let route = self.reader().route_of(connection.tenant, connection.id).await?;
        let route = self.show_route(&route.ok_or(Refused::Contended)?).await?;
        let record = Some(self.challenge_record(&connection));
        Ok(Attached { status: AttachStatus::Attached, connection: Some(connection), record, route: Some(route), steps })
    }

    /// Nobody learns whose it is.
    async fn refuse_anothers(&self, request: &Request<'_>) -> Result<(), Refused> {
        let Request { application, hostname, .. } = request;
        let is_anothers = self
            .reader()
            .holder(hostname.as_str())
            .await?
            .is_some_and(|holder| holder.tenant != application.tenant || holder.application != application.id);
        match is_anothers {
            true => Err(Refused::HostnameConflict { hostname: hostname.to_string() }),
            false => Ok(()),
        }
    }

    async fn begin_connection(&self, caller: &Caller, new: &NewAttachment) -> Result<Connection, Refused> {
        let new = NewConnection {
            application: new.application,
            hostname: new.hostname.clone(),
            setup_type: None,
            dns_records: None,
            batch_id: None,
            takeover: false,
        };
        self.create_connection(caller, new, None).await
    }

    /// The connection as the holder of its name, with what was written in the step that made it that; `None` while it is not proven.
    async fn claimed_with(
        &self,
        request: &Request<'_>,
        mut connection: Connection,
    ) -> Result<Option<(Connection, Option<Arc<RouteDraft>>)>, Refused> {
        if connection.standing().holds_claim() {
            return Ok(Some((connection, None)));
        }
        self.observer.forget(connection.hostname.base()).await;
        for _ in 0..RACES_MAX {
            let draft = Arc::new(self.draft_attachment(request, Some(&connection)).await?);
            match self.verify_with(connection.clone(), Some(Arc::clone(&draft))).await {
                Ok(after) => {
                    // Workers may have been faster; then the route is still to be written.
                    let serving = self.reader().route_of(after.tenant, after.id).await?;
                    let is_written = serving.is_some_and(|serving| serving.id == draft.after.id);
                    return Ok(Some((after, is_written.then_some(draft))));
                }
                Err(Refused::OwnershipNotFound(_) | Refused::DnsUnreachable(_)) => return Ok(None),
                Err(Refused::Store(error)) if is_outdated(&error) => {}
                Err(Refused::Contended) => {}
                Err(other) => return Err(other),
            }
            connection = self.read_again(&connection).await?;
        }
        Err(Refused::Contended)
    }

    /// Makes a route serve the name of a connection that holds it already.
    async fn route_now(&self, request: &Request<'_>, connection: &Connection) -> Result<Vec<Step>, Refused> {
        for _ in 0..RACES_MAX {
            let draft = self.draft_attachment(request, Some(connection)).await?;
            let mut tx = self.store.begin().await?;
            match self.write_route(&mut tx, &draft).await {
                Ok(()) => tx.commit().await?,
                Err(error) if is_outdated(&error) => continue,
                Err(error) => return Err(error.into()),
            }
            self.forget_asks(&draft);
            return Ok(draft.steps);
        }
        Err(Refused::Contended)
    }

    async fn draft_attachment(
        &self,
        request: &Request<'_>,
        connection: Option<&Connection>,
    ) -> Result<RouteDraft, Refused> {
        let Request { application, hostname, route, origin } = request;
        let tenant = application.tenant;
        let before = match (route, connection) {
            (Some(name), _) => self.reader().route_by_name(tenant, name.as_str()).await?,
            (None, Some(connection)) => self.reader().route_of(tenant, connection.id).await?,
            (None, None) => None,
        };
        if let Some(before) = before.as_ref().filter(|before| before.application != application.id) {
            let reason = format!(
                "names {}, which leads to another application; change that first, or name another route",
                before.name
            );
            return Err(Refused::invalid("route", reason));
        }
        let after = match &before {
            Some(before) => Route {
                origin: origin.clone().or_else(|| before.origin.clone()),
                updated_at: self.now(),
                ..before.clone()
            },
            None => {
                let name = match route {
                    Some(name) => name.clone(),
                    None => self.free_name(tenant, &name_for(Some(hostname), application)).await?,
                };
                self.fresh_route(application, name, origin.clone())
            }
        };
        let wanted = connection.map_or(Wanted::Planned(hostname), Wanted::Of);
        let home = self.home_of(tenant).await?;
        self.draft(before, after, wanted, home).await
    }

    /// The connection of a name that is furthest: its holder, or else the newest that has not ended.
    async fn connection_of_name(
        &self,
        tenant: TenantId,
        application: ApplicationId,
        hostname: &Hostname,
    ) -> Result<Option<Connection>, Refused> {
        let filter = ConnectionFilter {
            hostname: Some(hostname.to_string()),
            application: Some(application),
            ..ConnectionFilter::default()
        };
        let all = self.reader().connections(tenant, &filter, Page::first(LOOKED_THROUGH)).await?;
        let open = all.into_iter().filter(|connection| !connection.state.is_terminal());
        Ok(open.max_by_key(|connection| (connection.standing().holds_claim(), connection.created_at, connection.id)))
    }

    async fn planned(&self, connection: Option<Connection>, draft: RouteDraft) -> Result<Attached, Refused> {
        let route = match &draft.before {
            Some(before) => Some(self.show_route(before).await?),
            None => None,
        };
        let record = connection.as_ref().map(|connection| self.challenge_record(connection));
        Ok(Attached { status: AttachStatus::Planned, connection, record, route, steps: draft.steps })
    }

    fn challenge_record(&self, connection: &Connection) -> Record {
        connection.challenge.acme_record(&connection.hostname, &self.platform.acme_zone())
    }
}
