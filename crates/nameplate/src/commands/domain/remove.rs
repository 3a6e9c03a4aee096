//! `nameplate domain remove`.

use super::args::Remove;
use super::shown::DomainShown;
use crate::commands::api::answers::{Dangling, Offboarded};
use crate::commands::api::{Request, read};
use crate::commands::desk::Desk;
use crate::commands::ending::Stop;
use crate::commands::look::{Look, Tone};
use crate::commands::plan::{Plan, Planned, Step};
use crate::commands::sheet::Report;
use reqwest::Method;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use std::iter;

/// What was released, and what is left of it.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::commands) struct RemoveReport {
    dry_run: bool,
    status: Status,
    hostname: String,
    /// As it was before.
    domain: DomainShown,
    /// What would be done; null where it was done.
    plan: Option<Plan>,
    /// Records that lead nowhere from now on.
    dangling_records: Vec<DanglingShown>,
    /// What `--cleanup` removed, as the API tells it; null without.
    cleanup: Option<Map<String, Value>>,
}

/// What came of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Status {
    /// The claim is released.
    Removed,
    /// Nothing was done.
    Planned,
}

/// A record that lost its purpose.
#[derive(PartialEq, Eq, Debug, Serialize, JsonSchema)]
struct DanglingShown {
    #[serde(rename = "type")]
    rtype: String,
    name: String,
    value: String,
    /// What to do about it.
    remedy: String,
}

pub(in crate::commands) async fn run(args: Remove, desk: Desk<'_>) -> Result<RemoveReport, Stop> {
    let application = desk.application_if(args.app.as_deref()).await?;
    let (claim, others) = desk.all_of_one(&args.hostname, application.as_deref()).await?;
    let wishes = [("detach", args.detach), ("cleanup", args.cleanup), ("dry_run", args.dry_run)];
    let query: Vec<String> =
        wishes.iter().filter(|(_, is_wished)| *is_wished).map(|(name, _)| format!("{name}=true")).collect();
    let mut report = RemoveReport {
        dry_run: args.dry_run,
        status: if args.dry_run { Status::Planned } else { Status::Removed },
        hostname: claim.hostname.clone(),
        domain: DomainShown::from(&claim),
        plan: args.dry_run.then(Plan::default),
        dangling_records: vec![],
        cleanup: None,
    };
    // The one that may be refused goes first.
    for id in iter::once(&claim).chain(&others).map(|one| &one.id) {
        let path = match query.is_empty() {
            true => format!("/v1/connections/{id}"),
            false => format!("/v1/connections/{id}?{}", query.join("&")),
        };
        report.add(desk.api.call(Request::new(Method::DELETE, &path)).await?, &path)?;
    }
    Ok(report)
}

impl RemoveReport {
    /// Adds what became of one connection, or would; what was told of another one is told once.
    fn add(&mut self, answer: Value, path: &str) -> Result<(), Stop> {
        if let Some(plan) = &mut self.plan {
            let Planned { plan: Plan { steps } } = read(answer, path)?;
            let new: Vec<Step> = steps.into_iter().filter(|step| !plan.steps.contains(step)).collect();
            plan.steps.extend(new);
            return Ok(());
        }
        let Offboarded { dangling_records, cleanup } = read(answer, path)?;
        let shown = dangling_records.into_iter().map(DanglingShown::from);
        let new: Vec<DanglingShown> = shown.filter(|record| !self.dangling_records.contains(record)).collect();
        self.dangling_records.extend(new);
        // Of several, the first that is not done, or else the last.
        let is_done = |cleanup: &Map<String, Value>| cleanup.get("status").is_some_and(|status| status == "done");
        if self.cleanup.as_ref().is_none_or(is_done) {
            self.cleanup = cleanup;
        }
        Ok(())
    }
}

impl From<Dangling> for DanglingShown {
    fn from(Dangling { name, rtype, value, remedy }: Dangling) -> Self {
        Self { rtype, name, value, remedy }
    }
}

impl Report for RemoveReport {
    fn lines(&self, look: Look) -> Vec<String> {
        if let Some(plan) = &self.plan {
            return plan.lines(look);
        }
        let head = format!("{} is released, and not served any more.", self.domain.hostname_unicode);
        let mut lines = vec![look.paint(Tone::Good, &head)];
        for DanglingShown { rtype, name, value, remedy } in &self.dangling_records {
            lines.push(look.labelled("dangling", Tone::Waiting, &format!("{name} {rtype} {value}")));
            lines.push(look.labelled("", Tone::Plain, remedy));
        }
        if let Some(status) = self.cleanup.as_ref().and_then(|cleanup| cleanup.get("status")).and_then(Value::as_str) {
            lines.push(look.labelled("cleanup", Tone::Plain, status));
        }
        lines
    }
}
