//! A change of one route, looked at from all sides before it is made.

use super::label::Home;
use super::shown;
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::application::parse_origin;
use nameplate_domain::connection::Connection;
use nameplate_domain::hostname::Hostname;
use nameplate_domain::route::plan::{Claim, Step, Target, place};
use nameplate_domain::route::{CustomHostname, Route};
use nameplate_domain::tenancy::{ApplicationId, TenantId};
use nameplate_store::{StoreError, Tx};

/// A change of one route that nothing stands in the way of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RouteDraft {
    pub(super) before: Option<Route>,
    pub(super) after: Route,
    pub(super) home: Home,
    /// What is done, in order; empty when all is as it is to be.
    pub(super) steps: Vec<Step>,
}

/// The host name that a route is to have.
pub(super) enum Wanted<'a> {
    /// Its default one.
    Default,
    /// This one, which a connection of its application has to hold.
    Held(Hostname),
    /// That of this connection, which holds it by the time.
    Of(&'a Connection),
    /// This one, which a connection that is not there yet would claim.
    Planned(&'a Hostname),
}

impl RouteDraft {
    pub(super) fn default_hostname(&self) -> String {
        self.home.hostname_of(&self.after)
    }

    /// Every name whose answer to `ask` may be another one with it.
    fn names(&self) -> impl Iterator<Item = String> {
        let customs = self.before.iter().chain([&self.after]).filter_map(|route| route.custom.as_ref());
        let customs: Vec<String> = customs.map(|custom| custom.hostname.to_string()).collect();
        [self.default_hostname(), self.home.wildcard()].into_iter().chain(customs)
    }

    fn changes_route(&self) -> bool {
        self.steps.iter().any(|step| !matches!(step, Step::Claim { .. }))
    }
}

impl Control {
    /// Drafts `after` in the place of `before`; its host name is the wanted one then.
    pub(super) async fn draft(
        &self,
        before: Option<Route>,
        mut after: Route,
        wanted: Wanted<'_>,
        home: Home,
    ) -> Result<RouteDraft, Refused> {
        let (tenant, application) = (after.tenant, after.application);
        let (hostname, claim, connection) = match wanted {
            Wanted::Default => (home.hostname_of(&after), Claim::Default, None),
            Wanted::Held(hostname) => match self.held_by(tenant, application, &hostname).await? {
                Some(holder) => (hostname.to_string(), Claim::Held, Some(holder)),
                None => (hostname.to_string(), Claim::Missing, None),
            },
            Wanted::Of(connection) => {
                let is_held = connection.standing().holds_claim();
                let claim = if is_held { Claim::Held } else { Claim::ToBeMade };
                (connection.hostname.to_string(), claim, Some(connection.clone()))
            }
            Wanted::Planned(hostname) => (hostname.to_string(), Claim::ToBeMade, None),
        };
        let serving = match &connection {
            Some(connection) => self.reader().route_of(tenant, connection.id).await?,
            None => None,
        };
        let target = |route: &Route, hostname: String| Target {
            name: route.name.clone(),
            application: route.application,
            hostname,
            origin: route.origin.clone(),
        };
        let present = before.as_ref().map(|before| {
            let hostname =
                before.custom.as_ref().map_or_else(|| home.hostname_of(before), |at| at.hostname.to_string());
            target(before, hostname)
        });
        let steps = place(present.as_ref(), &target(&after, hostname), claim, serving.as_ref().map(|by| &by.name))?;
        after.custom =
            connection.map(|connection| CustomHostname { connection: connection.id, hostname: connection.hostname });
        Ok(RouteDraft { before, after, home, steps })
    }

    /// Writes a draft into `tx`, with who did it.
    pub(crate) async fn write_route(&self, tx: &mut Tx, draft: &RouteDraft) -> Result<(), StoreError> {
        if !draft.changes_route() {
            return Ok(());
        }
        let RouteDraft { before, after, home, .. } = draft;
        if home.is_new && !tx.give_label(after.tenant, &home.label).await? {
            return Err(StoreError::LostRace);
        }
        let default = draft.default_hostname();
        let deed = match before {
            None => {
                tx.insert_route(after, &default, &home.wildcard()).await?;
                Deed::new("route.create", after.id)
            }
            Some(before) => {
                tx.update_route(before, after, &default).await?;
                Deed::new("route.update", after.id).from(shown(before, &default))
            }
        };
        self.audit_own(tx, after.tenant, deed.to(shown(after, &default))).await
    }

    /// Signals reach this node too, a moment later: whoever was answered meets what was written.
    pub(super) fn forget_asks(&self, draft: &RouteDraft) {
        draft.names().for_each(|name| self.asks.forget(&name));
    }

    /// The connection of that application that holds the host name.
    pub(super) async fn held_by(
        &self,
        tenant: TenantId,
        application: ApplicationId,
        hostname: &Hostname,
    ) -> Result<Option<Connection>, Refused> {
        let holder = self.reader().holder(hostname.as_str()).await?;
        Ok(holder.filter(|holder| holder.tenant == tenant && holder.application == application))
    }

    /// Reads the host name that somebody wants for a route: `None` for its default one, in whatever way that is said.
    pub(super) fn hostname_wanted(&self, text: Option<&str>, default: &str) -> Result<Option<Hostname>, Refused> {
        let Some(text) = text else { return Ok(None) };
        if text.trim().trim_end_matches('.').eq_ignore_ascii_case(default) {
            return Ok(None);
        }
        let hostname = Hostname::parse(text, &self.platform.names());
        hostname.map(Some).map_err(|error| Refused::hostname("hostname", &error))
    }
}

/// An origin of a route, or why it cannot be used.
pub(super) fn origin(text: &str) -> Result<String, Refused> {
    parse_origin(text).map_err(|reason| Refused::invalid("origin", reason))
}
