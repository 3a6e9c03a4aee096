//! Making a route.

use super::draft::{RouteDraft, Wanted, origin};
use super::{ShownRoute, is_outdated};
use crate::operations::Once;
use crate::operations::apply::RACES_MAX;
use crate::{Control, Refused};
use nameplate_domain::application::Application;
use nameplate_domain::hostname::Hostname;
use nameplate_domain::route::plan::Step;
use nameplate_domain::route::{Route, RouteName};
use nameplate_domain::tenancy::{ApplicationId, Caller, RouteId, Scope, TenantId};

/// How many numbers are tried behind a name that is taken and was not chosen by anybody.
const NUMBERS_TRIED: u32 = 100;

/// What a route is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewRoute {
    /// Its name; `None` for one made from its host name, or from the application's name.
    pub name: Option<String>,
    /// Where it leads.
    pub application: ApplicationId,
    /// A host name that a connection of the application holds; `None` for the default one.
    pub hostname: Option<String>,
    /// Where its requests go; `None` for the application's origin.
    pub origin: Option<String>,
}

impl Control {
    /// What [`Control::create_route`] would do.
    ///
    /// # Errors
    /// As [`Control::create_route`].
    pub async fn plan_route(&self, caller: &Caller, new: &NewRoute) -> Result<Vec<Step>, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        Ok(self.draft_new(caller, new).await?.steps)
    }

    /// Makes a route of the caller's tenant.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`] for the application; [`Refused::Invalid`] naming the
    /// field; [`Refused::NameInUse`]; [`Refused::HostnameNotProven`]; [`Refused::HostnameInUse`]; [`Refused::Contended`].
    pub async fn create_route(
        &self,
        caller: &Caller,
        new: &NewRoute,
        once: Option<Once<'_, ShownRoute>>,
    ) -> Result<ShownRoute, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let control = self.on_behalf_of(caller);
        for _ in 0..RACES_MAX {
            let draft = control.draft_new(caller, new).await?;
            let created = control.show_with(&draft.after, draft.default_hostname()).await?;
            let mut tx = control.store.begin().await?;
            match control.write_route(&mut tx, &draft).await {
                Ok(()) => {}
                Err(error) if is_outdated(&error) => continue,
                Err(error) => return Err(error.into()),
            }
            control.finish_once(&mut tx, caller.tenant, once.as_ref(), &created).await?;
            tx.commit().await?;
            control.forget_asks(&draft);
            return Ok(created);
        }
        Err(Refused::Contended)
    }

    async fn draft_new(&self, caller: &Caller, new: &NewRoute) -> Result<RouteDraft, Refused> {
        let tenant = caller.tenant;
        let application = self.reader().application(tenant, new.application).await?;
        let application = application.ok_or(Refused::NotFound("application"))?;
        let chosen = new.name.as_deref().map(name_chosen).transpose()?;
        if let Some(name) = &chosen
            && self.reader().route_by_name(tenant, name.as_str()).await?.is_some()
        {
            return Err(Refused::NameInUse { name: name.to_string() });
        }
        let home = self.home_of(tenant).await?;
        let default = chosen.as_ref().map(|name| home.hostname_named(name)).unwrap_or_default();
        let hostname = self.hostname_wanted(new.hostname.as_deref(), &default)?;
        let name = match chosen {
            Some(name) => name,
            None => self.free_name(tenant, &name_for(hostname.as_ref(), &application)).await?,
        };
        let origin = new.origin.as_deref().map(origin).transpose()?;
        let after = self.fresh_route(&application, name, origin);
        let wanted = hostname.map_or(Wanted::Default, Wanted::Held);
        self.draft(None, after, wanted, home).await
    }

    /// A route of that application at its default host name.
    pub(super) fn fresh_route(&self, application: &Application, name: RouteName, origin: Option<String>) -> Route {
        let now = self.now();
        Route {
            id: RouteId(self.chance.id(now)),
            tenant: application.tenant,
            name,
            application: application.id,
            custom: None,
            origin,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// `wished`, or one with a number behind it that is not taken.
    pub(super) async fn free_name(&self, tenant: TenantId, wished: &RouteName) -> Result<RouteName, Refused> {
        for number in 1..=NUMBERS_TRIED {
            let name = if number == 1 { wished.clone() } else { wished.numbered(number) };
            if self.reader().route_by_name(tenant, name.as_str()).await?.is_none() {
                return Ok(name);
            }
        }
        Err(Refused::NameInUse { name: wished.to_string() })
    }
}

pub(super) fn name_chosen(text: &str) -> Result<RouteName, Refused> {
    RouteName::parse(text).map_err(|error| Refused::invalid("name", error.to_string()))
}

/// The name of a route that nobody has named.
pub(super) fn name_for(hostname: Option<&Hostname>, application: &Application) -> RouteName {
    let text = match hostname {
        Some(hostname) => hostname.base().split('.').next().unwrap_or_default(),
        None => application.name.as_str(),
    };
    RouteName::made_of(text)
}
