//! Letting a host name go, and what its routes become: they go back to their default host names, in the step that ends the claim.

use super::shown;
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::connection::Connection;
use nameplate_domain::route::plan::{Step, Target, release};
use nameplate_domain::route::{Route, default_hostname};
use nameplate_domain::tenancy::{Caller, ConnectionId, Scope};
use nameplate_store::{StoreError, Tx};

impl Control {
    /// What [`Control::offboard_connection`] would do to routes and to the claim. Empty for a connection that has ended.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`]; [`Refused::RouteServesHostname`] without `detach`,
    /// while a route serves the host name.
    pub async fn plan_offboarding(
        &self,
        caller: &Caller,
        id: ConnectionId,
        detach: bool,
    ) -> Result<Vec<Step>, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let connection = self.connection_of(caller, id).await?;
        self.plan_release(&connection, detach).await
    }

    /// As [`Control::plan_offboarding`], for a connection that was read.
    pub(crate) async fn plan_release(&self, connection: &Connection, detach: bool) -> Result<Vec<Step>, Refused> {
        let hostname = connection.hostname.as_str();
        if connection.state.is_terminal() {
            return Ok(vec![]);
        }
        if !connection.standing().holds_claim() {
            return Ok(vec![Step::Withdraw { hostname: hostname.to_owned() }]);
        }
        let served = match self.reader().route_of(connection.tenant, connection.id).await? {
            None => vec![],
            Some(route) => {
                let default = self.home_of(connection.tenant).await?.hostname_of(&route);
                let Route { name, application, origin, .. } = route;
                vec![(Target { name, application, hostname: hostname.to_owned(), origin }, default)]
            }
        };
        Ok(release(hostname, &served, detach)?)
    }

    /// Part of every step after which a connection does not hold its name any more, whoever caused it.
    pub(crate) async fn let_routes_go(&self, tx: &mut Tx, ended: &Connection) -> Result<(), StoreError> {
        let Some(route) = tx.let_go_of(ended.tenant, ended.id, self.now()).await? else { return Ok(()) };
        let base = &self.platform.base_domain;
        // It was given with the tenant's first route.
        let label = tx.tenant_label(ended.tenant).await?;
        let default = label.map(|label| default_hostname(&route.name, &label, base)).unwrap_or_default();
        let after = Route { custom: None, ..route.clone() };
        let deed = Deed::new("route.update", route.id).from(shown(&route, &default)).to(shown(&after, &default));
        self.audit_own(tx, ended.tenant, deed).await
    }
}
