//! Changing a route.

use super::draft::{RouteDraft, Wanted, origin};
use super::{ShownRoute, is_outdated};
use crate::operations::apply::RACES_MAX;
use crate::{Control, Refused};
use nameplate_domain::route::plan::Step;
use nameplate_domain::route::{CustomHostname, Route};
use nameplate_domain::tenancy::{ApplicationId, Caller, Scope};

/// What to change; `None` leaves a field as it is, `Some(None)` takes it away.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RouteUpdate {
    /// A host name that a connection of the application holds; taken away, it is the default one.
    pub hostname: Option<Option<String>>,
    /// Where its requests go; taken away, it is the application's origin.
    pub origin: Option<Option<String>>,
    /// Where it leads.
    pub application: Option<ApplicationId>,
}

impl Control {
    /// What [`Control::update_route`] would do.
    ///
    /// # Errors
    /// As [`Control::update_route`].
    pub async fn plan_route_update(
        &self,
        caller: &Caller,
        id_or_name: &str,
        changes: &RouteUpdate,
    ) -> Result<Vec<Step>, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        Ok(self.draft_change(caller, id_or_name, changes).await?.steps)
    }

    /// Changes a route of the caller's tenant, in one step: visitors meet it as it was or as it is to be.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`] for the route or the application;
    /// [`Refused::Invalid`] naming the field; [`Refused::HostnameNotProven`]; [`Refused::HostnameInUse`]; [`Refused::Contended`].
    pub async fn update_route(
        &self,
        caller: &Caller,
        id_or_name: &str,
        changes: &RouteUpdate,
    ) -> Result<ShownRoute, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let control = self.on_behalf_of(caller);
        for _ in 0..RACES_MAX {
            let draft = control.draft_change(caller, id_or_name, changes).await?;
            let mut tx = control.store.begin().await?;
            match control.write_route(&mut tx, &draft).await {
                Ok(()) => tx.commit().await?,
                Err(error) if is_outdated(&error) => continue,
                Err(error) => return Err(error.into()),
            }
            control.forget_asks(&draft);
            let after = control.reader().route(caller.tenant, draft.after.id).await?;
            return control.show_route(&after.ok_or(Refused::NotFound("route"))?).await;
        }
        Err(Refused::Contended)
    }

    async fn draft_change(
        &self,
        caller: &Caller,
        id_or_name: &str,
        changes: &RouteUpdate,
    ) -> Result<RouteDraft, Refused> {
        let before = self.find_route(caller.tenant, id_or_name).await?;
        let mut after = Route { updated_at: self.now(), ..before.clone() };
        if let Some(application) = changes.application {
            let found = self.reader().application(caller.tenant, application).await?;
            after.application = found.ok_or(Refused::NotFound("application"))?.id;
        }
        if let Some(wished) = &changes.origin {
            after.origin = wished.as_deref().map(origin).transpose()?;
        }
        let home = self.home_of(caller.tenant).await?;
        let hostname = match &changes.hostname {
            Some(wished) => self.hostname_wanted(wished.as_deref(), &home.hostname_of(&before))?,
            None => before.custom.clone().map(|CustomHostname { hostname, .. }| hostname),
        };
        self.draft(Some(before), after, hostname.map_or(Wanted::Default, Wanted::Held), home).await
    }
}
