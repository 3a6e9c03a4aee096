//! `nameplate route list` and `nameplate route show`.

use super::args::{List, Show};
use super::shown::RouteShown;
use crate::commands::api::{Request, ask, encoded, list};
use crate::commands::desk::Desk;
use crate::commands::ending::Stop;
use crate::commands::look::{Cell, Look, Tone};
use crate::commands::sheet::Report;
use schemars::JsonSchema;
use serde::Serialize;

/// Routes, newest first.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::commands) struct ListReport {
    routes: Vec<RouteShown>,
    /// Whether there are more than were asked for.
    has_more: bool,
}

/// One route.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::commands) struct ShowReport {
    route: RouteShown,
}

pub(in crate::commands) async fn run(args: List, desk: Desk<'_>) -> Result<ListReport, Stop> {
    let application = desk.application_if(args.app.as_deref()).await?;
    let filters = [("application_id", application), ("hostname", args.host)];
    let query: Vec<String> =
        filters.iter().filter_map(|(name, value)| Some(format!("{name}={}", encoded(value.as_deref()?)))).collect();
    let path = match query.is_empty() {
        true => "/v1/routes".to_owned(),
        false => format!("/v1/routes?{}", query.join("&")),
    };
    let (routes, has_more) = list(desk.api, &path, args.limit as usize).await?;
    Ok(ListReport { routes, has_more })
}

pub(in crate::commands) async fn show(args: Show, desk: Desk<'_>) -> Result<ShowReport, Stop> {
    Ok(ShowReport { route: ask(desk.api, Request::get(path_of(&args.route))).await? })
}

/// Where a route is, by its name or identifier.
pub(super) fn path_of(route: &str) -> String {
    format!("/v1/routes/{}", encoded(route))
}

impl Report for ListReport {
    fn lines(&self, look: Look) -> Vec<String> {
        if self.routes.is_empty() && look.is_terminal {
            return vec!["No routes. `nameplate route create` makes one.".to_owned()];
        }
        let row = |route: &RouteShown| {
            [
                Cell::new(Tone::Strong, &route.name),
                Cell::plain(&route.hostname_unicode),
                Cell::new(route.tone(), if route.served { "served" } else { "not served" }),
                Cell::plain(&route.origin),
                Cell::plain(&route.application_id),
            ]
        };
        let rows: Vec<[Cell; 5]> = self.routes.iter().map(row).collect();
        let mut lines = look.table(["ROUTE", "HOST", "STATE", "ORIGIN", "APPLICATION"], &rows);
        if self.has_more && look.is_terminal {
            lines.push(look.paint(Tone::Faint, "There are more; --limit shows them."));
        }
        lines
    }
}

impl Report for ShowReport {
    fn lines(&self, look: Look) -> Vec<String> {
        self.route.lines(look)
    }
}
