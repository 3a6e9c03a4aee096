//! A route for people: where it is reached, where its requests go, and whether they do.

use crate::{Control, Refused};
use nameplate_domain::ask::{OriginSource, Purpose, Unserved, judge, origin_of};
use nameplate_domain::route::Route;
use nameplate_domain::tenancy::TenantId;
use nameplate_domain::visit::HTTPS_PORT;
use nameplate_store::{Page, RouteFilter};

/// A route, and what is shown of it beside itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownRoute {
    /// The route.
    pub route: Route,
    /// Where it is always reached.
    pub default_hostname: String,
    /// The address for a browser: of the customer's host name, where there is one that is no wildcard.
    pub url: String,
    /// Where its requests go.
    pub origin: String,
    /// Who chose that.
    pub source: OriginSource,
    /// Whether its host name is served, and why not.
    pub verdict: Result<(), Unserved>,
}

impl ShownRoute {
    /// The host name that it is chiefly served at.
    #[must_use]
    pub fn hostname(&self) -> &str {
        self.route.custom.as_ref().map_or(&self.default_hostname, |custom| custom.hostname.as_str())
    }
}

impl Control {
    /// The tenant's routes, newest first. `hostname` narrows them to the one that is served at exactly that name, default or not.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn routes(
        &self,
        tenant: TenantId,
        filter: RouteFilter,
        hostname: Option<&str>,
        page: Page,
    ) -> Result<Vec<ShownRoute>, Refused> {
        use nameplate_domain::route::OwnName;
        let filter = match hostname.map(|name| (name, OwnName::read(name, &self.platform.base_domain))) {
            None => filter,
            Some((_, Some(OwnName::Route { route, tenant: label }))) => {
                if self.reader().tenant_label(tenant).await? != Some(label) {
                    return Ok(vec![]);
                }
                RouteFilter { name: Some(route), ..filter }
            }
            Some((name, _)) => RouteFilter { hostname: Some(name.to_owned()), ..filter },
        };
        let mut shown = Vec::new();
        for route in self.reader().routes(tenant, &filter, page).await? {
            shown.push(self.show_route(&route).await?);
        }
        Ok(shown)
    }

    /// What is shown of a route.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn show_route(&self, route: &Route) -> Result<ShownRoute, Refused> {
        let default = self.home_of(route.tenant).await?.hostname_of(route);
        self.show_with(route, default).await
    }

    /// As [`Control::show_route`], with its default host name, which it may not have yet.
    pub(super) async fn show_with(&self, route: &Route, default_hostname: String) -> Result<ShownRoute, Refused> {
        let reader = self.reader();
        let application = reader.application(route.tenant, route.application).await?;
        let default_origin = application.and_then(|application| application.default_origin);
        let (now, grace) = (self.now(), self.platform.drift_grace);
        let routing = match &route.custom {
            Some(custom) => reader.routing(route.tenant, custom.connection, now).await?,
            None => None,
        };
        let (origin, source) = origin_of(
            route.origin.as_deref(),
            default_origin.as_deref(),
            default_origin.as_deref(),
            &self.platform.default_origin,
        );
        let verdict = routing.map_or(Ok(()), |routing| judge(Purpose::Serve, &routing.asked, now, grace));
        let visited = route.custom.as_ref().filter(|custom| !custom.hostname.is_wildcard());
        let host = visited.map_or(default_hostname.as_str(), |custom| custom.hostname.as_str());
        let url = match self.visits.port() {
            HTTPS_PORT => format!("https://{host}"),
            port => format!("https://{host}:{port}"),
        };
        let origin = origin.to_owned();
        Ok(ShownRoute { route: route.clone(), url, default_hostname, origin, source, verdict })
    }
}
