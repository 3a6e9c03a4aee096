//! `nameplate route create`, `update` and `delete`.

use super::args::{Change, Create, Delete, Update};
use super::list::path_of;
use super::shown::RouteShown;
use crate::commands::api::{Request, ask, read};
use crate::commands::desk::Desk;
use crate::commands::ending::Stop;
use crate::commands::look::{Look, Tone};
use crate::commands::plan::{Plan, Planned};
use crate::commands::sheet::Report;
use reqwest::Method;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// What was changed, or would be.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::commands) struct ChangeReport {
    dry_run: bool,
    status: Status,
    /// As it is now; before it was deleted; null in a plan.
    route: Option<RouteShown>,
    /// What would be done; null where it was done.
    plan: Option<Plan>,
}

/// What came of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Status {
    Created,
    Updated,
    Deleted,
    /// Nothing was done.
    Planned,
}

pub(in crate::commands) async fn create(args: Create, desk: Desk<'_>) -> Result<ChangeReport, Stop> {
    let application = match &args.host {
        Some(host) => desk.application_for(host, args.app.as_deref()).await?,
        None => desk.application(args.app.as_deref()).await?,
    };
    let given =
        [("name", args.name), ("application_id", Some(application)), ("hostname", args.host), ("origin", args.origin)];
    let wish: Map<String, Value> =
        given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into()))).collect();
    carry_out(desk, Request::post("/v1/routes").with(wish.into()), args.change, Status::Created).await
}

pub(in crate::commands) async fn update(args: Update, desk: Desk<'_>) -> Result<ChangeReport, Stop> {
    let application = desk.application_if(args.app.as_deref()).await?;
    let told = |value: Option<String>, is_default: bool| match (value, is_default) {
        (Some(value), _) => Some(Value::from(value)),
        (None, true) => Some(Value::Null),
        (None, false) => None,
    };
    let given = [
        ("hostname", told(args.host, args.default_host)),
        ("origin", told(args.origin, args.no_origin)),
        ("application_id", told(application, false)),
    ];
    let wish: Map<String, Value> =
        given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    let request = Request::new(Method::PATCH, path_of(&args.route)).with(wish.into());
    carry_out(desk, request, args.change, Status::Updated).await
}

pub(in crate::commands) async fn delete(args: Delete, desk: Desk<'_>) -> Result<ChangeReport, Stop> {
    let path = path_of(&args.route);
    if args.change.dry_run {
        return carry_out(desk, Request::new(Method::DELETE, path), args.change, Status::Deleted).await;
    }
    let before: RouteShown = ask(desk.api, Request::get(&path)).await?;
    desk.api.call(Request::new(Method::DELETE, path_of(&before.id))).await?;
    Ok(ChangeReport { dry_run: false, status: Status::Deleted, route: Some(before), plan: None })
}

async fn carry_out(desk: Desk<'_>, request: Request, change: Change, done: Status) -> Result<ChangeReport, Stop> {
    if change.dry_run {
        let path = format!("{}?dry_run=true", request.path);
        let answer = desk.api.call(Request { path: path.clone(), ..request }).await?;
        let Planned { plan } = read(answer, &path)?;
        return Ok(ChangeReport { dry_run: true, status: Status::Planned, route: None, plan: Some(plan) });
    }
    Ok(ChangeReport { dry_run: false, status: done, route: Some(ask(desk.api, request).await?), plan: None })
}

impl Report for ChangeReport {
    fn lines(&self, look: Look) -> Vec<String> {
        if let Some(plan) = &self.plan {
            return plan.lines(look);
        }
        let Some(route) = &self.route else { return vec![] };
        match self.status {
            Status::Deleted => vec![look.paint(
                Tone::Good,
                &format!("Deleted the route {}, which served {}. Claims of domains stay.", route.name, route.hostname),
            )],
            _ => route.lines(look),
        }
    }
}
