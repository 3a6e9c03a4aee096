//! Taking a host name down.

use super::apply::{Applied, Findings, RACES_MAX};
use crate::{Control, Refused};
use nameplate_domain::connection::{Connection, Event};
use nameplate_domain::tenancy::{Caller, ConnectionId, Scope};

impl Control {
    /// Archives a connection: its claim is released and the edge stops serving it. A route that serves its host name goes back to its
    /// default one with it where `detach` says so. Archiving twice changes nothing.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`]; [`Refused::RouteServesHostname`] without `detach`,
    /// while a route serves the host name.
    pub async fn archive_connection(
        &self,
        caller: &Caller,
        id: ConnectionId,
        detach: bool,
    ) -> Result<Connection, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        self.archive_with(caller, id, detach, &Findings::default()).await
    }

    /// As [`Control::archive_connection`]; what was found is kept when it ends now.
    pub(crate) async fn archive_with(
        &self,
        caller: &Caller,
        id: ConnectionId,
        detach: bool,
        findings: &Findings,
    ) -> Result<Connection, Refused> {
        let control = self.on_behalf_of(caller);
        for _ in 0..RACES_MAX {
            let connection = self.connection_of(caller, id).await?;
            // A route that comes after this look makes the step lose its race.
            self.plan_release(&connection, detach).await?;
            match control.apply(&connection, Event::Archive, findings).await? {
                Applied::Moved(archived) => {
                    self.asks.forget(archived.hostname.as_str());
                    return Ok(*archived);
                }
                Applied::Unchanged => return Ok(connection),
                Applied::Outdated => {}
            }
        }
        Err(Refused::Contended)
    }
}
