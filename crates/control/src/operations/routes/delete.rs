//! Deleting a route. No claim is released with it: the host name stays with its connection, and is served as that says.

use super::{is_outdated, shown};
use crate::audit::Deed;
use crate::operations::apply::RACES_MAX;
use crate::{Control, Refused};
use nameplate_domain::route::Route;
use nameplate_domain::route::plan::{Step, Target};
use nameplate_domain::tenancy::{Caller, Scope};

impl Control {
    /// What [`Control::delete_route`] would do.
    ///
    /// # Errors
    /// As [`Control::delete_route`].
    pub async fn plan_route_deletion(&self, caller: &Caller, id_or_name: &str) -> Result<Vec<Step>, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let route = self.find_route(caller.tenant, id_or_name).await?;
        let default = self.home_of(caller.tenant).await?.hostname_of(&route);
        let Route { name, application, origin, custom, .. } = route;
        let hostname = custom.map_or(default, |custom| custom.hostname.to_string());
        Ok(vec![Step::Delete(Target { name, application, hostname, origin })])
    }

    /// Deletes a route of the caller's tenant.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`]; [`Refused::Contended`].
    pub async fn delete_route(&self, caller: &Caller, id_or_name: &str) -> Result<(), Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        for _ in 0..RACES_MAX {
            let route = self.find_route(caller.tenant, id_or_name).await?;
            let home = self.home_of(caller.tenant).await?;
            let default = home.hostname_of(&route);
            let mut tx = self.store.begin().await?;
            match tx.delete_route(&route, &default, &home.wildcard()).await {
                Ok(()) => {}
                Err(error) if is_outdated(&error) => continue,
                Err(error) => return Err(error.into()),
            }
            self.audit(&mut tx, caller, Deed::new("route.delete", route.id).from(shown(&route, &default))).await?;
            tx.commit().await?;
            self.asks.forget(&default);
            self.asks.forget(&home.wildcard());
            if let Some(custom) = &route.custom {
                self.asks.forget(custom.hostname.as_str());
            }
            return Ok(());
        }
        Err(Refused::Contended)
    }
}
