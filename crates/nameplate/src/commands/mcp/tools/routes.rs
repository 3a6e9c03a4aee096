//! `nameplate route …` as tools.

use super::limit;
use crate::commands::desk::Desk;
use crate::commands::ending::Stop;
use crate::commands::mcp::tool::{Effect, Tool};
use crate::commands::route::{args, change, list};
use async_trait::async_trait;
use schemars::JsonSchema;
use serde::Deserialize;

/// A new route.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RouteCreate {
    /// Its name: small letters, digits and hyphens. Left out: made from the host name or the application.
    name: Option<String>,
    /// The domain that it serves, proven before. Left out: a default name under the platform's own domain.
    hostname: Option<String>,
    /// The application, by id or name. Left out: the one that claims the domain, the key's own, or the only one.
    application: Option<String>,
    /// Where its requests go (an https URL of the product), instead of to the application's origin.
    origin: Option<String>,
    /// Say what would be done and do nothing.
    #[serde(default)]
    dry_run: bool,
}

#[async_trait]
impl Tool for RouteCreate {
    const NAME: &'static str = "route_create";
    const TITLE: &'static str = "Make a route";
    const ABOUT: &'static str = "Makes a route, which serves one host name with one application. The domain has to be proven before \
        (domain_add); domain_attach does both. With dry_run it says what would be done.";
    const EFFECT: Effect = Effect::Adds;
    type Report = change::ChangeReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let change = changing(self.dry_run);
        let Self { name, hostname: host, application: app, origin, .. } = self;
        change::create(args::Create { name, host, app, origin, change }, desk).await
    }
}

/// Which routes there are.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RouteList {
    /// Only of this application, by id or name.
    application: Option<String>,
    /// Only the one that serves this host name.
    hostname: Option<String>,
    /// At most so many. Left out: 100.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<u32>,
}

#[async_trait]
impl Tool for RouteList {
    const NAME: &'static str = "route_list";
    const TITLE: &'static str = "List routes";
    const ABOUT: &'static str =
        "Lists which application serves which host name, whether it is served and why not, newest first.";
    const EFFECT: Effect = Effect::None;
    type Report = list::ListReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let Self { application: app, hostname: host, .. } = self;
        list::run(args::List { app, host, limit: limit(self.limit)?, json: true }, desk).await
    }
}

/// One route.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RouteShow {
    /// Its name or id.
    route: String,
}

#[async_trait]
impl Tool for RouteShow {
    const NAME: &'static str = "route_show";
    const TITLE: &'static str = "Show a route";
    const ABOUT: &'static str = "Shows one route: its host name, its origin, and whether it is served and why not.";
    const EFFECT: Effect = Effect::None;
    type Report = list::ShowReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        list::show(args::Show { route: self.route, json: true }, desk).await
    }
}

/// A change of a route.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RouteUpdate {
    /// Its name or id.
    route: String,
    /// The domain that it is to serve, proven before.
    hostname: Option<String>,
    /// Give it its default name back.
    #[serde(default)]
    default_hostname: bool,
    /// Where its requests are to go (an https URL of the product).
    origin: Option<String>,
    /// Send its requests where the application's go.
    #[serde(default)]
    default_origin: bool,
    /// The application that it is to serve, by id or name.
    application: Option<String>,
    /// Say what would be done and do nothing.
    #[serde(default)]
    dry_run: bool,
}

#[async_trait]
impl Tool for RouteUpdate {
    const NAME: &'static str = "route_update";
    const TITLE: &'static str = "Change a route";
    const ABOUT: &'static str = "Gives a route another host name, origin or application; what is left out stays. Claims of domains stay. \
        With dry_run it says what would be done.";
    const EFFECT: Effect = Effect::Changes;
    type Report = change::ChangeReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        if self.hostname.is_some() && self.default_hostname {
            return Err(Stop::usage("default_hostname: it cannot go with hostname; leave one of the two out"));
        }
        if self.origin.is_some() && self.default_origin {
            return Err(Stop::usage("default_origin: it cannot go with origin; leave one of the two out"));
        }
        let is_something =
            self.hostname.is_some() || self.default_hostname || self.origin.is_some() || self.default_origin;
        if !is_something && self.application.is_none() {
            return Err(Stop::usage(
                "say what is to change: hostname, default_hostname, origin, default_origin or application",
            ));
        }
        let change = changing(self.dry_run);
        let Self {
            route,
            hostname: host,
            default_hostname: default_host,
            origin,
            default_origin: no_origin,
            application: app,
            ..
        } = self;
        change::update(args::Update { route, host, default_host, origin, no_origin, app, change }, desk).await
    }
}

/// The end of a route.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RouteDelete {
    /// Its name or id.
    route: String,
    /// Say what would be done and do nothing.
    #[serde(default)]
    dry_run: bool,
}

#[async_trait]
impl Tool for RouteDelete {
    const NAME: &'static str = "route_delete";
    const TITLE: &'static str = "Delete a route";
    const ABOUT: &'static str = "Deletes a route: its host name is not served by it any more, and the claim of the domain stays. With dry_run \
        it says what would be done: do that first, and ask.";
    const EFFECT: Effect = Effect::Changes;
    type Report = change::ChangeReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        change::delete(args::Delete { route: self.route, change: changing(self.dry_run) }, desk).await
    }
}

const fn changing(dry_run: bool) -> args::Change {
    args::Change { dry_run, json: true }
}
